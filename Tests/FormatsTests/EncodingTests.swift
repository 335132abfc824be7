import Formats
import Foundation
import Platform
import TestSupport
import Testing
import Vocabulary

@Suite struct EncodingTests {
    private let scratch = ScratchDirectory("encodings")
    private let dialect = CSVDialect(delimiter: UInt8(ascii: ";"))

    private func read(
        _ bytes: [UInt8], _ encoding: String, block: Int = 1 << 16,
        from position: ReadPosition = .start
    ) throws -> Reading {
        try Reading(
            scratch.write(bytes, to: "in.csv"),
            FormatSpec(kind: .csv(dialect), encoding: encoding), from: position,
            sizes: ReadingSizes(block: block))
    }

    static let text = """
        Größe;Preis
        "Ärmel ""lang""
        zweite Zeile";12,50 €
        Straße;äöü ÄÖÜ ß
        plain ascii text that is long enough for whole words;é
        """

    @Test(arguments: [
        ("windows-1252", String.Encoding.windowsCP1252), ("CP1252", .windowsCP1252),
        ("UTF-8", .utf8), ("utf8", .utf8), ("UTF-16LE", .utf16LittleEndian),
        ("UTF-16BE", .utf16BigEndian), ("UTF-16", .utf16LittleEndian),
        ("UTF-32LE", .utf32LittleEndian), ("UTF-32", .utf32LittleEndian),
        ("UTF-32BE", .utf32BigEndian),
    ])
    func `a text comes out the same in any encoding`(name: String, encoding: String.Encoding) throws
    {
        let whole = try read(Array(Self.text.utf8), "UTF-8")
        #expect(whole.columns == ["Größe", "Preis"])
        #expect(whole.records.count == 3)
        #expect(whole.records[0].fields == ["Ärmel \"lang\"\nzweite Zeile", "12,50 €"])
        let bytes = Array(try #require(Self.text.data(using: encoding)))
        for block in [64, 65, 67, 1 << 16] {
            let reading = try read(bytes, name, block: block)
            #expect(reading.records == whole.records)
            #expect(reading.columns == whole.columns)
            #expect(reading.ends.last == whole.ends.last)
            for end in reading.ends {
                let rest = try read(bytes, name, from: end)
                #expect(rest.records == whole.records.filter { $0.offset >= end.byteOffset })
            }
        }
    }

    @Test(arguments: [
        ([0xEF, 0xBB, 0xBF], String.Encoding.utf8), ([0xFF, 0xFE], .utf16LittleEndian),
        ([0xFE, 0xFF], .utf16BigEndian), ([0xFF, 0xFE, 0, 0], .utf32LittleEndian),
        ([0, 0, 0xFE, 0xFF], .utf32BigEndian),
    ])
    func `a byte order mark wins over the configuration`(
        mark: [UInt8], encoding: String.Encoding
    ) throws {
        let whole = try read(Array(Self.text.utf8), "UTF-8")
        let bytes = mark + Array(try #require(Self.text.data(using: encoding)))
        for name in ["windows-1252", "UTF-8", "UTF-16BE"] {
            let reading = try read(bytes, name, block: 64)
            #expect(reading.columns == whole.columns)
            #expect(reading.records == whole.records)
            for end in reading.ends {
                let rest = try read(bytes, name, from: end)
                #expect(rest.records == whole.records.filter { $0.offset >= end.byteOffset })
            }
        }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
            [0xFE], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0x28], [0xE2, 0x28, 0xA1],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func `ill-formed UTF-8 costs the record it lies in`(bad: [UInt8]) throws {
        for length in [0, 7, 8, 31, 32] {
            let filler = Array(String(repeating: "ä", count: length).utf8)
            for last in [[], Array(";é\n5;6\n".utf8)] {
                let bytes = Array("a;b\n1;2\n".utf8) + filler + bad + last
                for block in [64, 1 << 16] {
                    let reading = try read(bytes, "UTF-8", block: block)
                    #expect(reading.records.map(\.line) == (last.isEmpty ? [2, 3] : [2, 3, 4]))
                    #expect(
                        reading.records.map(\.rule)
                            == (last.isEmpty ? [nil, "encoding"] : [nil, "encoding", nil]))
                    #expect(
                        reading.reasons == ["an invalid character at byte \(8 + filler.count)"])
                }
            }
        }
    }

