import Glibc
import JSON
import Platform
import Vocabulary

/// The records taken, a JSON line each. A batch's lines are appended in one write.
final class ReceiveLog: Sendable {
    private let file: FileDescriptor

    init(_ path: String) throws(SystemError) {
        file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_APPEND)
    }

    func write(_ taken: [ReceiveCore.Taken], of batch: ReceivedBatch, key: String) {
        guard !taken.isEmpty else { return }
        var rest = Array(#","batch":"#.utf8)
        JSONValue.write(batch.batch, into: &rest)
        rest += #","key":"#.utf8
        JSONValue.write(key, into: &rest)
        rest += #","contract":"#.utf8
        JSONValue.write(batch.contract, into: &rest)
        rest += "}\n".utf8
        var lines: [UInt8] = []
        for record in taken {
            lines += #"{"id":"#.utf8
            JSONValue.write(batch.records[record.index].id, into: &lines)
            lines += #","sha256":""#.utf8
            lines += record.digest.hexadecimal.utf8
            lines.append(UInt8(ascii: "\""))
            lines += rest
        }
        let problem: SystemError? = unsafe lines.withUnsafeBytes { bytes in
            do throws(SystemError) {
                unsafe try file.writeAll(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let problem {
            receiveWarning("hopperctl receive: the log: \(problem)")
            exit(3)
        }
    }
}
