package import Vocabulary

/// Reads one file from a position to its end, a block of records at a time, in bounded memory.
///
/// A reader belongs to one thread at a time. What is wrong with a record is a fault in the block;
/// only what ends the whole file is thrown.
package protocol RecordReader: AnyObject {
    /// The columns by their name, in the order of the file: CSV's header or configured names; for
    /// JSON Lines the wanted names and pointers. Known after `init`.
    var columns: [String] { get }

    /// The 0-based physical position of each wanted column, in the order in which they were wanted;
    /// nil where the file has no such column.
    var bindings: [Int?] { get }

    /// Clears `block` and fills it with the next records; false when there are none left.
    /// A block ends at a record boundary, and `block.end` is where to go on after a crash.
    func read(into block: RecordBlock) throws(FormatError) -> Bool

    /// The last of the records that stand at the file's end and are no data, as it stands there:
    /// CSV's footer, fixed width's trailer. Known once `read` has given false.
    var trailer: [UInt8]? { get }
}

extension RecordReader {
    package var trailer: [UInt8]? { nil }
}

/// What ends the reading of a file: the file is at fault, or the machine is.
package enum FormatError: Error, Hashable, Sendable {
    /// The file can't be read as configured; trying again won't help. Quarantine it.
    /// `rule` is `header`, `compression`, `encoding`, `expansion`, `empty`, …
    case unreadable(rule: String, reason: String, line: Int64?, byteOffset: Int64?)
    /// The device or the kernel failed; trying again may help.
    case system(String)

    /// A document has nothing in it, where there should at least be an array or an element.
    static let emptyDocument = FormatError.unreadable(
        rule: "empty", reason: "the file is empty", line: nil, byteOffset: nil)
}
