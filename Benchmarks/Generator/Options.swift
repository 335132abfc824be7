/// What the command line asks for.
struct Options {
    enum Kind: String { case customers, orders }

    var kind = Kind.customers
    var rows = 1_000_000
    var seed: UInt64 = 1
    var format = Rewriting.Format.csv
    var encoding = Encoding.utf8
    var delimiter = UInt8(ascii: ";")
    var lineEnd: [UInt8] = [UInt8(ascii: "\n")]
    /// Bad rows in a million.
    var badPerMillion: UInt64 = 1000
    var firstNumber = 1

    static let usage = """
        usage: hopper-generate customers|orders [options] > FILE

        Writes real-looking partner files: the same bytes for the same options.

          --rows N         1000000
          --seed N         1
          --first N        the first customer or order number, 1
          --bad N          bad rows in a million, 1000
          --format NAME    csv, pipes (csv with ||), tsv, fixed-width, jsonl, json or xml;
                           the others than csv in UTF-8 and with LF (customers only)
          --encoding NAME  utf-8 or windows-1252 (customers only)
          --delimiter C    ; (customers only)
          --crlf           lines end in CR LF (customers only)

        customers: CSV, 12 columns: quoted fields, embedded newlines, decimal commas, dates
        orders:    JSON Lines

        """

    /// Nil if the arguments can't be understood.
    init?(_ arguments: [String]) {
        guard let first = arguments.first, let kind = Kind(rawValue: first) else { return nil }
        self.kind = kind
        var rest = arguments.dropFirst()
        while let option = rest.popFirst() {
            if option == "--crlf" {
                lineEnd = Array("\r\n".utf8)
                continue
            }
            guard let value = rest.popFirst(), take(option, value) else { return nil }
        }
        let isPlain = encoding == .utf8 && delimiter == UInt8(ascii: ";") && lineEnd.count == 1
        guard format == .csv || (kind == .customers && isPlain) else { return nil }
    }

    private mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--rows":
            guard let number = Int(value), number >= 0 else { return false }
            rows = number
        case "--seed":
            guard let number = UInt64(value) else { return false }
            seed = number
        case "--first":
            guard let number = Int(value), number > 0 else { return false }
            firstNumber = number
        case "--bad":
            guard let number = UInt64(value), number <= 1_000_000 else { return false }
            badPerMillion = number
        case "--format":
            guard let known = Rewriting.Format(rawValue: value) else { return false }
            format = known
        case "--encoding":
            guard let known = Encoding(rawValue: value) else { return false }
            encoding = known
        case "--delimiter":
            guard value.utf8.count == 1, let byte = value.utf8.first else { return false }
            delimiter = byte
        default: return false
        }
        return true
    }
}

enum Encoding: String {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"

    /// The text's bytes; every character used here has one in both.
    func bytes(_ text: String) -> [UInt8] {
        switch self {
        case .utf8: Array(text.utf8)
        case .windows1252:
            text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8(truncatingIfNeeded: $0.value) }
        }
    }
}
