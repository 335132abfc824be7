import Mapping
import Vocabulary
import YAML

/// Reads one field of a record.
struct FieldReader {
    let columns: KnownColumns
    let findings: Findings
    /// How many fields with fields of their own it is within.
    var depth = 0

    /// What is wrong is reported, and its default taken.
    func read(_ pair: YAMLPair) -> PlacedField {
        var field = PlacedField(
            spec: FieldSpec(name: pair.key, source: .constant(.null)), key: pair.keySpan,
            whole: SourceSpan(pair.keySpan.start, pair.value.span.end))
        if case .scalar(let scalar) = pair.value.content {
            if pair.value.isNull {
                findings.report(
                    "field \(pair.key.quoted) has no source", hint: "name a column",
                    at: pair.keySpan)
            } else {
                field.spec.source = column(scalar, at: pair.value.span)
            }
            field.options["from"] = pair.value.span
            return field
        }
        let title = "field \(pair.key.quoted)"
        guard
            let section = Section(
                pair.value, as: .field, title: title, at: pair.keySpan, in: findings)
        else { return field }
        for pair in section.pairs {
            field.options[pair.key] = pair.value.isNull ? pair.keySpan : pair.value.span
        }
        readSource(section, title: title, at: pair.keySpan, into: &field.spec)
        if section.has("fields") {
            NestedFieldReader(section: section, title: title, depth: depth).read(into: &field)
            if case .column(let name) = field.spec.source {
                field.spec.source = .column(columns.ofObjects(name))
            }
            return field
        }
        let chosen = section.value("type")?.choice()
        let type = chosen ?? (section.has("sequence") ? "integer" : "string")
        // What a misspelt type allows is not known.
        checkOptions(section, type: chosen == nil && section.has("type") ? nil : type)
        field.spec.type = valueType(type, section)
        TextOptionsReader(section: section).read(into: &field.spec)
        field.spec.disguise = DisguiseReader(section: section).read()
        return field
    }

    private func readSource(
        _ section: Section, title: String, at span: SourceSpan, into spec: inout FieldSpec
    ) {
        let sources = KeyTable.fieldSources.filter { section.has($0) }
        if sources.count > 1, let second = section[sources[1]] {
            findings.report(
                "\(title) has both '\(sources[0])' and '\(sources[1])'", hint: "choose one",
                at: second.keySpan)
            return
        }
        switch sources.first {
        case "from":
            guard let value = section.value("from") else { return }
            if case .sequence = value.node.content {
                value.report("'from' is one column", hint: "write 'coalesce' for a list of them")
                return
            }
            guard let scalar = value.scalar() else { return }
            spec.source = column(scalar, at: value.node.span)
        case "coalesce":
            guard let columns = columnList("coalesce", section) else { return }
            spec.source = .coalesce(columns)
        case "concat":
            guard let columns = columnList("concat", section) else { return }
            let separator = section.value("separator")?.scalar()?.text ?? " "
            spec.source = .concat(columns, separator: separator)
        case "sequence":
            guard let numbering = section.value("sequence")?.choice(FieldSpec.Numbering.self)
            else { return }
            spec.source = .sequence(numbering)
        case "template":
            guard let value = section.value("template"), let text = value.text() else { return }
            spec.source = .template(text)
            for name in Self.columns(ofTemplate: text) {
                if let problem = columns.problem(withReference: name) {
                    findings.report(problem.message, hint: problem.hint, at: value.node.span)
                }
            }
        case "value":
            guard let value = section.value("value"), let constant = constant(value) else { return }
            spec.source = .constant(constant)
            if section.value("type")?.node.text == "string", let text = value.node.text {
                // Asked for as a string, 5 is a text.
                if constant != .null { spec.source = .constant(.text(text)) }
            }
        default:
            // A misspelt source has been reported as an unknown key.
            let isMisspelt = section.pairs.contains { pair in
                KeyTable.field[pair.key] == nil
                    && suggestion(for: pair.key, among: KeyTable.field.supported).map {
                        KeyTable.fieldSources.contains($0)
                    } == true
            }
            if !isMisspelt {
                findings.report(
                    "\(title) has no source",
                    hint: "give it \(KeyTable.fieldSources.map(\.quoted).listed())",
                    at: span)
            }
        }
    }

    /// The names between single braces; a template with other mistakes is the plan's to judge.
    private static func columns(ofTemplate text: String) -> [String] {
        let plain = text.replacing("{{", with: "").replacing("}}", with: "")
        let parts = plain.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        return parts.compactMap { part in
            guard let end = part.firstIndex(of: "}"), end > part.startIndex else { return nil }
            return String(part[..<end])
        }
    }

    /// Two columns or more, none of them twice.
    private func columnList(_ option: String, _ section: Section) -> [ColumnReference]? {
        guard let value = section.value(option), let items = value.items() else { return nil }
        guard items.count > 1 else {
            return value.refuse("needs two columns or more", hint: "for one, write 'from'")
        }
        var columns: [ColumnReference] = []
        for item in items {
            guard let scalar = item.scalar() else { continue }
            let reference: ColumnReference
            switch column(scalar, at: item.node.span) {
            case .column(let name): reference = .name(name)
            case .columnNumber(let number): reference = .number(number)
            default: continue
            }
            if columns.contains(reference) {
                item.report("'\(option)' lists \(scalar.text.quoted) twice")
            } else {
                columns.append(reference)
            }
        }
        return columns
    }

