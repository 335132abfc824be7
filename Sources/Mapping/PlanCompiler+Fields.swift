import Regex
import TimeZones
import Vocabulary

extension PlanCompiler {
    mutating func compile(_ field: FieldSpec, at index: Int, into op: inout FieldOp) {
        let place = PlanError.Place.field(index: index, name: field.name)
        compileSource(field, place, &op)
        compileType(field.type, place, &op)
        op.steps = TableRange(first: Int32(tables.steps.count), count: Int32(field.apply.count))
        tables.steps += field.apply.map { TextStepOp($0) }
        if !field.apply.isEmpty { op.options.insert(.apply) }
        compileNulls(field, &op)
        if field.required { op.options.insert(.required) }
        if let text = field.defaultText {
            op.options.insert(.defaultText)
            op.defaultText = tables.intern(text)
        }
        compileChecks(field, place, &op)
        if let separator = field.split {
            if separator.isEmpty { report(place, "split", "the text to split at is empty") }
            op.options.insert(.split)
            op.separator = tables.intern(separator)
        } else if op.source == .concat {
            // The columns have gone through the steps by then, one by one.
            op.options.remove(.apply)
        }
        compileLookup(field, place, &op)
        compileDisguise(field, place, &op)
        let work: FieldOptions = [
            .apply, .nullTexts, .map, .oneOf, .match, .length, .split, .disguised, .lookup,
        ]
        if op.type == .string, op.options.isDisjoint(with: work) { op.options.insert(.plain) }
        if let nested = field.nested { compile(nested, of: field, at: index, into: &op) }
    }

    private mutating func compileSource(
        _ field: FieldSpec, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        switch field.source {
        case .column(let name):
            if name.isEmpty { report(place, "from", "the column's name is empty") }
            op.column = column(.name(name))
        case .columnNumber(let number):
            if number < 1 { report(place, "from", "columns are counted from 1") }
            op.column = column(.number(number))
        case .constant: op.source = .constant
        case .template(let template):
            op.source = .template
            compileTemplate(template, place, &op)
        case .coalesce(let columns):
            op.source = .coalesce
            compileColumns(columns, "coalesce", place, &op)
        case .concat(let columns, let separator):
            op.source = .concat
            compileColumns(columns, "concat", place, &op)
            let joint = tables.intern(separator)
            extend(&op) { $0.joint = joint }
        case .sequence(let numbering):
            op.source = .sequence
            extend(&op) { $0.countsFeed = numbering == .feed }
        }
    }

