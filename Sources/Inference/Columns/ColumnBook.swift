/// The columns of records that are not rows: each name is a column from the record on in which it
/// first stands, and empty in those that don't have it.
struct ColumnBook {
    private(set) var order: [String] = []
    private var columns: [String: ColumnValues] = [:]
    /// Columns that hold arrays and objects.
    private(set) var structures: Set<String> = []
    /// What is in the objects of columns that hold arrays of nothing else.
    private(set) var inner: [String: ColumnBook] = [:]
    private var closed: Set<String> = []
    /// Columns that hold arrays of texts and numbers, and those that hold others.
    private var lists: Set<String> = []
    private var others: Set<String> = []
    private(set) var rows = 0
    /// There were more names than are kept.
    private(set) var isFull = false

    static let columnLimit = 500

    var values: [ColumnValues] { order.compactMap { columns[$0] } }

    /// A name that stands twice in a record counts once.
    mutating func add(_ cell: [UInt8], to name: String) {
        if columns[name] == nil {
            guard order.count < Self.columnLimit else {
                isFull = true
                return
            }
            order.append(name)
            var values = ColumnValues(number: order.count, header: name)
            for _ in 0..<rows { values.addAbsent() }
            columns[name] = values
        }
        guard columns[name].map({ $0.rows == rows }) == true else { return }
        columns[name]?.add(cell)
    }

    /// An array of texts and numbers stands in the column, or one of other things.
    mutating func note(list isList: Bool, in name: String) {
        if !isList {
            lists.remove(name)
            others.insert(name)
        } else if !others.contains(name) {
            lists.insert(name)
        }
    }

    mutating func addStructure(_ text: [UInt8], to name: String) {
        structures.insert(name)
        add(text, to: name)
    }

    /// The members of an object in the array that the column holds; its record is ended already.
    mutating func addInner(_ name: String, _ fill: (inout ColumnBook) -> Void) {
        guard structures.contains(name), !closed.contains(name) else { return }
        fill(&inner[name, default: ColumnBook()])
    }

    /// The column holds other things than objects, too.
    mutating func closeInner(_ name: String) {
        inner[name] = nil
        closed.insert(name)
    }

    mutating func endRecord() {
        rows += 1
        for name in order where columns[name].map({ $0.rows < rows }) == true {
            columns[name]?.addAbsent()
        }
    }

    /// What the columns are, by the field names that their paths suggest.
    ///
    /// - Parameter reference: how a feed names the column.
    func columns(reference: (String) -> String) -> [ColumnFinding] {
        TableAnalysis(values, locale: Locale(), dots: true).columns.map { column in
            var column = column
            let name = order[column.number - 1]
            if structures.contains(name) {
                column.type = lists.contains(name) && holdsArrays(name) ? .list : .json
                (column.values, column.nullTexts, column.doubts) = (nil, [], [])
                if holdsArrays(name), let inner = inner[name] {
                    column.inner = inner.columns(reference: reference)
                }
            }
            column.header = reference(name)
            return column
        }
    }

    /// There is an array wherever there is something.
    private func holdsArrays(_ name: String) -> Bool {
        let isArray = columns[name]?.order.allSatisfy { $0.first ?? 0x5B == 0x5B } == true
        return isArray && !order.contains { $0.hasPrefix(name + "/") }
    }

    func describe(in findings: inout Findings, reference: (String) -> String) {
        findings.take(columns(reference: reference), values)
        findings.rows = rows
        if isFull {
            findings.doubts.append(
                ("fields", "only the first \(Self.columnLimit) columns are listed"))
        }
    }
}