    private func column(_ scalar: YAMLScalar, at span: SourceSpan) -> FieldSpec.Source {
        if scalar.style == .plain, let number = Quantities.digits(scalar.text) {
            if !(1...100_000).contains(number) {
                findings.report(
                    "columns are counted from 1, up to 100000",
                    hint: "quote a name: \"\(scalar.text)\"", at: span)
            } else if let problem = columns.problem(withNumber: Int(number)) {
                findings.report(problem.message, hint: problem.hint, at: span)
            }
            return .columnNumber(Int(clamping: number))
        }
        if scalar.value == .number {
            findings.report(
                "a column's number is a whole number from 1, not \(scalar.text)",
                hint: "quote a name: \"\(scalar.text)\"", at: span)
        } else if scalar.text.isEmpty {
            findings.report("a column's name is empty", at: span)
        } else if let problem = columns.problem(withName: scalar.text) {
            findings.report(problem.message, hint: problem.hint, at: span)
        }
        return .column(scalar.text)
    }

    /// A YAML scalar as it goes into JSON.
    private func constant(_ value: Value) -> FieldSpec.ConstantValue? {
        guard case .scalar(let scalar) = value.node.content else {
            return value.refuse("must be a single value, not \(value.node.kind)")
        }
        switch scalar.value {
        case .null:
            if scalar.text.isEmpty {
                return value.refuse("has no value", hint: "write null for null")
            }
            return .null
        case .boolean(let flag): return .boolean(flag)
        case .text: return .text(scalar.text)
        case .number:
            guard isJSONNumber(scalar.text) else {
                return value.refuse(
                    "is no number in JSON: \(scalar.text)", hint: "quote a text: \"\(scalar.text)\""
                )
            }
            return .number(scalar.text)
        }
    }

    /// RFC 8259, 6; the text is a number of YAML's core schema already.
    private func isJSONNumber(_ text: String) -> Bool {
        let unsigned = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let whole = unsigned.prefix { $0.isASCII && $0.isNumber }
        guard !whole.isEmpty, whole == "0" || !whole.hasPrefix("0") else { return false }
        let rest = unsigned.dropFirst(whole.count)
        if rest.isEmpty { return true }
        if rest.hasPrefix(".") { return rest.dropFirst().first?.isNumber == true }
        return rest.hasPrefix("e") || rest.hasPrefix("E")
    }

    private func checkOptions(_ section: Section, type: String?) {
        if type == "object" {
            section.value("type")?.report("type 'object' needs 'fields'")
        } else if let pair = section["where"] {
            findings.report("'where' means nothing without 'fields'", at: pair.keySpan)
        }
        let isConstant = section.has("value")
        let isNumbered = section.has("sequence")
        if section.has("separator"), !section.has("concat"), let pair = section["separator"] {
            findings.report("'separator' means nothing without 'concat'", at: pair.keySpan)
        }
        for pair in section.pairs where KeyTable.field[pair.key].map({ !$0.isLater }) == true {
            let isOfSource =
                KeyTable.fieldSources.contains(pair.key)
                || ["type", "separator"].contains(pair.key)
            if isNumbered, !isOfSource {
                findings.report(
                    "\(pair.key.quoted) means nothing beside 'sequence'",
                    hint: "a number is written as it is", at: pair.keySpan)
            } else if isConstant, !isOfSource {
                findings.report(
                    "\(pair.key.quoted) means nothing beside 'value'",
                    hint: "a constant is written as it stands", at: pair.keySpan)
            } else if type == "list", !isOfSource, !["required", "where"].contains(pair.key) {
                findings.report(
                    "\(pair.key.quoted) means nothing for type list",
                    hint: "its elements stay as they are; give it 'fields' for objects",
                    at: pair.keySpan)
            } else if let type, let types = KeyTable.fieldOptionTypes[pair.key],
                !types.contains(type)
            {
                findings.report(
                    "\(pair.key.quoted) is for type \(types.listed()), not \(type)",
                    at: pair.keySpan)
            }
        }
    }

    private func valueType(_ type: String, _ section: Section) -> ValueType {
        let given = section.value("decimal")?.character()
        let mark = given ?? UInt8(ascii: ".")
        let grouping = section.value("grouping")?.character()
        for key in ["decimal", "grouping"] {
            if let value = section.value(key), let byte = value.node.singleByte, isOfNumbers(byte) {
                value.report("'\(key)' can't be a digit, a sign or a letter")
            }
        }
        let isKnown = given != nil || !section.has("decimal")
        if isKnown, grouping == mark, type == "decimal" || type == "number" {
            section.value("grouping")?.report(
                "'grouping' is the decimal mark",
                hint: given == nil ? "give 'decimal' too: decimal: \",\"" : nil)
        }
        let format = section.value("format")?.text()
        switch type {
        case "integer": return .integer(grouping: grouping)
        case "decimal": return .decimal(mark: mark, grouping: grouping)
        case "number": return .number(mark: mark, grouping: grouping)
        case "boolean": return .boolean
        case "date": return .date(format: format)
        case "time": return .time(format: format)
        case "timestamp":
            return .timestamp(format: format, zone: section.value("timezone")?.text())
        case "json": return .json
        case "list": return .list
        default: return .string
        }
    }

    private func isOfNumbers(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension YAMLNode {
    /// A scalar's text.
    fileprivate var text: String? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar.text
    }

    /// The byte, where it is a scalar of one.
    fileprivate var singleByte: UInt8? {
        guard let text, text.utf8.count == 1 else { return nil }
        return text.utf8.first
    }
}
