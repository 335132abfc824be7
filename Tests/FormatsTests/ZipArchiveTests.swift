import Compression
import Foundation
import TestSupport
import Testing

@Suite struct ZipArchiveTests {
    private let scratch = ScratchDirectory("zip")

    private static let text = (0..<20_000).map { "\($0);\($0 * 7919 % 1009)\n" }.joined()

    private func open(_ bytes: [UInt8], most: Int = 100) throws -> ZipArchive {
        try ZipArchive(path: scratch.write(bytes, to: "in.zip"), mostEntries: most)
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

    @Test func `any wrong byte is found, or was one without meaning`() throws {
        let files = ["a.csv": String(Self.text.prefix(400))]
        for good in [try zip("-9", files: files), try zip("-0", files: files)] {
            let whole = try contents(good)
            for index in good.indices {
                for bit in [UInt8(1), 0x20] {
                    var damaged = good
                    damaged[index] ^= bit
                    guard let found = try? contents(damaged) else { continue }
                    #expect(found == whole || found.allSatisfy(\.isEmpty), "byte \(index)")
                }
            }
            for end in good.indices {
                #expect(throws: CompressionError.self) { _ = try contents(Array(good[..<end])) }
            }
            #expect(throws: CompressionError.self) { _ = try contents(good + [0]) }
        }
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

    @Test func `links, directories and encrypted members are told apart`() throws {
        var link = ZipBytes.Member("link", "/etc/passwd")
        link.mode = 0o120_777
        var secret = ZipBytes.Member("secret", "x")
        secret.flags = 1
        var odd = ZipBytes.Member("odd", "x")
        odd.method = 14
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
