package import Vocabulary

/// Opens Hopper's own copy of a file for reading from a position.
///
/// - Parameters:
///   - wanted: what the mapping asks for; `RecordReader.bindings` tells where it is found.
///   - position: `ReadPosition.start`, or the `end` of a block of an earlier reading of the same
///     bytes under the same format: the records, lines and offsets are then the same as if that
///     reading had gone on. Plain UTF-8 is sought in, anything else is decoded again up to there.
///   - sizes: for tests.
///   - onProgress: called now and then while the text up to `position` is decoded again, which can
///     take minutes.
/// - Throws: `unreadable` if the file can't be read as configured at all: rule `header`, `empty`,
///   `encoding`, `compression` or `expansion`.
package func openRecordReader(
    path: String, format: FormatSpec, wanted: [ColumnReference], from position: ReadPosition,
    sizes: ReadingSizes = ReadingSizes(), onProgress: @escaping () -> Void = {}
) throws(FormatError) -> any RecordReader {
    var encoding = format.encoding
    if case .xml(let layout) = format.kind, layout.declaresEncoding {
        encoding =
            try XMLDeclaration.encoding(path: path, expansionLimit: format.expansionLimit)
            ?? encoding
    }
    let source = try TextSource(
        path: path, encoding: encoding, expansionLimit: format.expansionLimit)
    source.onProgress = onProgress
    switch format.kind {
    case .csv(let dialect):
        let reader = try CSVReader(
            source: source, dialect: dialect, recordLimit: format.recordLimit, wanted: wanted,
            from: position, sizes: sizes)
        return dialect.footerLines > 0
            ? FooterHoldback(reader, footer: dialect.footerLines) : reader
    case .fixedWidth(let layout):
        let reader = try FixedWidthReader(
            source: source, layout: layout, recordLimit: format.recordLimit, wanted: wanted,
            from: position, sizes: sizes)
        return layout.footerLines > 0
            ? FooterHoldback(reader, footer: layout.footerLines) : reader
    case .xml(let layout):
        return try XMLReader(
            source: source, layout: layout, recordLimit: format.recordLimit, wanted: wanted,
            from: position, sizes: sizes)
    case .json(let layout):
        return try JSONArrayReader(
            source: source, layout: layout, recordLimit: format.recordLimit, wanted: wanted,
            from: position, sizes: sizes)
    case .jsonLines:
        return try JSONLinesReader(
            source: source, recordLimit: format.recordLimit, wanted: wanted, from: position,
            sizes: sizes)
    }
}
