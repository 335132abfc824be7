/// What one kind of mapping in the configuration may hold, declared once: the reading, the
/// suggestions for unknown keys, and what is generated for editors and people go by it.
package struct KeyTable: Sendable {
    /// What the mapping is: `a feed`, `a retry policy`.
    package let subject: String
    package let keys: [KeySpec]

    /// Keys of which there is exactly one.
    let exactlyOne: [String]
    /// Keys that exclude one another.
    let atMostOne: [String]
    /// Keys that ask for one of some types to be given.
    let typesOf: [String: [String]]
    /// Keys that mean nothing without another.
    let needs: [String: String]
    /// Keys that must be there with a value of `type`.
    let requiredOf: [String: [String]]
    /// Whether it must have a key, whichever.
    let isNeverEmpty: Bool

    init(
        _ subject: String, _ keys: [KeySpec], exactlyOne: [String] = [], atMostOne: [String] = [],
        typesOf: [String: [String]] = [:], needs: [String: String] = [:],
        requiredOf: [String: [String]] = [:], isNeverEmpty: Bool = false
    ) {
        self.subject = subject
        self.keys = keys
        self.exactlyOne = exactlyOne
        self.atMostOne = atMostOne
        self.typesOf = typesOf
        self.needs = needs
        self.requiredOf = requiredOf
        self.isNeverEmpty = isNeverEmpty
    }

    subscript(name: String) -> KeySpec? { keys.first { $0.name == name } }

    /// The names that are worth suggesting.
    var supported: [String] { keys.filter { !$0.isLater }.map(\.name) }
}

/// One key of a mapping.
package struct KeySpec: Sendable {
    package let name: String
    package let shape: ValueShape
    /// A sentence for people.
    package let doc: String
    package let isRequired: Bool
    /// What holds without the key, as it would be written.
    package let standard: String?
    /// Known, but refused as not supported yet.
    package let isLater: Bool
    /// The values of the mapping's `type` that the key is for; empty: for all.
    package let types: [String]

    init(
        _ name: String, _ shape: ValueShape, required: Bool = false,
        default standard: String? = nil, for types: [String] = [], _ doc: String
    ) {
        self.name = name
        self.shape = shape
        self.doc = doc
        self.isRequired = required
        self.standard = standard
        isLater = false
        self.types = types
    }

    private init(later name: String, _ doc: String) {
        self.name = name
        self.doc = doc
        shape = .described("", as: .text)
        isRequired = false
        standard = nil
        isLater = true
        types = []
    }

    /// A key that a later version will know.
    static func later(_ name: String, _ doc: String) -> KeySpec { KeySpec(later: name, doc) }
}

/// What a value may be.
package indirect enum ValueShape: Sendable {
    /// With something in it.
    case text
    /// It may be empty.
    case anyText
    /// `[a-z0-9][a-z0-9._-]*`, at most 64 characters: safe as a file's name and in a URL.
    case name
    case boolean
    case integer(ClosedRange<Int>)
    case factor(ClosedRange<Double>)
    case duration(ClosedRange<Duration>)
    /// In bytes.
    case size(ClosedRange<Int64>)
    /// `50/s`.
    case rate
    /// `5%`, or a number of records.
    case shareOrCount
    /// One of these words; the later ones are known, but not supported yet.
    case choice([String], later: [String])
    /// Absolute, or below the configuration directory.
    case path
    /// One ASCII character.
    case character
    /// So many ASCII characters.
    case characters(ClosedRange<Int>)
    /// So many values or more; where one is enough, it may stand there without brackets.
    case list(of: ValueShape, atLeast: Int = 1)
    /// Names of one's own, so many or more, each with such a value.
    case map(of: ValueShape, named: NameForm = .any, atLeast: Int = 1)
    case section(KeyTable)
    /// A short form beside the long one.
    case either([ValueShape])
    /// Something of its own: in words for people, and as a form for editors.
    case described(String, as: DescribedForm)

    static func choice(_ words: [String]) -> ValueShape { .choice(words, later: []) }
}

/// How the names of a map are made.
package enum NameForm: Sendable {
    case any
    /// As `ValueShape.name`.
    case name
    /// 1 to 256 characters, with something on both sides of a dot.
    case field
}

/// What a value that is described in words is.
package enum DescribedForm: Sendable {
    /// A text with something in it.
    case text
    /// A text beside which a number means something else.
    case words
    /// A text that a regular expression (ECMA-262's and RE2's common ground) matches.
    case pattern(String, orNumber: Bool = false)
    /// Any scalar, null too.
    case constant
    /// A column's name, or its number.
    case column
    /// A program, or a list of it and its arguments.
    case program
    /// Subjects, each with a condition.
    case conditions
    /// A value, a list of values, or operators.
    case condition
    /// What `fields` of a record is.
    case fields
}