    /// `{NAME}` is a column, `{{` and `}}` are braces.
    private mutating func compileTemplate(
        _ template: String, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        var segments: [TemplateSegment] = []
        var literal: [UInt8] = []
        var rest = Array(template.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "{") where rest.first == byte,
                UInt8(ascii: "}") where rest.first == byte:
                literal.append(byte)
                rest.removeFirst()
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")), end > rest.startIndex else {
                    report(place, "template", "a { needs a column's name and a }; {{ is a brace")
                    return
                }
                if !literal.isEmpty {
                    segments.append(
                        TemplateSegment(column: -1, literal: tables.intern(literal)))
                    literal = []
                }
                let name = String(decoding: rest[..<end], as: UTF8.self)
                segments.append(
                    TemplateSegment(
                        column: column(Self.reference(name)), literal: ArenaRange()))
                rest = rest[(end + 1)...]
            case UInt8(ascii: "}"):
                report(place, "template", "a } without its {; }} is a brace")
                return
            default: literal.append(byte)
            }
        }
        if !literal.isEmpty {
            segments.append(TemplateSegment(column: -1, literal: tables.intern(literal)))
        }
        if !segments.contains(where: { $0.column >= 0 }) {
            report(place, "template", "it names no column; use `value` for a constant")
        }
        op.segments = TableRange(
            first: Int32(tables.segments.count), count: Int32(segments.count))
        tables.segments += segments
    }

    private mutating func compileType(
        _ type: ValueType, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        switch type {
        case .string: op.type = .string
        case .integer(let grouping):
            op.type = .integer
            compileMarks(nil, grouping, place, &op)
        case .decimal(let mark, let grouping):
            op.type = .decimal
            compileMarks(mark, grouping, place, &op)
        case .number(let mark, let grouping):
            op.type = .number
            compileMarks(mark, grouping, place, &op)
        case .boolean: op.type = .boolean
        case .date(let format):
            op.type = .date
            compileFormat(format, place, &op)
        case .time(let format):
            op.type = .time
            compileFormat(format, place, &op)
        case .timestamp(let format, let zone):
            op.type = .timestamp
            compileFormat(format, place, &op)
            guard let zone else { return }
            do throws(IANAZone.Unknown) {
                let found = try IANAZone(zone)
                op.zone = Int32(tables.zones.count)
                tables.zones.append(found)
            } catch {
                report(place, "timezone", error.message)
            }
        case .json: op.type = .json
        case .list: op.type = .list
        }
    }

    private mutating func compileMarks(
        _ mark: UInt8?, _ grouping: UInt8?, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        for (byte, option) in [(mark, "decimal"), (grouping, "grouping")] {
            guard let byte else { continue }
            if byte &- 0x30 < 10 || byte >= 0x80 || byte < 0x20 || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "+")
            {
                report(place, option, "it must be one character that can't be part of the digits")
            }
        }
        if let mark, mark == grouping {
            report(place, "grouping", "it is the same as the decimal mark")
        }
        op.mark = mark ?? 0
        op.grouping = grouping ?? 0
    }

    private mutating func compileFormat(
        _ format: String?, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        guard let format else {
            op.layout = .iso
            return
        }
        do throws(StrptimeFormat.Problem) {
            let parsed = try StrptimeFormat(format)
            if op.type != .time, !parsed.saysDate {
                report(place, "format", "it must say the year, the month and the day")
            }
            if op.type == .time, !parsed.saysTime {
                report(place, "format", "it must say the hour")
            }
            op.format = TableRange(
                first: Int32(tables.formats.count), count: Int32(parsed.elements.count))
            tables.formats += parsed.elements
            op.layout = DateLayout(parsed)
        } catch {
            report(place, "format", error.message)
        }
    }

    private mutating func compileNulls(_ field: FieldSpec, _ op: inout FieldOp) {
        let texts = field.nullTexts ?? [""]
        if texts.contains("") || field.type != .string { op.options.insert(.emptyIsNull) }
        let others = texts.filter { !$0.isEmpty }
        guard !others.isEmpty else { return }
        op.options.insert(.nullTexts)
        op.nulls = tables.addLookup(others.map { ($0, "") })
    }

    private mutating func compileChecks(
        _ field: FieldSpec, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        if let map = field.map {
            if map.isEmpty { report(place, "map", "it lists nothing") }
            op.options.insert(.map)
            op.map = tables.addLookup(
                map.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
            switch field.otherwise {
            case .reject: op.otherwise = .reject
            case .keep: op.otherwise = .keep
            case .null: op.otherwise = .null
            case .text(let text):
                op.otherwise = .text
                op.otherwiseText = tables.intern(text)
            }
        } else if field.otherwise != .reject {
            report(place, "otherwise", "it goes with `map`, which is not there")
        }
        if let oneOf = field.oneOf {
            if oneOf.isEmpty { report(place, "one_of", "it lists nothing") }
            op.options.insert(.oneOf)
            op.oneOf = tables.addLookup(oneOf.map { ($0, "") })
        }
        if let match = field.match, let expression = expression(match, place, "match") {
            op.options.insert(.match)
            op.regex = expression
        }
        compileLength(field, place, &op)
    }

    private mutating func compileLength(
        _ field: FieldSpec, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        guard field.minLength != nil || field.maxLength != nil else { return }
        op.options.insert(.length)
        let low = field.minLength ?? 0
        let high = field.maxLength ?? Int(Int32.max)
        if low < 0 || high < 0 || low > high || high > Int(Int32.max) {
            report(place, "length", "the least must be 0 or more and not above the most")
            return
        }
        op.minLength = Int32(low)
        op.maxLength = Int32(high)
    }

    mutating func expression(
        _ pattern: String, _ place: PlanError.Place, _ option: String
    ) -> Int32? {
        do throws(RegularExpression.SyntaxError) {
            tables.expressions.append(try RegularExpression(pattern))
            return Int32(tables.expressions.count - 1)
        } catch {
            report(place, option, "not a regular expression (RE2): \(error.message)")
            return nil
        }
    }
}
