package import Vocabulary

/// What a feed makes of each record: what `record:` says in a partner's YAML, checked but not yet
/// compiled. `MappingPlan` compiles it.
package struct RecordSpec: Hashable, Sendable {
    package var entity: String
    /// Output field names, in order.
    package var key: [String]
    package var fields: [FieldSpec]
    /// On the source's columns; a record that does not match is filtered.
    package var filter: Condition?
    /// Output fields that no two accepted records of a file may have all alike; empty: none. A record
    /// in which one of them has no value is like no other.
    package var unique: [String]
    /// The column of an array: a record is made of each of its elements. Columns whose names begin
    /// with `./` are then the element's members, and `.` is the element itself.
    package var each: String?
    /// A program in jq's language that the data goes through last. What it gives is the record: `key`,
    /// `unique` and routes look at that.
    package var program: String?

    package init(
        entity: String, key: [String], fields: [FieldSpec], filter: Condition? = nil,
        unique: [String] = []
    ) {
        self.entity = entity
        self.key = key
        self.fields = fields
        self.filter = filter
        self.unique = unique
    }
}

/// One field of the normalized record.
package struct FieldSpec: Hashable, Sendable {
    /// The output name; dots nest: `name.given`.
    package var name: String
    package var source: Source
    package var type: ValueType
    package var required: Bool
    /// Applied in order, before anything else looks at the value.
    package var apply: [TextStep]
    /// Texts that mean null. Nil: the empty text does. (For types other than string the empty text
    /// always does.)
    package var nullTexts: [String]?
    /// Taken, as if it had been read, where the value is null or absent.
    package var defaultText: String?
    package var map: [String: String]?
    package var otherwise: Otherwise
    package var lookup: Lookup?
    /// RE2; it must be found somewhere in the text (anchor it to demand all).
    package var match: String?
    package var oneOf: [String]?
    /// Bounds as they stand in YAML; they must be of the field's type.
    package var min: String?
    package var max: String?
    /// In characters (Unicode scalars).
    package var minLength: Int?
    package var maxLength: Int?
    /// Splits the text here; the field becomes an array and each part is treated by itself.
    package var split: String?
    /// What is written instead of the value, once it has passed every check.
    package var disguise: Disguise?
    /// The column is an array of objects, or an object, mapped by fields of its own. Beside it there
    /// are `required` and, for a list, `minLength` and `maxLength` (in elements); nothing else.
    package var nested: NestedSpec? = nil

    package enum Source: Hashable, Sendable {
        /// A column's name (CSV) or a JSON Pointer (begins with `/`) or a top-level member's name.
        case column(String)
        /// 1-based.
        case columnNumber(Int)
        /// The text of a constant.
        case constant(ConstantValue)
        /// `"{FIRST} {LAST}"`; `{{` and `}}` are literal braces.
        case template(String)
        /// The first of the columns that has a value.
        case coalesce([ColumnReference])
        /// Those of the columns that have a value, joined.
        case concat([ColumnReference], separator: String)
        case sequence(Numbering)
    }

    /// Which number of a record is meant.
    package enum Numbering: String, Hashable, Sendable, CaseIterable {
        /// Its number in the file, from 1; rejected and filtered records count too.
        case file
        /// The `sequence` that goes along with each record: grows through all files of a feed.
        case feed
    }

    /// How personal data is made unrecognizable.
    package enum Disguise: Hashable, Sendable {
        /// SHA-256 in hexadecimal.
        case hash
        /// HMAC-SHA-256 in hexadecimal, under the key that a credential of this name holds.
        case keyedHash(credential: String)
        case mask(Mask)
        /// `j***@example.com`.
        case maskedAddress
    }

    package struct Mask: Hashable, Sendable {
        /// Characters (Unicode scalars) that stay. A text that has no more than these is masked
        /// completely.
        package var keepFirst: Int
        package var keepLast: Int
        /// Stands for each of the others; ASCII.
        package var with: UInt8
        /// Whether the others keep their number; if not, three stand for them.
        package var keepsLength: Bool

        package init(
            keepFirst: Int = 0, keepLast: Int = 0, with: UInt8 = UInt8(ascii: "*"),
            keepsLength: Bool = true
        ) {
            self.keepFirst = keepFirst
            self.keepLast = keepLast
            self.with = with
            self.keepsLength = keepsLength
        }
    }

    /// A YAML scalar as a constant of the output.
    package enum ConstantValue: Hashable, Sendable {
        case null
        case boolean(Bool)
        /// Digits as written.
        case number(String)
        case text(String)
    }

    /// What becomes of a value that `map` does not list.
    package enum Otherwise: Hashable, Sendable {
        case reject
        /// Goes through unchanged.
        case keep
        case null
        /// This text instead.
        case text(String)
    }

    /// A table beside the configuration that a text is looked up in.
    package struct Lookup: Hashable, Sendable {
        package var table: ReferenceTable
        /// What becomes of a text that the table does not list. (What it lists without a value is
        /// null.)
        package var otherwise: Otherwise

        package init(table: ReferenceTable, otherwise: Otherwise = .reject) {
            self.table = table
            self.otherwise = otherwise
        }
    }

    package init(
        name: String, source: Source, type: ValueType = .string, required: Bool = false,
        apply: [TextStep] = [], nullTexts: [String]? = nil, defaultText: String? = nil,
        map: [String: String]? = nil, otherwise: Otherwise = .reject, match: String? = nil,
        oneOf: [String]? = nil, min: String? = nil, max: String? = nil, minLength: Int? = nil,
        maxLength: Int? = nil, split: String? = nil, disguise: Disguise? = nil,
        lookup: Lookup? = nil
    ) {
        self.name = name
        self.source = source
        self.type = type
        self.required = required
        self.apply = apply
        self.nullTexts = nullTexts
        self.defaultText = defaultText
        self.map = map
        self.otherwise = otherwise
        self.match = match
        self.oneOf = oneOf
        self.min = min
        self.max = max
        self.minLength = minLength
        self.maxLength = maxLength
        self.split = split
        self.disguise = disguise
        self.lookup = lookup
    }
}

