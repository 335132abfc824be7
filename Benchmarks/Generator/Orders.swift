/// Orders as JSON Lines, nested, as a shop's export would have them.
struct Orders {
    private var random: Random
    private let options: Options
    private let articles: [[UInt8]]
    private let states = ["open", "open", "paid", "shipped", "cancelled"].map { Array($0.utf8) }
    private let currencies = ["EUR", "EUR", "CHF"].map { Array($0.utf8) }

    init(_ options: Options) {
        self.options = options
        random = Random(seed: options.seed)
        articles = Words.articles.map(Self.jsonString)
    }

    mutating func write(to output: inout Output) {
        for number in 0..<options.rows {
            let isBad = random.chance(perMillion: options.badPerMillion)
            line(options.firstNumber + number, fault: isBad ? random.below(4) : nil, to: &output)
            output.flush()
        }
    }

    /// - Parameter fault: what is wrong: 0 no customer, 1 a time of no day, 2 a text for the total,
    ///   3 JSON that breaks off.
    private mutating func line(_ number: Int, fault: Int?, to output: inout Output) {
        output += "{\"order\":\"O-"
        output.number(number, width: 8)
        output += "\",\"placed\":\"2026-"
        output.number(fault == 1 ? 13 : 1 + random.below(11), width: 2)
        output.byte(UInt8(ascii: "-"))
        output.number(1 + random.below(28), width: 2)
        output.byte(UInt8(ascii: "T"))
        output.number(random.below(24), width: 2)
        output.byte(UInt8(ascii: ":"))
        output.number(random.below(60), width: 2)
        output += ":00+01:00\","
        if fault != 0 {
            output += "\"customer\":{\"no\":"
            output.number(1 + random.below(50_000))
            output += "},"
        }
        output += "\"currency\":\""
        output += random.pick(currencies)
        output += "\",\"state\":\""
        output += random.pick(states)
        output += "\",\"lines\":["
        var cents = 0
        for line in 0...random.below(3) {
            if line > 0 { output.byte(UInt8(ascii: ",")) }
            let price = 100 + random.below(90_000)
            cents += price
            output += "{\"article\":"
            output += random.pick(articles)
            output += ",\"price\":"
            money(price, to: &output)
            output.byte(UInt8(ascii: "}"))
        }
        if fault == 3 {
            output += "],\"total\":\n"
            return
        }
        output += "],\"total\":"
        if fault == 2 { output += "\"on request\"" } else { money(cents, to: &output) }
        output += "}\n"
    }

    private func money(_ cents: Int, to output: inout Output) {
        output.number(cents / 100)
        output.byte(UInt8(ascii: "."))
        output.number(cents % 100, width: 2)
    }

    private static func jsonString(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x09: bytes += Array("\\t".utf8)
            default: bytes.append(byte)
            }
        }
        return bytes + [UInt8(ascii: "\"")]
    }
}
