extension ZipArchive {
    /// Whether it is a document of an office suite (ECMA-376 part 2, 10.1.2.2; OpenDocument 1.2 part 3,
    /// 3.2): a zip archive only on the outside, and nothing in it is a file that somebody has put there.
    package var isOfficeDocument: Bool {
        func has(_ name: String) -> Bool { entries.contains { $0.name == Array(name.utf8) } }
        return has("[Content_Types].xml")
            || entries.first?.name == Array("mimetype".utf8) && has("META-INF/manifest.xml")
    }
}
