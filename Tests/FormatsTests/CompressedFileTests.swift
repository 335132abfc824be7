import Compression
import Formats
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct CompressedFileTests {
    private let scratch = ScratchDirectory("compressed")

    static let text = {
        var text = "a;b\n"
        for row in 0..<3000 { text += "\(row);\"value \(row * 7919 % 1009)\nsecond\"\n" }
        return text
    }()

    /// Compressed by the tools that partners use.
    private func compress(_ text: String, with tool: String, _ arguments: [String] = []) throws
        -> [UInt8]
    {
        let file = scratch.write(text, to: "plain-\(UUID().uuidString)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments + ["-c", file]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(bytes)
    }

    static let kinds = ["gzip", "zstd", "xz", "bzip2"]

    private func compressed(_ text: String, by kind: String) throws -> [UInt8] {
        kind == "zstd" ? zstd(text) : try compress(text, with: kind)
    }

    private func zstd(_ text: String) -> [UInt8] {
        var compressor = ZstdCompressor()
        return compressor.compress(Array(text.utf8))
    }

    private func read(
        _ bytes: [UInt8], from position: ReadPosition = .start, expansion: Int = 200,
        encoding: String = "UTF-8", block: Int = 1 << 16
    ) throws -> Reading {
        try Reading(
            scratch.write(bytes, to: "in"),
            FormatSpec(
                kind: .csv(CSVDialect(delimiter: UInt8(ascii: ";"))), encoding: encoding,
                expansionLimit: expansion), from: position, sizes: ReadingSizes(block: block))
    }

    private func error(_ body: () throws -> Void) -> FormatError? {
        do { try body() } catch { return error as? FormatError }
        return nil
    }

    private func rule(_ error: FormatError?) -> String? {
        guard case .unreadable(let rule, _, _, _) = error else { return nil }
        return rule
    }

    @Test(arguments: Self.kinds)
    func `a compressed file reads like the plain one, from any block on`(kind: String) throws {
        let plain = try read(Array(Self.text.utf8))
        let bytes = try compressed(Self.text, by: kind)
        let reading = try read(bytes, block: 7000)
        #expect(reading.records == plain.records)
        #expect(reading.ends.last == plain.ends.last)
        for end in reading.ends {
            let rest = try read(bytes, from: end)
            #expect(rest.records == plain.records.filter { $0.offset >= end.byteOffset })
        }
    }

    @Test func `a compressed text in another encoding is both decompressed and converted`() throws {
        let wide = Array(try #require(Self.text.data(using: .utf16LittleEndian)))
        var compressor = ZstdCompressor()
        let bytes = compressor.compress([0xFF, 0xFE] + wide)
        let reading = try read(bytes, block: 5000)
        #expect(reading.records == (try read(Array(Self.text.utf8))).records)
        let end = reading.ends[3]
        #expect(
            try read(bytes, from: end).records
                == reading.records.filter { $0.offset >= end.byteOffset })
    }

    @Test func `members and frames on end are one text`() throws {
        let gzipped = try compress("a;b\n1;", with: "gzip") + compress("2\n3;4\n", with: "gzip")
        #expect(try read(gzipped).records.map(\.fields) == [["1", "2"], ["3", "4"]])
        #expect(try read(gzipped + [0, 0, 0]).records.count == 2)
        let frames = zstd("a;b\n1;") + zstd("2\n3;4\n")
        #expect(try read(frames).records.map(\.fields) == [["1", "2"], ["3", "4"]])
        for kind in ["xz", "bzip2"] {
            let streams = try compressed("a;b\n1;", by: kind) + compressed("2\n3;4\n", by: kind)
            #expect(try read(streams).records.map(\.fields) == [["1", "2"], ["3", "4"]])
            #expect(try read(streams, block: 1).records.count == 2)
        }
    }

    @Test func `xz is padded in fours`() throws {
        let xz = try compressed("a;b\n1;2\n", by: "xz")
        #expect(try read(xz + [0, 0, 0, 0] + xz).records.count == 3)
        #expect(try read(xz + [0, 0, 0, 0]).records.count == 1)
        #expect(rule(error { _ = try read(xz + [0, 0, 0]) }) == "compression")
    }

    @Test(arguments: Self.kinds)
    func `a file cut anywhere, or with something behind it, is unreadable`(kind: String) throws {
        let text = "a;b\n1;2\n3;4\n"
        let bytes = try compressed(text, by: kind)
        let magic = kind == "gzip" ? 2 : kind == "zstd" ? 4 : 6
        for end in magic..<bytes.count {
            let found = error { _ = try read(Array(bytes[..<end])) }
            #expect(rule(found) == "compression", "cut to \(end)")
            guard case .unreadable(_, _, _, let offset?) = found else {
                Issue.record("no place")
                continue
            }
            #expect(offset <= end)
        }
        #expect(rule(error { _ = try read(bytes + Array("garbage".utf8)) }) == "compression")
        #expect(rule(error { _ = try read(bytes + [0, 0, 65]) }) == "compression")
    }

    @Test func `a single wrong bit in a gzip file is found`() throws {
        let good = try compress(Self.text, with: "gzip", ["-n"])
        for index in stride(from: 30, to: good.count, by: good.count / 40) {
            var damaged = good
            damaged[index] ^= 4
            #expect(error { _ = try read(damaged) } != nil, "byte \(index)")
        }
        // In the checksum itself: all of the content is right, and nothing else could tell.
        var last = good
        last[good.count - 6] ^= 1
        #expect(rule(error { _ = try read(last) }) == "compression")
    }

    @Test(arguments: Self.kinds)
    func `a bomb is stopped at the limit for its size`(kind: String) throws {
        let row = String(repeating: "0", count: 1000) + ";0\n"
        let bomb = "a;b\n" + String(repeating: row, count: 8000)
        let bytes = try compressed(bomb, by: kind)
        let found = error { _ = try read(bytes, expansion: 100) }
        #expect(rule(found) == "expansion")
        // A mebibyte is always free.
        let small = "a;b\n" + String(repeating: row, count: 1000)
        let few = try compressed(small, by: kind)
        #expect(try read(few, expansion: 2).records.count == 1000)
    }

    @Test(
        arguments: [
            ([0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 0xA7], "lz4"),
            ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01], "rar"),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00], "7z"),
            ([0x4C, 0x5A, 0x49, 0x50, 0x01, 0x0C, 0x00], "lzip"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook (.xls)"),
        ] as [([UInt8], String)])
    func `what is not taken is called by its name`(start: [UInt8], name: String) throws {
        let found = error { _ = try read(start + [0, 0, 0, 0]) }
        guard case .unreadable("compression", let reason, _, _) = found else {
            Issue.record("taken")
            return
        }
        #expect(reason == "\(name) is not supported yet")
    }

    @Test(arguments: Self.kinds)
    func `what follows the last stream is said to follow it`(kind: String) throws {
        let bytes = try compressed("a;b\n1;2\n", by: kind) + Array("something".utf8)
        guard case .unreadable("compression", let reason, _, _) = error({ _ = try read(bytes) })
        else {
            Issue.record("taken")
            return
        }
        let isSaid =
            kind.hasPrefix("xz") || reason.contains("something else follows the last stream")
        #expect(isSaid, "\(reason)")
    }

    @Test(arguments: ["xz", "bzip2"])
    func `a single wrong bit anywhere is found, in data and in checks`(kind: String) throws {
        let text = "a;b\n1;2\n3;4\n"
        let good = try compressed(text, by: kind)
        let content = try read(good).records
        // Before that stands what tells the kind.
        for index in 6..<good.count {
            for bit in [UInt8(1), 4, 0x80] {
                var damaged = good
                damaged[index] ^= bit
                // A flipped bit is either found or was one without meaning; xz has none of those.
                var seen: [SeenRecord]?
                let found = error { seen = try read(damaged).records }
                if kind == "bzip2", let seen, seen == content { continue }
                #expect(rule(found) == "compression", "byte \(index), bit \(bit)")
                let second = error { _ = try read(good + damaged) }
                #expect(rule(second) == "compression", "second stream: byte \(index), bit \(bit)")
            }
        }
        // What tells the kind, where it must stand once more.
        for index in 0..<6 where kind == "xz" || index != 3 {
            var damaged = good
            damaged[index] ^= 4
            #expect(rule(error { _ = try read(good + damaged) }) == "compression", "byte \(index)")
        }
    }

    @Test func `an xz file may ask for as much memory as the strongest preset does`() throws {
        let strongest = try compress("a;b\n1;2\n", with: "xz", ["-9e"])
        #expect(try read(strongest).records.count == 1)
        // `xz --lzma2=dict=1536MiB` of a line: compressing it would take 16 GiB.
        let hungry: [UInt8] = [
            0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00, 0x04, 0xE6, 0xD6, 0xB4, 0x46,
            0x02, 0x00, 0x21, 0x01, 0x25, 0x00, 0x00, 0x00, 0x3B, 0x78, 0x7B, 0x41,
            0x01, 0x00, 0x03, 0x61, 0x3B, 0x62, 0x0A, 0x00, 0xC4, 0xDF, 0x87, 0x52,
            0xCE, 0x31, 0x0F, 0x7E, 0x00, 0x01, 0x1C, 0x04, 0x6F, 0x2C, 0x9C, 0xC1,
            0x1F, 0xB6, 0xF3, 0x7D, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5A,
        ]
        guard case .unreadable("compression", let reason, _, _)? = error({ _ = try read(hungry) })
        else {
            Issue.record("it is read")
            return
        }
        #expect(reason.contains("it needs 1537 MiB of memory"))
    }

    @Test func `a frame that wants more memory than it may have is refused, and told why`() throws {
        func frame(window: UInt8) -> [UInt8] {
            let content = Array("a;b\n1;2\n".utf8)
            // Magic number, no flags, the window, and one raw block, the last (RFC 8878, 3.1.1).
            return [0x28, 0xB5, 0x2F, 0xFD, 0x00, window, UInt8(content.count << 3 | 1), 0, 0]
                + content
        }
        // 8 MiB, as `zstd -19` asks for, and the next larger one there is: 9 MiB.
        #expect(try read(frame(window: 13 << 3)).records.map(\.fields) == [["1", "2"]])
        guard
            case .unreadable("compression", let reason, _, _)? = error({
                _ = try read(frame(window: 13 << 3 | 1))
            })
        else {
            Issue.record("it is read")
            return
        }
        #expect(reason.contains("window of more than 8 MiB"))
    }

    @Test func `the way back into a long file gives signs of life`() throws {
        let text = "a;b\n" + String(repeating: "1;2\n", count: 100_000)
        var beats = 0
        let format = FormatSpec(kind: .csv(CSVDialect(delimiter: UInt8(ascii: ";"))))
        let position = ReadPosition(byteOffset: 4 + 4 * 90_000, line: 90_002, records: 90_000)
        _ = try openRecordReader(
            path: scratch.write(zstd(text), to: "long"), format: format, wanted: [], from: position,
            onProgress: { beats += 1 })
        #expect(beats >= 5)
    }

    @Test func `an empty compressed file is an empty file`() throws {
        for kind in Self.kinds {
            let found = error { _ = try read(try compressed("", by: kind)) }
            #expect(rule(found) == "empty", "\(kind)")
        }
    }

    @Test func `a missing file is the machine's fault`() {
        #expect(
            error {
                _ = try Reading(scratch.path + "/no-such", FormatSpec(kind: .jsonLines))
            }.map { if case .system = $0 { true } else { false } } == true)
    }
}
