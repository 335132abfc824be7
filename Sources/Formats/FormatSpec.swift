/// How a feed's files are written: what `format:` says in a partner's YAML.
package struct FormatSpec: Hashable, Sendable {
    package var kind: Kind
    /// An iconv name; `UTF-8` is checked strictly. A byte order mark wins over it.
    package var encoding: String
    /// The longest record, in decoded bytes (`limits.record`); a longer one is rejected.
    package var recordLimit: Int
    /// The most decompressed bytes per compressed byte (`limits.expansion`).
    package var expansionLimit: Int
    /// The program that files go through first.
    package var filter: FilterProgram?

    package enum Kind: Hashable, Sendable {
        case csv(CSVDialect)
        case fixedWidth(FixedWidthLayout)
        case json(JSONArrayLayout)
        case jsonLines
        case xml(XMLLayout)
    }

    package init(
        kind: Kind, encoding: String = "UTF-8", recordLimit: Int = 1 << 20,
        expansionLimit: Int = 200
    ) {
        self.kind = kind
        self.encoding = encoding
        self.recordLimit = recordLimit
        self.expansionLimit = expansionLimit
    }
}

/// A dialect of CSV (RFC 4180 and what people made of it). Line ends are LF, CRLF or CR, mixed too.
package struct CSVDialect: Hashable, Sendable {
    /// One byte of ASCII.
    package var delimiter: UInt8
    /// What follows that byte in a delimiter of several characters.
    package var delimiterTail: [UInt8]
    /// One byte of ASCII, or nil where quotes are ordinary characters.
    package var quote: UInt8?
    /// Nil: a quote inside a quoted field is doubled. Otherwise this byte (often `\`) makes the next
    /// character literal.
    package var escape: UInt8?
    /// An escaped `n`, `t`, `r`, `b`, `f` or `v` is the control character, and a field that is an
    /// escaped `N` is null, as in what databases export.
    package var escapesLetters: Bool
    /// What a line begins with that is no record.
    package var comment: [UInt8]?
    /// Whether a line with column names comes first (after `skipLines`).
    package var header: Bool
    /// Records that the header takes, at least 1; a column's name is what they say of it, joined by
    /// a space.
    package var headerLines: Int
    /// The columns' names where there is no header.
    package var columns: [String]?
    /// Physical lines to pass over before the header or the first record.
    package var skipLines: Int
    /// Records at the end that are not data (totals, signatures).
    package var footerLines: Int
    package var ragged: Ragged

    package enum Ragged: String, Hashable, Sendable, CaseIterable {
        /// A record with too few or too many fields is rejected.
        case reject
        /// Missing fields are absent, surplus ones are ignored.
        case pad
    }

    package init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""),
        escape: UInt8? = nil, header: Bool = true, columns: [String]? = nil, skipLines: Int = 0,
        footerLines: Int = 0, ragged: Ragged = .reject, delimiterTail: [UInt8] = [],
        escapesLetters: Bool = false, comment: [UInt8]? = nil, headerLines: Int = 1
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.escape = escape
        self.header = header
        self.columns = columns
        self.skipLines = skipLines
        self.footerLines = footerLines
        self.ragged = ragged
        self.delimiterTail = delimiterTail
        self.escapesLetters = escapesLetters
        self.comment = comment
        self.headerLines = headerLines
    }
}
