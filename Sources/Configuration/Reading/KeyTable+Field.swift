import Mapping

extension KeyTable {
    static let field = KeyTable(
        "a field",
        [
            KeySpec(
                "from", .either([.text, .integer(1...100_000)]),
                "The column: its name, its number from 1, or a JSON Pointer."),
            KeySpec(
                "coalesce", .list(of: .either([.text, .integer(1...100_000)]), atLeast: 2),
                "Two columns or more: the first that has a value."),
            KeySpec(
                "concat", .list(of: .either([.text, .integer(1...100_000)]), atLeast: 2),
                "Two columns or more: those that have a value, joined."),
            KeySpec("separator", .anyText, default: "\" \"", "What `concat` puts between them."),
            KeySpec("value", .described("a constant", as: .constant), "The same for every record."),
            KeySpec(
                "sequence", .choice(FieldSpec.Numbering.allCases.map(\.rawValue)),
                "The record's number: in the file, from 1, or the `sequence` of the feed."),
            KeySpec("template", .text, "Text with columns in it: `\"{FIRST} {LAST}\"`."),
            KeySpec("type", .choice(valueTypes), default: "string", "What the text is checked as."),
            KeySpec(
                "format", .text, "How a date, time or timestamp is written, as for strptime(3)."),
            KeySpec(
                "timezone", .text, default: "UTC",
                "The IANA zone of a timestamp that doesn't say its offset."),
            KeySpec("decimal", .character, default: "\".\"", "The decimal mark of a number."),
            KeySpec("grouping", .character, "What groups a number's digits."),
            KeySpec(
                "apply", .list(of: .choice(TextStep.allCases.map(\.rawValue))),
                "What is done to the text first, in order."),
            KeySpec(
                "null", .list(of: .anyText, atLeast: 0), default: "[\"\"]", "Texts that mean null."),
            KeySpec("default", .anyText, "Taken where there is no value, or null."),
            KeySpec("required", .boolean, default: "false", "Whether null rejects the record."),
            KeySpec("map", .map(of: .anyText), "Texts, and what stands for them."),
            KeySpec(
                "otherwise", .described("reject, keep, null or a text", as: .constant),
                default: "reject",
                "What becomes of a text that `map` doesn't list."),
            KeySpec("lookup", .section(lookup), "A table in a file, and what is taken from it."),
            KeySpec("match", .text, "A regular expression (RE2) that must be found in the text."),
            KeySpec("one_of", .list(of: .anyText), "The only texts there may be."),
            KeySpec("min", .text, "The least value."),
            KeySpec("max", .text, "The greatest value."),
            KeySpec(
                "length", .either([.integer(0...1_000_000), .section(length)]),
                "How many characters: a number, or `{ min: 1, max: 30 }`."),
            KeySpec("split", .text, "Splits the text here; the field becomes a list."),
            KeySpec(
                "hash", .either([.choice(["sha256"]), .section(hash)]),
                "Writes a hash instead of the value; with a key, one that nobody can guess."),
            KeySpec(
                "mask", .either([.choice(["email"]), .section(mask)]),
                "Writes `*` instead of the value's characters, or of some."),
            KeySpec(
                "fields", .described("fields, as a record has them", as: .fields),
                "The column holds an array of objects, or one: what becomes of each."),
            KeySpec(
                "where", .described("conditions on the element's members", as: .conditions),
                "With `fields`: elements that don't match are left out."),
        ], exactlyOne: fieldSources, atMostOne: ["hash", "mask"], typesOf: fieldOptionTypes,
        needs: ["otherwise": "map", "separator": "concat", "where": "fields"])

    static let length = KeyTable(
        "length",
        [
            KeySpec("min", .integer(0...1_000_000), "The fewest characters."),
            KeySpec("max", .integer(0...1_000_000), "The most characters."),
        ], isNeverEmpty: true)

    static let hash = KeyTable(
        "hash",
        [
            KeySpec(
                "with", .name, required: true,
                "A credential's name; its content is the key of an HMAC-SHA-256.")
        ])

    static let mask = KeyTable(
        "mask",
        [
            KeySpec(
                "keep_first", .integer(0...1000), default: "0",
                "So many characters at the beginning stay."),
            KeySpec(
                "keep_last", .integer(0...1000), default: "0",
                "So many characters at the end stay."),
            KeySpec("with", .character, default: "\"*\"", "What stands for each of the others."),
            KeySpec(
                "keep_length", .boolean, default: "true",
                "Whether as many stand there as there were; if not, three do."),
        ])

    /// Where a value comes from; a field has exactly one of these.
    static let fieldSources = ["from", "coalesce", "concat", "template", "value", "sequence"]

    static let valueTypes = [
        "string", "integer", "decimal", "number", "boolean", "date", "time", "timestamp", "json",
        "list", "object",
    ]

    /// For which types an option means something; those that don't stand here do for all.
    static let fieldOptionTypes: [String: [String]] = [
        "format": ["date", "time", "timestamp"],
        "timezone": ["timestamp"],
        "decimal": ["decimal", "number"],
        "grouping": ["integer", "decimal", "number"],
        "min": ["integer", "decimal", "number", "date", "time", "timestamp"],
        "max": ["integer", "decimal", "number", "date", "time", "timestamp"],
    ]
}
