import Configuration
import Digest
import Formats
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// A digest of nothing in particular.
private let someDigest = String(repeating: "0a", count: 32)

/// A side file that says what must be in the file.
@Suite struct ManifestTests {
    @Test(
        arguments: [
            ("\(someDigest)  a.csv\n", someDigest, nil, nil),
            ("\(someDigest.uppercased())", someDigest, nil, nil),
            ("\(someDigest) *dir/a.csv\r\n", someDigest, nil, nil),
            ("SHA256 (a.csv) = \(someDigest)\n", someDigest, nil, nil),
            (
                "\(String(repeating: "ff", count: 32))  b.csv\n\(someDigest)  a.csv\n", someDigest,
                nil, nil
            ),
            ("{\"sha256\": \"\(someDigest)\", \"size\": 12, \"count\": \"3\"}", someDigest, 12, 3),
            ("records: 7\nbytes = 9\n", nil, 9, 7), ("Rows=0", nil, nil, 0),
            ("\u{FEFF}records: 7\r\n", nil, nil, 7), ("\u{FEFF}{\"count\": 7}", nil, nil, 7),
            ("checksum: md5 of something\nrecords: 7\n", nil, nil, 7),
        ] as [(String, String?, Int64?, Int64?)])
    func `what is understood of a manifest`(
        text: String, sha256: String?, bytes: Int64?, records: Int64?
    ) throws {
        let manifest = try #require(FileManifest(Array(text.utf8), for: "a.csv"))
        #expect(manifest.sha256 == sha256)
        #expect(manifest.bytes == bytes)
        #expect(manifest.records == records)
    }

    @Test(arguments: [
        "", "done", "{}", "[1]", "{\"count\": -", "\(someDigest)  b.csv",
        "\(someDigest.dropLast())",
        "x: 5", "\(someDigest)  a.csv\nrecords: 50.000\n", "bytes: 12 KB\nrecords: 7\n",
        "sha256: \(someDigest.dropLast())\nrecords: 7\n", "{\"records\": 7.0, \"size\": 5}",
    ])
    func `what is none`(text: String) {
        #expect(FileManifest(Array(text.utf8), for: "a.csv") == nil)
    }

    @Test func `a manifest in UTF-16, as PowerShell writes it, is understood`() {
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in "records: 7\r\n".utf16 { bytes += [UInt8(unit & 255), UInt8(unit >> 8)] }
        #expect(FileManifest(bytes, for: "a.csv")?.records == 7)
        #expect(FileManifest([0xFF, 0xFE], for: "a.csv") == nil)
    }

    private func stage() throws -> IntakeStage {
        try IntakeStage(adjust: {
            $0.ready = .manifest("{name}.sha256")
            $0.release = .streaming
        })
    }

    private func digest(of text: String) -> String {
        var hash = SHA256()
        let bytes = Array(text.utf8)
        unsafe bytes.withUnsafeBytes { unsafe hash.update($0) }
        return hash.finish().hexadecimal
    }

    @Test func `a file that agrees with its manifest goes through`() throws {
        let stage = try stage()
        try stage.start()
        defer { stage.stop() }
        let text = IntakeStage.rows(50)
        stage.drop(text, as: "a.csv")
        stage.drop("\(digest(of: text))  a.csv\nrecords: 50\n", as: "a.csv.sha256")
        stage.wait(for: .fileArchived)
        #expect(try stage.store.files(FilesQuery())[0].counts.accepted == 50)
        #expect(stage.scratch.names(in: "state/work").isEmpty)
        #expect(stage.scratch.names(in: "drops/acme/inbox").isEmpty)
    }

    @Test(arguments: ["digest", "records: 51", "bytes: 1", "nothing"])
    func `nothing is sent of a file that its manifest contradicts`(manifest: String) throws {
        let stage = try stage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(50), as: "a.csv")
        stage.drop(manifest == "digest" ? someDigest : manifest, as: "a.csv.sha256")
        stage.wait(for: .fileQuarantined)
        #expect(try stage.payloads().isEmpty)
        #expect(stage.messages(.fileQuarantined)[0].contains("(manifest)"))
        #expect(stage.scratch.names(in: "state/work").isEmpty)
    }
}
