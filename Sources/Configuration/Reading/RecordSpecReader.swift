import Mapping
import Vocabulary
import YAML

extension KeyTable {
    static let record = KeyTable(
        "a record",
        [
            KeySpec("entity", .text, required: true, "What a record is: `customer`, `order`."),
            KeySpec(
                "key", .list(of: .text), required: true,
                "The fields that tell one entity from another, in order: `[customer_id]`."),
            KeySpec(
                "each", .either([.text, .integer(1...100_000)]),
                "The column of an array: a record is made of each of its elements."),
            KeySpec(
                "fields", fields,
                required: true, "The normalized record's fields; a dot in a name nests."),
            KeySpec(
                "where", .described("conditions on the source's columns", as: .conditions),
                "Records that don't match are filtered, and counted."),
            KeySpec(
                "jq", .described("a jq program", as: .text),
                "What becomes of the record at last, in jq's language."),
            KeySpec(
                "unique", .list(of: .text),
                "Fields in which no two records of a file may be alike."),
        ])

    /// The fields of a record, or of a field; a column alone is short for `from`.
    static let fields = ValueShape.map(
        of: .either([.described("a column", as: .column), .section(field)]), named: .field)
}

/// What `record` says, and where each part of it stands.
struct PlacedRecord {
    var spec: RecordSpec
    var fields: [String: PlacedField] = [:]
    /// Where each name of the key stands.
    var keyPlaces: [SourceSpan] = []
    /// Where the filter's subjects stand.
    var filterPlaces: [String: SourceSpan] = [:]
    /// Where the program stands.
    var program: PlacedProgram?
    /// Where what is asked by `unique` stands.
    var uniqueSpan: SourceSpan?
    /// Where the key `record` stands.
    var span: SourceSpan
    /// From there to its end.
    var whole: SourceSpan

    var fieldNames: [String] { spec.fields.map(\.name) }

    /// Whether an element of `each` is asked for itself, as a value, not only its members.
    var asksForElement: Bool {
        filterPlaces["."] != nil
            || spec.fields.contains { field in
                switch field.source {
                case .column(let name): name == "." && field.nested == nil
                case .coalesce(let columns), .concat(let columns, _): columns.contains(.name("."))
                case .template(let text): text.contains("{.}")
                case .columnNumber, .constant, .sequence: false
                }
            }
    }

    /// What is said of a name that the record can't have.
    /// - Parameter which: the record's name, where there are others.
    func lacks(_ name: String, which: String? = nil) -> String {
        let which = which.map { " \($0.quoted)" } ?? ""
        let other = spec.program == nil ? "" : ", and its jq program doesn't mention it"
        return "the record\(which) has no field \(name.quoted)\(other)"
    }
}

/// Reads a feed's `record`.
struct RecordSpecReader {
    let columns: KnownColumns
    let findings: Findings

    /// More records than this are not made of one, not counting the elements of arrays.
    static let mostRecords = 20

    /// One record or, of a list, several. What is wrong is reported, and left out.
    func read(_ feed: Section) -> [PlacedRecord] {
        let span =
            feed["record"]?.keySpan ?? feed.pairs.first?.keySpan ?? SourceSpan(.start, .start)
        guard let pair = feed["record"] else {
            return [PlacedRecord(spec: Self.none, span: span, whole: span)]
        }
        guard case .sequence(let nodes) = pair.value.content else {
            return [read(pair.value, title: "'record'", at: pair.keySpan)]
        }
        if nodes.isEmpty || nodes.count > Self.mostRecords {
            findings.report(
                nodes.isEmpty
                    ? "'record' is empty"
                    : "'record' lists \(nodes.count) records, more than \(Self.mostRecords)",
                at: pair.keySpan)
        }
        if nodes.isEmpty { return [PlacedRecord(spec: Self.none, span: span, whole: span)] }
        return nodes.map { read($0, title: "a record", at: $0.firstKeySpan) }
    }

    private static let none = RecordSpec(entity: "", key: [], fields: [])

    private func read(_ node: YAMLNode, title: String, at span: SourceSpan) -> PlacedRecord {
        var record = PlacedRecord(
            spec: Self.none, span: span, whole: SourceSpan(span.start, node.span.end))
        guard
            let section = Section(node, as: .record, title: title, at: span, in: findings)
        else { return record }
        if let value = section.value("entity"), let entity = value.text() {
            record.spec.entity = entity
            if entity.unicodeScalars.count > 64 {
                value.report("'entity' has more than 64 characters")
            }
        }
        let columns = readEach(section, into: &record)
        if let value = section.value("fields") {
            let placed = FieldsReader(columns: columns, findings: findings).read(value)
            record.spec.fields = placed.specs
            record.fields = placed.byName
        }
        if let value = section.value("jq"), let text = value.text() {
            record.spec.program = text
            record.program = PlacedProgram(text: text, span: value.node.span)
        }
        if let value = section.value("key") { readKey(value, into: &record) }
        if let value = section.value("unique") {
            record.spec.unique = fieldList(value, "unique", in: record).map(\.name)
            record.uniqueSpan = value.node.span
        }
        if let pair = section["where"] {
            let placed = ConditionReader(findings: findings).read(pair) {
                columns.problem(withReference: $0)
            }
            record.spec.filter = placed?.condition
            record.filterPlaces = placed?.places ?? [:]
        }
        if let each = record.spec.each, !record.asksForElement {
            record.spec.each = self.columns.ofObjects(each)
        }
        return record
    }

    /// The columns that the record's fields may name.
    private func readEach(_ section: Section, into record: inout PlacedRecord) -> KnownColumns {
        guard let value = section.value("each"), let name = value.scalar()?.text else {
            return columns
        }
        if name.isEmpty || name == "." || name.hasPrefix("./") {
            value.report("'each' must be a column of the source, not \(name.quoted)")
            return .each(columns)
        }
        if let problem = columns.problem(withReference: name) {
            value.report(problem.message, hint: problem.hint)
        }
        record.spec.each = name
        return .each(columns)
    }

    private func readKey(_ value: Value, into record: inout PlacedRecord) {
        let fields = fieldList(value, "key", in: record)
        record.spec.key = fields.map(\.name)
        record.keyPlaces = fields.map(\.place)
    }

    /// Names of the record's fields, none of them twice; what is wrong with one is reported.
    private func fieldList(
        _ value: Value, _ option: String, in record: PlacedRecord
    ) -> [(name: String, place: SourceSpan)] {
        guard let items = value.items() else { return [] }
        if items.isEmpty {
            value.report("'\(option)' is empty", hint: "name one or more of the fields")
        }
        var fields: [(name: String, place: SourceSpan)] = []
        for item in items {
            guard let name = item.text() else { continue }
            if fields.contains(where: { $0.name == name }) {
                item.report("'\(option)' lists \(name.quoted) twice")
            } else if record.spec.fields.isEmpty {
                // That there are none has been reported.
                continue
            } else if !record.spec.canHave(name) {
                item.report(
                    record.lacks(name), hint: didYouMean(name, among: record.fieldNames))
            } else {
                fields.append((name, item.node.span))
            }
        }
        return fields
    }
}

extension SourcePlace {
    static let start = SourcePlace(line: 1, column: 1)
}
