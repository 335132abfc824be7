/// How far a file has been read: the place where the next record starts.
///
/// Offsets count decoded bytes (after decompression, after conversion to UTF-8, without the byte
/// order mark), so they mean the same in any format. For a plain UTF-8 file they are file offsets.
package struct ReadPosition: Hashable, Sendable {
    /// Decoded bytes before the next record.
    package var byteOffset: Int64
    /// The 1-based physical line on which the next record starts.
    package var line: Int64
    /// Records read so far; the next record's number is one more.
    package var records: Int64

    package init(byteOffset: Int64 = 0, line: Int64 = 1, records: Int64 = 0) {
        self.byteOffset = byteOffset
        self.line = line
        self.records = records
    }

    package static let start = ReadPosition()
}
