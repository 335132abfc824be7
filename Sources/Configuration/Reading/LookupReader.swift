import Mapping
import Vocabulary
import YAML

extension KeyTable {
    static let lookup = KeyTable(
        "lookup",
        [
            KeySpec(
                "file", .described("a path below `partners`", as: .text), required: true,
                "The table, a CSV file in UTF-8 with a header."),
            KeySpec("key", .text, required: true, "The column that the text is looked up in."),
            KeySpec("value", .text, required: true, "The column whose text is taken."),
            KeySpec(
                "otherwise", .described("reject, keep, null or a text", as: .constant),
                default: "reject",
                "What becomes of a text that the table doesn't list."),
            KeySpec("delimiter", .character, default: "\",\"", "What stands between its fields."),
        ])
}

/// Reads a field's `lookup`.
struct LookupReader {
    let field: Section

    /// Nil where there is none, or what is wrong with it has been reported.
    func read() -> FieldSpec.Lookup? {
        guard let lookup = field["lookup"] else { return nil }
        if field.has("map") {
            field.findings.report(
                "\(field.title) has both 'map' and 'lookup'", hint: "choose one",
                at: lookup.keySpan)
        }
        guard let options = field.section("lookup") else { return nil }
        let otherwise =
            options.value("otherwise").flatMap { TextOptionsReader.otherwise($0) } ?? .reject
        let delimiter = options.value("delimiter")?.character() ?? UInt8(ascii: ",")
        guard let file = options.value("file"), let name = file.text(),
            let key = options.value("key"), let keyName = key.text(),
            let value = options.value("value"), let valueName = value.text()
        else { return nil }
        guard let path = TablePath.resolve(name) else {
            return file.refuse(
                "can't be \(name.quoted)",
                hint: "name a .csv file beside the partner's own, or in a folder there")
        }
        let request = TableShelf.Request(
            path: path, key: keyName, value: valueName, delimiter: delimiter)
        switch field.findings.tables.table(request) {
        case .table(let table): return FieldSpec.Lookup(table: table, otherwise: otherwise)
        case .missing: return file.refuse("is missing: there is no \(path)")
        case .noColumn(let column, let columns):
            let place = column == keyName ? key : value
            return place.refuse(
                "is missing: \(path) has no column \(column.quoted)",
                hint: didYouMean(column, among: columns)
                    ?? "it has \(columns.map { $0.printable(limit: 60) }.listed("and"))")
        case .broken: return nil
        }
    }
}
