/// A sample read as one JSON document: the array in it whose elements are the records.
struct JSONDocumentTable {
    private let text: [UInt8]
    private let outline: JSONOutline
    private let isLine: Bool

    /// - Parameter isLine: the document stands on one line, as a line of JSON Lines does.
    init(_ text: [UInt8], maximum: Int, isLine: Bool) {
        self.text = text
        self.isLine = isLine
        outline = JSONOutline(text, maximum: maximum)
    }

    func describe(in findings: inout Findings) {
        guard let (array, others) = outline.best else {
            findings.format = .unknown("it is JSON, but there is no array of objects in it")
            return
        }
        findings.format = .json(records: array.pointer)
        var columns = MemberColumns()
        for object in array.objects { columns.add(Array(text[object])) }
        columns.book.describe(in: &findings, reference: MemberColumns.reference)
        // Small lists stand beside most arrays of records: of warnings, of links.
        let rivals = others.filter { $0.bytes * 4 > array.bytes }
        if !rivals.isEmpty {
            findings.doubts.append(
                ("records", "or \(rivals.prefix(3).map(\.pointer).joined(separator: ", "))"))
        }
        if isLine {
            findings.doubts.append(
                ("format", "a single line: as a line of JSON Lines it would be type: jsonl"))
        }
        if array.others > 0 {
            findings.doubts.append(
                ("records", "\(array.others) elements of the array are no objects"))
        }
    }
}
