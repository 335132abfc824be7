/// The same customers in another format: takes a row of CSV apart and writes it anew.
struct Rewriting {
    enum Format: String {
        case csv, pipes, tsv, jsonl, json, xml
        case fixedWidth = "fixed-width"
    }

    private let format: Format
    private let names = Customers.columns.map { Array($0.utf8) }
    /// The fixed-width columns, in characters; Benchmarks/Stages/FormatStage.swift has them too.
    private let widths = [10, 12, 18, 40, 10, 10, 1, 36, 5, 16, 2, 144]
    private var isFirst = true

    init(_ format: Format) { self.format = format }

    /// What stands above the records.
    func begin(_ output: inout Output) {
        switch format {
        case .csv, .fixedWidth, .jsonl: break
        case .pipes: line(names, between: Array("||".utf8), to: &output)
        case .tsv: line(names, between: Array("\t".utf8), to: &output)
        case .json: output += "[\n"
        case .xml: output += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<customers>\n"
        }
    }

    /// What stands below the records.
    func end(_ output: inout Output) {
        switch format {
        case .json: output += "\n]\n"
        case .xml: output += "</customers>\n"
        case .csv, .pipes, .tsv, .jsonl, .fixedWidth: break
        }
    }

    /// - Parameter row: CSV with `;`, quotes doubled within quotes, and its line end.
    mutating func write(_ row: ArraySlice<UInt8>, to output: inout Output) {
        var fields = Self.fields(of: row)
        // The bad row that lacks a field has an empty one: by name, nothing else would move.
        if fields.count < names.count { fields.insert([], at: 8) }
        switch format {
        case .csv: output += Array(row)
        case .pipes: line(fields.map(Self.quoted), between: Array("||".utf8), to: &output)
        case .tsv: line(fields.map(Self.escaped), between: Array("\t".utf8), to: &output)
        case .fixedWidth: padded(fields, to: &output)
        case .jsonl:
            object(fields, to: &output)
            output += "\n"
        case .json:
            if !isFirst { output += ",\n" }
            object(fields, to: &output)
        case .xml: element(fields, to: &output)
        }
        isFirst = false
    }

    private static func fields(of row: ArraySlice<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = [[]]
        var isQuoted = false
        var closedQuote = false
        for byte in row.dropLast() {
            if byte == UInt8(ascii: "\"") {
                // A second quote right behind a closing one is a quote.
                if !isQuoted, closedQuote { fields[fields.count - 1].append(byte) }
                isQuoted.toggle()
                closedQuote = !isQuoted
                continue
            }
            closedQuote = false
            if byte == UInt8(ascii: ";"), !isQuoted {
                fields.append([])
            } else {
                fields[fields.count - 1].append(byte)
            }
        }
        return fields
    }

    private func line(_ fields: [[UInt8]], between: [UInt8], to output: inout Output) {
        for (index, field) in fields.enumerated() {
            if index > 0 { output += between }
            output += field
        }
        output += "\n"
    }

    /// Without line breaks and quotes, which Miller doesn't read where a delimiter is longer than
    /// a character; in quotes where it holds what was the delimiter.
    private static func quoted(_ field: [UInt8]) -> [UInt8] {
        let plain = unbroken(field).filter { $0 != UInt8(ascii: "\"") }
        guard plain.contains(UInt8(ascii: ";")) else { return plain }
        return [UInt8(ascii: "\"")] + plain + [UInt8(ascii: "\"")]
    }

    private static func unbroken(_ field: [UInt8]) -> [UInt8] {
        field.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
    }

    private static func escaped(_ field: [UInt8]) -> [UInt8] {
        field.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\n"): Array("\\n".utf8)
            case UInt8(ascii: "\t"): Array("\\t".utf8)
            case UInt8(ascii: "\\"): Array("\\\\".utf8)
            default: [byte]
            }
        }
    }

    private func padded(_ fields: [[UInt8]], to output: inout Output) {
        for (field, width) in zip(fields, widths) {
            output += Self.unbroken(field)
            // Every byte but those that continue a character begins one.
            let count = field.count { $0 & 0xC0 != 0x80 }
            output += [UInt8](repeating: UInt8(ascii: " "), count: max(0, width - count))
        }
        output += "\n"
    }

    /// The customer number is a number, everything else a text.
    private func object(_ fields: [[UInt8]], to output: inout Output) {
        for (index, field) in fields.enumerated() {
            output += index == 0 ? "{\"" : ",\""
            output += names[index]
            output += "\":"
            let isNumber = index == 0 && field.allSatisfy { $0 &- 0x30 < 10 }
            if !isNumber { output += "\"" }
            for byte in field {
                switch byte {
                case UInt8(ascii: "\n"): output += "\\n"
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    output += "\\"
                    output.byte(byte)
                default: output.byte(byte)
                }
            }
            if !isNumber { output += "\"" }
        }
        output += "}"
    }

    private func element(_ fields: [[UInt8]], to output: inout Output) {
        output += "  <customer>\n"
        for (name, field) in zip(names, fields) {
            output += "    <"
            output += name
            output += ">"
            for byte in field {
                switch byte {
                case UInt8(ascii: "&"): output += "&amp;"
                case UInt8(ascii: "<"): output += "&lt;"
                default: output.byte(byte)
                }
            }
            output += "</"
            output += name
            output += ">\n"
        }
        output += "  </customer>\n"
    }
}