/// What a field with fields of its own makes of its column's value.
package struct NestedSpec: Hashable, Sendable {
    package var form: Form
    /// Their columns are members' names or JSON Pointers, from the element on.
    package var fields: [FieldSpec]
    /// On the element's members; an element of a list that does not match is left out.
    package var filter: Condition?

    package enum Form: String, Hashable, Sendable, CaseIterable {
        /// An array becomes an array; a single object counts as an array of one.
        case list
        /// An object becomes an object.
        case object
    }

    package init(_ form: Form, fields: [FieldSpec], filter: Condition? = nil) {
        self.form = form
        self.fields = fields
        self.filter = filter
    }

    /// More levels of fields within fields are refused.
    package static let deepest = 8
}

/// The type a field's text is checked against and written as.
package enum ValueType: Hashable, Sendable {
    case string
    /// Any number of digits; written without leading zeros, sign kept.
    case integer(grouping: UInt8?)
    /// Written with its exact digits: `12.50` stays `12.50`.
    case decimal(mark: UInt8, grouping: UInt8?)
    /// A JSON number (RFC 8259), exponents allowed.
    case number(mark: UInt8, grouping: UInt8?)
    /// `true` and `false`, and by default 1/0, yes/no, y/n, t/f in any case.
    case boolean
    /// Written as `2026-11-23`. The format is strptime's; nil means ISO 8601.
    case date(format: String?)
    /// Written as `21:09:46`, with a fraction where there was one.
    case time(format: String?)
    /// Written in UTC as RFC 3339, `2026-11-23T21:09:46Z`. A text without an offset is read in the
    /// IANA zone; nil means UTC.
    case timestamp(format: String?, zone: String?)
    /// A JSON value, copied as it stands after a strict check.
    case json
    /// A JSON array: one stays as it is, anything else becomes an array of one.
    case list
}

/// One step of `apply`.
package enum TextStep: String, Hashable, Sendable, CaseIterable {
    case trim, collapse, lowercase, uppercase, digits, nfc
}

/// A condition on a record: all of its tests must hold.
package struct Condition: Hashable, Sendable {
    package var tests: [Test]

    package struct Test: Hashable, Sendable {
        /// A source column (`where`) or an output field (`when`).
        package var subject: String
        package var predicate: Predicate

        package init(subject: String, predicate: Predicate) {
            self.subject = subject
            self.predicate = predicate
        }
    }

    package indirect enum Predicate: Hashable, Sendable {
        case oneOf([String])
        case not(Predicate)
        /// Bounds compare as exact numbers where both sides are numbers, else as texts by code point
        /// (which orders ISO dates).
        case greater(than: String)
        case atLeast(String)
        case less(than: String)
        case atMost(String)
        case match(String)
        /// Not null, not absent, not empty.
        case present(Bool)
        case all([Predicate])
    }

    package init(tests: [Test]) { self.tests = tests }
}
