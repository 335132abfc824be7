import Foundation

/// A file system in an image of its own, whose power can be cut. Needs root.
final class CutDevice {
    enum Kind: String, CaseIterable {
        case ext4
        /// Blocks of 1 KiB, as on a small device.
        case smallBlocks = "ext4, blocks of 1 KiB"
        /// What was not synchronized may come back as anything.
        case writeback = "ext4, data=writeback"
        /// With reflinks, and with delayed logging of all names.
        case xfs

        var format: [String] {
            switch self {
            case .ext4, .writeback: ["mkfs.ext4", "-q", "-F"]
            case .smallBlocks: ["mkfs.ext4", "-q", "-F", "-b", "1024"]
            case .xfs: ["mkfs.xfs", "-q", "-f"]
            }
        }

        var options: String { self == .writeback ? "loop,data=writeback" : "loop" }

        /// Brings the file system in order after a cut, as a boot does.
        var check: [String]? { self == .xfs ? nil : ["e2fsck", "-p"] }
    }

    /// A tool failed that is none of Hopper's.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let kind: Kind
    let mountPoint: String
    private let image: String
    private var isMounted = false

    /// Makes and mounts one of 320 MiB, of which only what is written takes room.
    init(_ kind: Kind, named name: String, below directory: String) throws {
        self.kind = kind
        image = "\(directory)/\(name).img"
        mountPoint = "\(directory)/\(name)"
        try Self.run(["mkdir", mountPoint])
        try Self.run(["truncate", "-s", "320M", image])
        try Self.run(kind.format + [image])
        try mount()
    }

    private func mount() throws {
        try Self.run(["mount", "-o", kind.options, image, mountPoint])
        isMounted = true
    }

    /// The power goes: what the device has by now is all that is left. Everything on it fails from
    /// then on.
    static func cut(_ mountPoint: String) {
        let file = unsafe open(mountPoint, O_RDONLY)
        // FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH, linux/fs.h.
        var flags: UInt32 = 2
        let code = unsafe ioctl(file, 0x8004_587D, &flags)
        precondition(code == 0, "the power of \(mountPoint) can't be cut: errno \(errno)")
        close(file)
    }

    /// Brings all that was written so far to the device, as the kernel does when it sees fit.
    func synchronize() { try? Self.run(["sync", "-f", mountPoint]) }

    /// The machine starts again: nobody may have a file of it open any more.
    func restart(checking: Bool) throws {
        try unmount()
        // It gives 1 for what it has mended.
        if checking, let check = kind.check { try Self.run(check + [image], atMost: 1) }
        try mount()
    }

    func unmount() throws {
        guard isMounted else { return }
        try Self.run(["umount", mountPoint])
        isMounted = false
    }

    static func run(_ words: [String], atMost code: Int32 = 0) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus <= code else {
            throw Failure(
                description: words.joined(separator: " ") + ": "
                    + String(decoding: said, as: UTF8.self))
        }
    }
}
