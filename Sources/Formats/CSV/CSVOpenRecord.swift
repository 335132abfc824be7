/// A record whose end has been found, as far as a fault or its repair needs to know it.
struct CSVOpenRecord {
    var start: Int
    /// The index of its line end, or of the end of the text.
    var end: Int
    /// The index behind its line end.
    var next: Int
    /// The line on which it starts.
    var line: Int64
    /// Line breaks within it.
    var breaks: Int64
    var firstField: Int
    /// 0-based; the first field with text behind its closing quote.
    var garbageField: Int?
    /// The first line break in the record, within quotes or escaped, and the first one within quotes
    /// in its last field.
    var recordBreak: CSVBreak?
    var fieldBreak: CSVBreak?
    /// The text ended within quotes, opened on this line.
    var unclosedLine: Int64?
}

/// A line break within quotes, or an escaped one.
struct CSVBreak {
    var start: Int
    /// The index behind it.
    var end: Int
    /// The line that ends there: the one on which the quotes were opened.
    var line: Int64
    /// False where an escape outside quotes makes it one.
    var isQuoted = true
}
