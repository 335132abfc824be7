import Compression
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct ZipArchiveTests {
    private let scratch = ScratchDirectory("zip")

    private static let text = (0..<20_000).map { "\($0);\($0 * 7919 % 1009)\n" }.joined()

    private func open(_ bytes: [UInt8], most: Int = 100) throws -> ZipArchive {
        // In place: a file that is replaced waits for the disk, and some tests do it thousands of times.
        let path = scratch.path + "/in.zip"
        let file = unsafe Glibc.open(path, O_RDWR | O_CREAT, 0o600)
        defer { close(file) }
        let written = unsafe bytes.withUnsafeBytes {
            unsafe pwrite(file, $0.baseAddress, $0.count, 0)
        }
        #expect(written == bytes.count && ftruncate(file, off_t(bytes.count)) == 0)
        return try ZipArchive(path: path, mostEntries: most)
    }

    private func content(
        _ entry: ZipEntry, of archive: ZipArchive, step: Int = 7000
    ) throws -> [UInt8] {
        let member = try ZipMember(entry, of: archive)
        var content: [UInt8] = []
        var room = [UInt8](repeating: 0, count: step)
        while true {
            let count = try unsafe room.withUnsafeMutableBytes {
                try unsafe member.read(into: $0)
            }
            if count == 0 { return content }
            content += room[..<count]
        }
    }

    private func contents(_ bytes: [UInt8]) throws -> [[UInt8]] {
        let archive = try open(bytes)
        return try archive.entries.map { try content($0, of: archive) }
    }

    /// By the tool that partners use.
    private func zip(_ arguments: String..., files: [String: String]) throws -> [UInt8] {
        let place = "in-\(UUID().uuidString)"
        for (name, text) in files { scratch.write(text, to: "\(place)/\(name)") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.path + "/" + place)
        process.arguments = ["zip", "-q", "-r"] + arguments + ["out.zip", "."]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try Array(Data(contentsOf: URL(fileURLWithPath: scratch.path + "/\(place)/out.zip")))
    }

    /// The text, packed by a tool.
    private func packed(_ tool: String...) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = tool + ["-c", scratch.write(Self.text, to: "text")]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(bytes)
    }

    @Test(arguments: [["-9"], ["-0"], ["-Z", "bzip2"], ["-fz"]])
    func `what zip makes is read: deflate, stored, bzip2, Zip64`(arguments: [String]) throws {
        let bytes = try zip(
            arguments[0], arguments.count > 1 ? arguments[1] : "-X",
            files: ["a.csv": Self.text, "sub/b.csv": "x", "empty.csv": ""])
        for step in [1 << 16, 1 << 20, 333] {
            let archive = try open(bytes)
            let files = archive.entries.filter { $0.kind == .file }
            #expect(files.map { $0.baseName }.count == 3)
            for entry in files {
                let expected =
                    switch String(decoding: entry.baseName, as: UTF8.self) {
                    case "a.csv": Self.text
                    case "b.csv": "x"
                    default: ""
                    }
                #expect(try content(entry, of: archive, step: step) == Array(expected.utf8))
            }
            #expect(archive.entries.contains { $0.kind == .directory })
        }
    }

    /// Name and content of all files; nil where damage was noticed.
    private func taken(_ bytes: [UInt8]) -> [[UInt8]: [UInt8]]? {
        guard let archive = try? open(bytes), !archive.entries.isEmpty else { return nil }
        var files: [[UInt8]: [UInt8]] = [:]
        for entry in archive.entries where entry.isConfirmed && entry.kind != .directory {
            guard entry.kind == .file, let content = try? content(entry, of: archive) else {
                return nil
            }
            files[entry.name] = content
        }
        return archive.entries.allSatisfy(\.isConfirmed) ? files : nil
    }

    @Test(arguments: ["-9", "-0", "-fd", "-fz"])
    func `no member is lost, renamed or changed in silence by damage`(argument: String) throws {
        let good = try zip(
            argument, "-X",
            files: ["no.csv": String(Self.text.prefix(90)), "sub/o.csv": "1;2\n", "empty.csv": ""])
        let whole = try #require(taken(good))
        #expect(whole.count == 3)
        func judge(_ damaged: [UInt8], _ what: String) {
            guard let files = taken(damaged) else { return }
            #expect(files == whole, "\(what)")
        }
        for index in good.indices {
            for bit in 0..<8 {
                var damaged = good
                damaged[index] ^= 1 << bit
                judge(damaged, "byte \(index), bit \(bit)")
            }
            #expect(taken(Array(good[..<index])) == nil, "cut to \(index)")
        }
        var random = SeededGenerator(seed: 20_261_125)
        for round in 0..<400 {
            var damaged = good
            let start = Int.random(in: 0..<good.count, using: &random)
            let end = min(good.count, start + [1, 2, 4, 16, 64].randomElement(using: &random)!)
            let noise = (start..<end).map { _ in UInt8.random(in: 0...255, using: &random) }
            let kind = Int.random(in: 0..<5, using: &random)
            switch kind {
            case 0: damaged.replaceSubrange(start..<end, with: repeatElement(0, count: end - start))
            case 1: damaged.replaceSubrange(start..<end, with: noise)
            case 2: damaged.removeSubrange(start..<end)
            case 3: damaged.insert(contentsOf: noise, at: start)
            default: damaged.insert(contentsOf: good[start..<end], at: start)
            }
            judge(damaged, "round \(round): kind \(kind), \(start)..<\(end)")
        }
        #expect(taken(good + [0]) == nil)
    }

    @Test func `what is newer than deflate is read: LZMA, zstd, xz`() throws {
        let text = Array(Self.text.utf8)
        let alone = try packed("xz", "--format=lzma")
        var compressor = ZstdCompressor()
        let zstd = compressor.compress(text)
        // What LZMA begins with in a file of its own, and in an archive.
        let lzma = [9, 20, 5, 0] + alone[..<5] + alone[13...]
        for (method, packed) in try [(14, lzma), (93, zstd), (95, packed("xz"))] {
            var member = ZipBytes.Member("a", Self.text)
            member.method = UInt16(method)
            member.flags = method == 14 ? 2 : 0
            member.packed = packed
            #expect(try contents(ZipBytes([member]).bytes) == [text], "method \(method)")
            for damaged in [Array(packed.dropLast(9)), packed + [0], Array(packed.prefix(6)), []] {
                member.packed = damaged
                #expect(throws: CompressionError.self, "method \(method)") {
                    try contents(ZipBytes([member]).bytes)
                }
            }
        }
    }

    @Test func `an LZMA member may ask for as much memory as an xz file may`() throws {
        var member = ZipBytes.Member("a", "x")
        member.method = 14
        member.packed = [9, 20, 5, 0, 0x5D, 0, 0, 0, 0x60] + [UInt8](repeating: 0, count: 20)
        guard
            case .corrupt(let reason, _)? = #expect(
                throws: CompressionError.self,
                performing: { try contents(ZipBytes([member]).bytes) })
        else { return }
        #expect(reason.contains("MiB of memory"))
    }

    @Test func `a member that says too little or too much of itself is damaged`() throws {
        for claimed in [UInt32(2), 4, 4_000_000_000] {
            var member = ZipBytes.Member("a", "123")
            member.claimedSize = claimed
            #expect(throws: CompressionError.self) { try contents(ZipBytes([member]).bytes) }
        }
        var member = ZipBytes.Member("a", "123")
        member.claimedChecksum = 7
        #expect(throws: CompressionError.self) { try contents(ZipBytes([member]).bytes) }
    }

    @Test func `more entries than allowed are refused before they are read`() throws {
        let archive = ZipBytes((0..<5).map { ZipBytes.Member("\($0)") })
        #expect(try open(archive.bytes, most: 5).entries.count == 5)
        #expect(throws: CompressionError.self) { try open(archive.bytes, most: 4) }
    }

    @Test func `a comment that looks like the end is none`() throws {
        var archive = ZipBytes([ZipBytes.Member("a", "1")])
        archive.comment = ZipBytes([]).bytes + [1]
        #expect(try contents(archive.bytes) == [[0x31]])
    }

    @Test func `what stands behind the archive is said to stand there`() throws {
        let whole = try zip(files: ["a.csv": "1;2\n"])
        guard
            case .corrupt(let reason, _)? = #expect(
                throws: CompressionError.self, performing: { try open(whole + Array("\r\n".utf8)) })
        else { return }
        #expect(reason == "2 bytes stand behind the zip archive's end")
    }

    @Test func `links, directories and encrypted members are told apart`() throws {
        var link = ZipBytes.Member("link", "/etc/passwd")
        link.mode = 0o120_777
        var secret = ZipBytes.Member("secret", "x")
        secret.flags = 1
        var odd = ZipBytes.Member("odd", "x")
        odd.method = 98
        let archive = try open(
            ZipBytes([link, ZipBytes.Member("d/"), secret, odd, ZipBytes.Member("d\\e", "x")])
                .bytes)
        #expect(archive.entries.map(\.kind) == [.special, .directory, .file, .file, .file])
        #expect(archive.entries.map(\.isEncrypted) == [false, false, true, false, false])
        #expect(archive.entries[4].baseName == Array("e".utf8))
        for index in [2, 3] {
            #expect(throws: CompressionError.self) {
                try content(archive.entries[index], of: archive)
            }
        }
    }
}
