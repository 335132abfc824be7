import Foundation
import TestSupport

/// The library of `Tests/Faults`, loaded before a program: makes a device fail under its files, or
/// kills it, at a chosen call.
struct FaultyDevice {
    enum Kind: String, CaseIterable {
        /// The device is broken.
        case broken = "EIO"
        /// It has no room.
        case full = "ENOSPC"
        /// The program is killed there.
        case kill = "KILL"
    }

    let kind: Kind
    private let board: String

    /// Built once for all tests.
    private static let library = Result { try build() }
    private static let scratch = ScratchDirectory("hopper-faults")

    init(_ kind: Kind, in scratch: ScratchDirectory) {
        self.kind = kind
        board = scratch.write([UInt8](repeating: 0, count: 16), to: "fault-board")
    }

    /// What a program must be started with.
    /// - Parameters:
    ///   - first: the number of the call, from 1.
    ///   - count: how many fail from there on.
    ///   - path: what is in the paths of the files that count. SQLite's index of the log does not
    ///     (it is made anew from the log), nor who holds the lock: neither need be kept.
    func environment(
        at first: UInt64, for count: UInt64 = 1, path: String
    ) throws -> [String: String] {
        // What is loaded into the tests themselves is loaded into the program, too.
        let loaded = ProcessInfo.processInfo.environment["LD_PRELOAD"].map { ":\($0)" } ?? ""
        return [
            "LD_PRELOAD": try Self.library.get() + loaded, "HOPPER_FAULT_KIND": kind.rawValue,
            "HOPPER_FAULT_AT": "\(first)", "HOPPER_FAULT_FOR": "\(count)",
            "HOPPER_FAULT_PATH": path, "HOPPER_FAULT_BUT": "-shm:.lock",
            "HOPPER_FAULT_BOARD": board,
        ]
    }

    /// Calls that were counted since it was made, and how many of them failed, in all programs.
    var seen: (calls: UInt64, failed: UInt64) {
        let bytes = [UInt8](FileManager.default.contents(atPath: board) ?? Data())
        func number(_ range: Range<Int>) -> UInt64 {
            bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        return bytes.count == 16 ? (number(0..<8), number(8..<16)) : (0, 0)
    }

    /// By the C compiler that came with the Swift toolchain.
    private static func build() throws -> String {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Faults/faults.c").path
        let library = scratch.path + "/faults.so"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return library
    }
}