    @Test(arguments: [
        "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{FFFF}",
        "\u{10000}", "\u{10FFFF}", "\0",
    ])
    func `the outermost characters are taken`(character: String) throws {
        for length in [0, 7, 13, 14, 15, 16, 60, 61, 62, 63] {
            let text = "a;b\n" + String(repeating: "x", count: length) + character + ";y\n"
            #expect(try read(Array(text.utf8), "UTF-8", block: 64).faults == [])
        }
    }

    @Test(
        arguments: [
            ("windows-1252", [0x81]), ("US-ASCII", [0xE4]), ("SHIFT_JIS", [0x81, 0x20]),
            ("GB18030", [0xFF]), ("EUC-JP", [0xFF]), ("BIG5", [0x81]),
        ] as [(String, [UInt8])])
    func `what an encoding does not know becomes a replacement and costs its record`(
        name: String, bad: [UInt8]
    ) throws {
        let bytes = Array("a;b\n1;2\nx".utf8) + bad + Array(";4\n5;6\n".utf8)
        let reading = try read(bytes, name)
        #expect(reading.records.map(\.rule) == [nil, "encoding", nil])
        #expect(reading.reasons == ["an invalid character at byte 9"])
        #expect(String(decoding: reading.records[1].raw ?? [], as: UTF8.self).contains("x\u{FFFD}"))
        for record in reading.records {
            let position = ReadPosition(
                byteOffset: record.offset, line: record.line, records: record.number - 1)
            let rest = try read(bytes, name, from: position)
            #expect(rest.records == Array(reading.records[Int(record.number - 1)...]))
        }
    }

    @Test func `half a surrogate pair costs its record, not the alignment`() throws {
        var units = Array("a;b\n1;2\nx;".utf16)
        units += [0xD800]
        units += Array("\n3;4\n".utf16)
        let bytes = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let reading = try read(bytes, "UTF-16LE")
        #expect(reading.records.map(\.rule) == [nil, "encoding", nil])
        // Cut in the middle of a unit.
        let cut = try read(Array(bytes.dropLast(3)), "UTF-16LE")
        #expect(cut.records.map(\.rule) == [nil, "encoding", "encoding"])
    }

    @Test func `a multibyte text crosses the converter's blocks unharmed`() throws {
        let row = "日本語の文章;テスト\n"
        let text = "a;b\n" + String(repeating: row, count: 20_000)
        let bytes = Array(try #require(text.data(using: .shiftJIS)))
        let reading = try read(bytes, "SHIFT_JIS")
        #expect(reading.faults == [])
        #expect(reading.records.count == 20_000)
        #expect(reading.records.allSatisfy { $0.fields == ["日本語の文章", "テスト"] })
    }

    @Test func `a letter held back for its accent comes out at the end`() throws {
        // windows-1258 composes letters with the accents that follow.
        let reading = try read(Array("a;b\n1;".utf8) + [0x61], "windows-1258")
        #expect(reading.records.last?.fields == ["1", "a"])
    }

    @Test(arguments: ["EUC-KR", "EUC-JP", "BIG5", "EUC-CN"])
    func `half a character is none, though iconv takes it for a control`(encoding: String) throws {
        let text = Array("a;b\n1;x\n2;".utf8) + [0x80] + Array("y\n3;z\n".utf8)
        let reading = try read(text, encoding)
        #expect(reading.records.map(\.rule) == [nil, "encoding", nil])
        #expect(try read(Array("a;b\n1;\u{85}\n".utf8), "UTF-8").faults.isEmpty)
    }

    @Test(arguments: ["no-such", "", "UTF-8//IGNORE", "latin1\0x"])
    func `an unknown encoding is refused`(name: String) {
        #expect(CharacterDecoder.knows(name) == false)
        #expect(throws: FormatError.self) { try read([65, 10], name) }
    }

    @Test(arguments: ["windows-1252", "ISO-8859-15", "IBM037", "KOI8-R", "UTF-16", "SHIFT_JIS"])
    func `a known encoding is known`(name: String) { #expect(CharacterDecoder.knows(name)) }

    @Test func `EBCDIC is text like any other`() throws {
        // "a;b" LF "1;2" in IBM037.
        let reading = try read([0x81, 0x5E, 0x82, 0x25, 0xF1, 0x5E, 0xF2], "IBM037")
        #expect(reading.columns == ["a", "b"])
        #expect(reading.records.first?.fields == ["1", "2"])
    }
}
