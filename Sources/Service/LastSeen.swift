import Glibc
import Platform
import Vocabulary

/// What the clock showed when Hopper was last at work, kept in a small file beside the outbox. Only
/// `RetentionClock` asks for it: should it be lost or damaged, nothing is in doubt.
struct LastSeen: Sendable {
    private let directory: String
    private static let name = "last-seen"

    init(in stateDirectory: String) { directory = stateDirectory }

    func read() -> Timestamp? {
        guard let file = try? FileDescriptor.open("\(directory)/\(Self.name)", O_RDONLY) else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe (try? file.read(into: $0)) ?? 0 }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return text.split(separator: "\n").first.flatMap { Int64($0) }.map {
            Timestamp(milliseconds: $0)
        }
    }

    func write(_ instant: Timestamp) {
        // Without room, or on a device that fails, others have more to say about it.
        guard let directory = try? BeneathDirectory(at: directory),
            let file = try? DurableFile(in: directory),
            (try? file.write(Array("\(instant.milliseconds)\n".utf8))) != nil
        else { return }
        try? file.commit(as: Array(Self.name.utf8), in: directory)
    }
}
