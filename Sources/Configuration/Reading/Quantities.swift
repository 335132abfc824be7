/// How durations, sizes, shares and rates are written. Each returns nil for what is not one, and for
/// what is too large to count.
enum Quantities {
    /// `250ms`, `30s`, `15m`, `6h`, `3d`.
    static func duration(_ text: String) -> Duration? {
        guard let (number, unit) = split(text) else { return nil }
        let milliseconds: Int64
        switch unit {
        case "ms": milliseconds = 1
        case "s": milliseconds = 1000
        case "m": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        case "d": milliseconds = 86_400_000
        default: return nil
        }
        let (total, overflow) = number.multipliedReportingOverflow(by: milliseconds)
        // Attoseconds in 128 bits carry any Int64 of milliseconds.
        return overflow ? nil : .milliseconds(total)
    }

    /// `512B`, `64KiB`, `1MiB`, `20GiB`, `2TiB`, in bytes.
    static func size(_ text: String) -> Int64? {
        guard let (number, unit) = split(text) else { return nil }
        let shift: Int64
        switch unit {
        case "B": shift = 0
        case "KiB": shift = 10
        case "MiB": shift = 20
        case "GiB": shift = 30
        case "TiB": shift = 40
        default: return nil
        }
        let (total, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : total
    }

    /// `5%`, `0.1%`, `12.345%`: thousandths of a percent, 0 to 100,000.
    static func share(_ text: String) -> Int? {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].utf8.count <= 3, let whole = digits(parts[0])
        else { return nil }
        var thousandths = Int(whole) * 1000
        if parts.count == 2 {
            let fraction = parts[1]
            guard (1...3).contains(fraction.utf8.count), let value = digits(fraction) else {
                return nil
            }
            thousandths += Int(value) * [100, 10, 1][fraction.utf8.count - 1]
        }
        return thousandths <= 100_000 ? thousandths : nil
    }

    /// `50/s`, `600/m`, `1000/h`.
    static func rate(_ text: String) -> Rate? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = digits(parts[0]), number >= 1,
            number <= 1_000_000_000
        else { return nil }
        switch parts[1] {
        case "s": return Rate(requests: Int(number), per: .seconds(1))
        case "m": return Rate(requests: Int(number), per: .seconds(60))
        case "h": return Rate(requests: Int(number), per: .seconds(3600))
        default: return nil
        }
    }

    /// Digits and nothing else.
    static func digits(_ text: some StringProtocol) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }

    private static func split(_ text: String) -> (Int64, Substring)? {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        guard let value = digits(number) else { return nil }
        return (value, text.dropFirst(number.count))
    }

    /// A duration as one would write it: the largest unit without a rest.
    static func shown(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        if milliseconds != 0 { return "\(seconds * 1000 + milliseconds)ms" }
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)]
        where seconds != 0 && seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }

    /// A size as one would write it: the largest unit without a rest.
    static func shown(_ size: Int64) -> String {
        for (unit, shift) in [("TiB", Int64(40)), ("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where size != 0 && size % (1 << shift) == 0 {
            return "\(size >> shift)\(unit)"
        }
        return "\(size)B"
    }

    /// A number without a needless fraction.
    static func shown(_ number: Double) -> String {
        Int(exactly: number).map { String($0) } ?? String(number)
    }
}

extension Duration {
    /// As one would write it in the configuration: `30d`, `90m`, `250ms`.
    package var asWritten: String { Quantities.shown(self) }
}
