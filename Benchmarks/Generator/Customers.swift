/// Customers as CSV, as a partner's old system would export them: twelve columns, about 155 bytes
/// a row; or the same in another format.
struct Customers {
    private var random: Random
    private let options: Options
    private let given: [[UInt8]]
    private let family: [[UInt8]]
    private let mailNames: [[UInt8]]
    private let streets: [[UInt8]]
    private let cities: [[UInt8]]
    private let notes: [[UInt8]]

    static let columns = [
        "CUST_NO", "FIRST", "LAST", "E-Mail", "DOB", "AMT", "ST", "STREET", "ZIP", "CITY",
        "COUNTRY", "NOTE",
    ]
    private let statuses = ["A", "A", "A", "A", "I", "T"].map { Array($0.utf8) }
    private let countries = ["DE", "DE", "DE", "AT", "CH"].map { Array($0.utf8) }

    init(_ options: Options) {
        self.options = options
        random = Random(seed: options.seed)
        let encode = options.encoding.bytes
        given = Words.given.map(encode)
        family = Words.family.map(encode)
        mailNames = Words.mailNames.map(encode)
        streets = Words.streets.map(encode)
        cities = Words.cities.map(encode)
        notes = Words.notes.map(encode)
    }

    mutating func write(to output: inout Output) {
        guard options.format == .csv else { return rewrite(to: &output) }
        for (index, column) in Self.columns.enumerated() {
            if index > 0 { output.byte(options.delimiter) }
            output += Array(column.utf8)
        }
        output += options.lineEnd
        for number in 0..<options.rows {
            let isBad = random.chance(perMillion: options.badPerMillion)
            row(options.firstNumber + number, fault: isBad ? random.below(6) : nil, to: &output)
            output.flush()
        }
    }

    private mutating func rewrite(to output: inout Output) {
        var rewriting = Rewriting(options.format)
        rewriting.begin(&output)
        for number in 0..<options.rows {
            let isBad = random.chance(perMillion: options.badPerMillion)
            let start = output.count
            row(options.firstNumber + number, fault: isBad ? random.below(6) : nil, to: &output)
            rewriting.write(output.takeBack(to: start), to: &output)
            output.flush()
        }
        rewriting.end(&output)
    }

    /// - Parameter fault: what is wrong with the row: 0 the date, 1 the e-mail address, 2 the
    ///   amount, 3 the status, 4 the number of fields, 5 the customer number.
    private mutating func row(_ number: Int, fault: Int?, to output: inout Output) {
        let separator = options.delimiter
        let first = random.below(given.count)
        let last = random.below(family.count)
        if fault == 5 { output += "C-" }
        output.number(number)
        output.byte(separator)
        output += given[first]
        output.byte(separator)
        output += family[last]
        output.byte(separator)
        output += mailNames[last]
        output.number(number)
        output += fault == 1 ? " at example.com" : "@example.com"
        output.byte(separator)
        date(isBad: fault == 0, to: &output)
        output.byte(separator)
        amount(isBad: fault == 2, to: &output)
        output.byte(separator)
        output += fault == 3 ? [UInt8(ascii: "?")] : random.pick(statuses)
        output.byte(separator)
        street(to: &output)
        if fault != 4 {
            output.byte(separator)
            output.number(1000 + random.below(98_999), width: 5)
        }
        output.byte(separator)
        output += random.pick(cities)
        output.byte(separator)
        output += random.pick(countries)
        output.byte(separator)
        note(to: &output)
        output += options.lineEnd
    }

    private mutating func date(isBad: Bool, to output: inout Output) {
        let month = isBad ? 2 : 1 + random.below(12)
        let day = isBad ? 30 : 1 + random.below(28)
        output.number(day, width: 2)
        output.byte(UInt8(ascii: "."))
        output.number(month, width: 2)
        output.byte(UInt8(ascii: "."))
        output.number(1930 + random.below(80))
    }

    /// `1.234,50`: German digits, in quotes where the delimiter is the comma.
    private mutating func amount(isBad: Bool, to output: inout Output) {
        let isQuoted = options.delimiter == UInt8(ascii: ",")
        if isQuoted { output.byte(UInt8(ascii: "\"")) }
        let cents = random.below(1_000_000)
        let euros = cents / 100
        if random.below(8) == 0 { output.byte(UInt8(ascii: "-")) }
        if euros >= 1000 {
            output.number(euros / 1000)
            output.byte(UInt8(ascii: "."))
            output.number(euros % 1000, width: 3)
        } else {
            output.number(euros)
        }
        output.byte(UInt8(ascii: isBad ? "/" : ","))
        output.number(cents % 100, width: 2)
        if isQuoted { output.byte(UInt8(ascii: "\"")) }
    }

    /// Quoted, for it may hold the delimiter: `"Hauptstraße 12; Hof 3"`.
    private mutating func street(to output: inout Output) {
        output.byte(UInt8(ascii: "\""))
        output += random.pick(streets)
        output.byte(UInt8(ascii: " "))
        output.number(1 + random.below(199))
        if random.below(10) == 0 {
            output.byte(options.delimiter)
            output += " Hof "
            output.number(1 + random.below(9))
        }
        output.byte(UInt8(ascii: "\""))
    }

    /// Quoted, some with doubled quotes, one in a hundred with a line break inside.
    private mutating func note(to output: inout Output) {
        output.byte(UInt8(ascii: "\""))
        output += random.pick(notes)
        switch random.below(100) {
        case 0:
            output += options.lineEnd
            output += random.pick(notes)
        case 1...4:
            output += " \"\""
            output += random.pick(cities)
            output += "\"\""
        default: break
        }
        output.byte(UInt8(ascii: "\""))
    }
}
