/// What the sample tells of one column.
package struct ColumnFinding: Sendable {
    /// From 1.
    package var number: Int
    /// As it stands in the file; a pointer in JSON Lines; nil where there is none.
    package var header: String?
    /// The normalized field's name.
    package var field = ""
    package var type = ColumnType.string
    /// strptime's; nil for ISO 8601.
    package var format: String?
    package var decimal: String?
    package var grouping: String?
    package var nullTexts: [String] = []
    /// Spaces stand around some values.
    package var needsTrim = false
    /// Words for true and false that are not among those taken anyway.
    package var booleanWords: [(word: String, means: Bool)] = []
    /// The few values that there are; nil where there are many.
    package var values: [String]?
    package var rows = 0
    package var filled = 0
    package var distinct = 0
    /// Values that are not of the type.
    package var misfits = 0
    /// What one may doubt, and what one should know.
    package var doubts: [String] = []
    package var notes: [String] = []
    /// What is in each object of an array of them.
    package var inner: [ColumnFinding]?

    package var isNeverEmpty: Bool { rows > 0 && filled == rows }
    package var isUnique: Bool { rows > 0 && distinct == rows }

    /// With those within it, each behind the field's name.
    package var allDoubts: [String] {
        doubts.map { "\(field): \($0)" }
            + (inner ?? []).flatMap { $0.allDoubts.map { "\(field).\($0)" } }
    }

    init(number: Int, header: String?) {
        self.number = number
        self.header = header
    }
}

/// The types of columns, named as the configuration names them.
package enum ColumnType: String, Hashable, Sendable, CaseIterable {
    case string, integer, decimal, number, boolean, date, time, timestamp, json, list
}
