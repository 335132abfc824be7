/// One output field, compiled: flat, so that the loop over a record's fields touches nothing that
/// is counted, boxed or called through a table. Texts lie in the plan's arena, lists in its tables.
struct FieldOp: Sendable, BitwiseCopyable {
    var source = SourceOp.column
    var type = TypeOp.string
    var otherwise = OtherwiseOp.reject
    var options: FieldOptions = []
    /// 0: no grouping.
    var mark: UInt8 = UInt8(ascii: ".")
    var grouping: UInt8 = 0
    /// What stands in the JSON before the value: closing and opening braces, the name, the colon.
    var prefix = ArenaRange()
    /// Into the wanted columns.
    var column: Int32 = -1
    /// Into the template segments.
    var segments = TableRange()
    /// The value's JSON, ready.
    var constant = ArenaRange()
    var constantKind = OutputKind.null
    /// Into the format elements; empty means ISO 8601.
    var format = TableRange()
    var layout = DateLayout()
    /// Into the zones; -1 is UTC.
    var zone: Int32 = -1
    var steps = TableRange()
    var nulls: Int32 = -1
    var map: Int32 = -1
    var otherwiseText = ArenaRange()
    var oneOf: Int32 = -1
    var regex: Int32 = -1
    /// As the type writes them.
    var minimum = ArenaRange()
    var maximum = ArenaRange()
    var minLength: Int32 = 0
    var maxLength: Int32 = .max
    var separator = ArenaRange()
    /// As if read: before the steps.
    var defaultText = ArenaRange()
    /// Into the extras; -1 where the field asks for none.
    var extra: Int32 = -1
    /// Into the nests.
    var nest: Int32 = -1

    /// Whether it gives one text, number or boolean, or null.
    var isSingle: Bool { type != .json && source != .nested && !options.contains(.split) }
}

enum SourceOp: UInt8, Sendable {
    case column, constant, template, coalesce, concat, sequence, nested
}

/// What few fields ask for, kept out of the ops that every record walks through.
struct FieldExtra: Sendable, BitwiseCopyable {
    /// Between the texts of `concat`.
    var joint = ArenaRange()
    /// The number that `sequence` gives: the file's, or the feed's.
    var countsFeed = false
    /// Into the plan's tables for `lookup`.
    var lookup: Int32 = -1
    var otherwise = OtherwiseOp.reject
    var otherwiseText = ArenaRange()
    var disguise = DisguiseOp.none
    /// Into the plan's credentials; -1 is a hash without a key.
    var key: Int32 = -1
    var keepFirst: Int32 = 0
    var keepLast: Int32 = 0
    var maskedWith = UInt8(ascii: "*")
    var keepsLength = true
}

enum DisguiseOp: UInt8, Sendable { case none, hash, mask, address }

enum TypeOp: UInt8, Sendable {
    case string, integer, decimal, number, boolean, date, time, timestamp, json, list
}

enum OtherwiseOp: UInt8, Sendable { case reject, keep, null, text }

struct FieldOptions: OptionSet, Sendable, BitwiseCopyable {
    var rawValue: UInt16

    static let apply = FieldOptions(rawValue: 1)
    /// The empty text means null.
    static let emptyIsNull = FieldOptions(rawValue: 2)
    static let nullTexts = FieldOptions(rawValue: 4)
    static let defaultText = FieldOptions(rawValue: 8)
    static let required = FieldOptions(rawValue: 16)
    static let map = FieldOptions(rawValue: 32)
    static let oneOf = FieldOptions(rawValue: 64)
    static let match = FieldOptions(rawValue: 128)
    static let length = FieldOptions(rawValue: 256)
    static let minimum = FieldOptions(rawValue: 512)
    static let maximum = FieldOptions(rawValue: 1024)
    static let split = FieldOptions(rawValue: 2048)
    /// A key or a condition looks at what was written.
    static let observed = FieldOptions(rawValue: 4096)

    /// A column's text as it stands: nothing to do but to escape it, where it is not empty.
    static let plain = FieldOptions(rawValue: 8192)

    /// A hash or a mask takes the value's place.
    static let disguised = FieldOptions(rawValue: 16384)

    /// Looked up in a table.
    static let lookup = FieldOptions(rawValue: 32768)

    /// What is checked between reading a text and taking it for its type.
    static let checks: FieldOptions = [.lookup, .map, .oneOf, .match, .length]
    /// What is done with a value once it is written.
    static let afterwards: FieldOptions = [.minimum, .maximum, .disguised]
}

struct TableRange: Sendable, BitwiseCopyable {
    var first: Int32 = 0
    var count: Int32 = 0
}

/// A piece of a template: a column, or (column -1) a literal text.
struct TemplateSegment: Sendable, BitwiseCopyable {
    var column: Int32
    var literal: ArenaRange
}

/// What a field became, as keys and conditions need to know it.
enum OutputKind: UInt8, Sendable {
    case null
    /// A JSON string without escapes.
    case text
    /// A JSON string with escapes in it.
    case escapedText
    /// Digits, `true` or `false`: the JSON is the text.
    case bare
    /// An array, or a value of type json.
    case structured
}

/// Where a field's JSON lies in the record's data.
struct OutputSlot: Sendable, BitwiseCopyable {
    var start: Int32 = 0
    var count: Int32 = 0
    var kind = OutputKind.null
}

extension ArenaRange: BitwiseCopyable {}
