import JQ

/// What is wrong with a record's field. `Fault.none` is the way on; the texts for people are made
/// only once a record is rejected.
enum Fault: UInt8, Sendable {
    case none
    case required
    case emptyKey
    /// Another record of the file has the same in the fields of `unique`.
    case repeated
    /// A JSON object or array where a single value is expected.
    case structured
    case notMapped
    /// Not in the table of `lookup`.
    case notListed
    case notOneOf
    case noMatch
    case tooShort
    case tooLong
    case belowMinimum
    case aboveMaximum
    case integer
    case decimal
    case number
    case boolean
    case date
    case noSuchDay
    case time
    case noSuchTime
    case timestamp
    /// The clocks were put forward over it.
    case skippedTime
    case json
    case list
    /// No array of objects, or no object, where the field has fields of its own.
    case noList
    case noObject
    case noElement
    case tooFew
    case tooMany
    /// What nests in the record makes it larger than any record may get.
    case tooLarge
    case tooManyRecords
    /// Not a fault: the program gives no record.
    case nothing
    case programError
    case programSeveral
    case programNoObject
    case programInexact
    case programNoNumber
    case programTooDeep
    case programOutOfTime
    case programCrashed
    /// What the program gives for a part of the key is an array or an object.
    case structuredKey
    /// Not the record's: a program can't be asked.
    case machine
}

extension Fault {
    /// The rule it breaks: the option's name, `type` or `key`.
    var rule: String {
        switch self {
        case .none, .nothing, .machine: ""
        case .required: "required"
        case .emptyKey, .structuredKey: "key"
        case .repeated: "unique"
        case .notMapped: "map"
        case .notListed: "lookup"
        case .notOneOf: "one_of"
        case .noMatch: "match"
        case .tooShort, .tooLong, .tooFew, .tooMany: "length"
        case .tooLarge, .tooManyRecords: "size"
        case .programError, .programSeveral, .programNoObject, .programInexact, .programNoNumber,
            .programTooDeep, .programOutOfTime, .programCrashed:
            "jq"
        case .belowMinimum: "min"
        case .aboveMaximum: "max"
        case .structured, .integer, .decimal, .number, .boolean, .date, .noSuchDay, .time,
            .noSuchTime, .timestamp, .skippedTime, .json, .list, .noList, .noObject, .noElement:
            "type"
        }
    }

    /// What a partner is told; never the value.
    func reason(for field: FieldSpec) -> String {
        switch self {
        case .none, .nothing, .machine: ""
        case .required: "a value is required"
        case .emptyKey: "it is part of the record's key and must not be empty"
        case .structuredKey: "it is part of the record's key and must be a single value"
        case .programError: "the feed's jq program ended in an error"
        case .programSeveral: "the feed's jq program gave more than one result"
        case .programNoObject: "the feed's jq program gave something else than an object"
        case .programInexact: "a number with more digits than the feed's jq program can keep"
        case .programNoNumber: "the feed's jq program gave a number that JSON doesn't have"
        case .programTooDeep:
            "the feed's jq program gave more than \(JQLimits.depth) levels of arrays and objects"
        case .programOutOfTime:
            "the feed's jq program took longer than \(JQLimits.seconds) s of processor time"
        case .programCrashed:
            "the feed's jq program crashed, or needed more than \(JQLimits.memory >> 20) MiB"
        case .repeated: "another record of the file has the same"
        case .structured: "an object or array where \(field.type.noun) is expected"
        case .notMapped: "not one of the values that are known here"
        case .notListed: "not in the table of known values"
        case .notOneOf: "not one of \(Self.list(field.oneOf ?? []))"
        case .noMatch: "does not match \(field.match ?? "")"
        case .tooShort: "shorter than \(Self.characters(field.minLength ?? 0))"
        case .tooLong: "longer than \(Self.characters(field.maxLength ?? 0))"
        case .belowMinimum:
            "\(field.type.isTemporal ? "earlier" : "less") than \(field.min ?? "")"
        case .aboveMaximum: "\(field.type.isTemporal ? "later" : "more") than \(field.max ?? "")"
        case .noSuchDay: "no such day in the calendar; \(field.type.notation)"
        case .noSuchTime: "no such time of day; \(field.type.notation)"
        case .skippedTime:
            "no such local time\(field.type.zoneText): the clocks were put forward over it"
        case .noList: "not an array of objects"
        case .noObject: "not an object"
        case .noElement: "an element that is neither an object nor an array"
        case .tooFew: "fewer than \(Self.elements(field.minLength ?? 0))"
        case .tooMany: "more than \(Self.elements(field.maxLength ?? 0))"
        case .tooLarge: "the record gets larger than \(RecordRun.largestData >> 20) MiB"
        case .tooManyRecords: "more than \(RecordStage.mostRecords) records are made of it"
        case .integer, .decimal, .number, .boolean, .date, .time, .timestamp, .json, .list:
            "not \(field.type.noun)\(field.type.notation.isEmpty ? "" : ": ")\(field.type.notation)"
        }
    }

    private static func characters(_ count: Int) -> String {
        "\(count) character\(count == 1 ? "" : "s")"
    }

    private static func elements(_ count: Int) -> String {
        "\(count) element\(count == 1 ? "" : "s")"
    }

    private static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return texts.count > 8 ? "\(shown), …" : shown
    }
}

extension ValueType {
    var noun: String {
        switch self {
        case .string: "a text"
        case .integer: "an integer"
        case .decimal: "a decimal number"
        case .number: "a number"
        case .boolean: "a boolean"
        case .date: "a date"
        case .time: "a time of day"
        case .timestamp: "a timestamp"
        case .json: "a JSON value"
        case .list: "a list"
        }
    }

    var isTemporal: Bool {
        switch self {
        case .date, .time, .timestamp: true
        default: false
        }
    }

    /// How it must be written.
    var notation: String {
        switch self {
        case .string, .json, .list: ""
        case .integer(let grouping): "digits\(Self.groups(grouping)), perhaps with a sign"
        case .decimal(let mark, let grouping):
            "digits\(Self.groups(grouping)) with \"\(Self.character(mark))\" as decimal mark"
        case .number(let mark, let grouping):
            "digits\(Self.groups(grouping)) with \"\(Self.character(mark))\" as decimal mark, "
                + "perhaps with an exponent"
        case .boolean: "true, false, yes, no, y, n, t, f, 1 or 0 is expected"
        case .date(let format): "written as \(format ?? "YYYY-MM-DD")"
        case .time(let format): "written as \(format ?? "HH:MM:SS")"
        case .timestamp(let format, _): "written as \(format ?? "YYYY-MM-DDTHH:MM:SS")"
        }
    }

    var zoneText: String {
        if case .timestamp(_, let zone?) = self { return " in \(zone)" }
        return ""
    }

    private static func groups(_ grouping: UInt8?) -> String {
        guard let grouping else { return "" }
        return " in groups of three set off by \"\(character(grouping))\""
    }

    private static func character(_ byte: UInt8) -> String {
        String(decoding: [byte], as: UTF8.self)
    }
}
