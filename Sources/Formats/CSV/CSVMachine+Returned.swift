import Vocabulary

/// Rejected rows that the partner has corrected and dropped again.
///
/// Each of them ends with two fields more than it had: its line, and why it was rejected, with the
/// rule in parentheses (`RejectReason`). Where there is a header it names them, and they are columns
/// that nobody asks for. Where there is none, they are known by what they look like.
extension CSVMachine {
    func isReturned(fields: Range<Int>, in block: RecordBlock) -> Bool {
        guard takesReturnedRows, let width, fields.count == width + 2 else { return false }
        let line = unsafe bytes(of: block.fields[fields.upperBound - 2], in: block)
        let reason = unsafe bytes(of: block.fields[fields.upperBound - 1], in: block)
        return unsafe !line.isEmpty && line.count < 20 && line.allSatisfy { 0x30...0x39 ~= $0 }
            && RejectReason.isOne(reason)
    }

    private func bytes(
        of field: FieldSpan, in block: RecordBlock
    ) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(
            start: block.bytes + Int(field.start), count: Int(field.length))
    }
}
