extension FormatError {
    private static let mark = "; the file has "

    /// What of the file's own text shows that something is wrong with it, as the end of a reason.
    ///
    /// It goes to the partner, in the receipt, and to the operator who asks. The journal hears only
    /// of what stands before it: where a file has no header, its first row is taken for one.
    package static func evidence(_ text: String) -> String { mark + text }

    /// A reason without the evidence that it may hold: fit for the journal.
    package static func withoutEvidence(_ reason: String) -> String {
        var end = reason.startIndex
        while end < reason.endIndex, !reason[end...].hasPrefix(mark) {
            end = reason.index(after: end)
        }
        return String(reason[..<end])
    }
}
