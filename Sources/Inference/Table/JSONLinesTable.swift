import JSON

/// A sample read as JSON Lines: each member, those within members too, is a column.
struct JSONLinesTable {
    private var order: [String] = []
    private var columns: [String: ColumnValues] = [:]
    /// Members that hold arrays, or objects whose members differ too much to be columns.
    private var structures: Set<String> = []
    private var rows = 0
    private var broken = 0

    private static let columnLimit = 500
    private static let depthLimit = 6

    init(_ text: [UInt8], isWhole: Bool, maximum: Int) {
        var lines = text.split(
            maxSplits: maximum, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        if !isWhole || lines.count > maximum { _ = lines.popLast() }
        for line in lines {
            guard let value = try? JSONValue.parse(Array(line)), case .object(let members) = value
            else {
                broken += 1
                continue
            }
            add(members, below: "", depth: 0)
            rows += 1
            for path in order where columns[path].map({ $0.rows < rows }) == true {
                columns[path]?.addAbsent()
            }
        }
    }

    private mutating func add(_ members: [JSONValue.Member], below path: String, depth: Int) {
        for member in members {
            let name = member.name.split(separator: "~", omittingEmptySubsequences: false)
                .joined(separator: "~0").split(separator: "/", omittingEmptySubsequences: false)
                .joined(separator: "~1")
            let pointer = path + "/" + name
            switch member.value {
            case .object(let inner) where depth < Self.depthLimit && !inner.isEmpty:
                add(inner, below: pointer, depth: depth + 1)
            case .object, .array:
                structures.insert(pointer)
                add(Array(member.value.serialized().utf8), to: pointer)
            case .null: add([], to: pointer)
            case .boolean(let flag): add(Array((flag ? "true" : "false").utf8), to: pointer)
            case .number(let digits): add(Array(digits.utf8), to: pointer)
            case .string(let text): add(Array(text.utf8), to: pointer)
            }
        }
    }

    private mutating func add(_ cell: [UInt8], to pointer: String) {
        if columns[pointer] == nil {
            guard order.count < Self.columnLimit else { return }
            order.append(pointer)
            var values = ColumnValues(number: order.count, header: pointer)
            for _ in 0..<rows { values.addAbsent() }
            columns[pointer] = values
        }
        // A member that stands twice counts once.
        guard columns[pointer].map({ $0.rows == rows }) == true else { return }
        columns[pointer]?.add(cell)
    }

    func describe(in findings: inout Findings) {
        findings.format = .jsonLines
        let table = TableAnalysis(order.compactMap { columns[$0] }, locale: Locale(), dots: true)
        findings.columns = table.columns.map { column in
            var column = column
            let pointer = order[column.number - 1]
            if structures.contains(pointer) {
                column.type = .json
                (column.values, column.nullTexts) = (nil, [])
            }
            column.header = Self.reference(pointer)
            return column
        }
        findings.key = table.key
        findings.keyDoubt = table.keyDoubt
        findings.rows = rows
        if broken > 0 {
            findings.doubts.append(
                ("format", "\(broken) of \(rows + broken) lines are no JSON objects"))
        }
        if order.count == Self.columnLimit {
            findings.doubts.append(
                ("fields", "only the first \(Self.columnLimit) members are listed"))
        }
    }

    /// A member by its name, where a pointer is not needed.
    private static func reference(_ pointer: String) -> String {
        let name = pointer.dropFirst()
        guard !name.isEmpty, !name.contains("/"), !name.contains("~") else { return pointer }
        return String(name)
    }
}
