import YAML

/// Reads one value by the shape that its key's table gives it. Each reader returns nil after it has
/// reported why.
struct Value {
    let node: YAMLNode
    /// How messages call it: `'timeout'`.
    let title: String
    let shape: ValueShape
    /// Where it is reported that there is no value.
    let span: SourceSpan
    let findings: Findings

    /// What stands there, as it is written, whatever the core schema makes of it (`007` stays so);
    /// but there must be something.
    func scalar() -> YAMLScalar? {
        guard case .scalar(let scalar) = node.content else {
            return refuse("must be a single value, not \(node.kind)")
        }
        guard scalar.value != .null else {
            return refuse(
                "has no value",
                hint: scalar.text.isEmpty ? nil : "quote a text: \"\(scalar.text)\"")
        }
        return scalar
    }

    func text() -> String? {
        guard let scalar = scalar() else { return nil }
        guard !scalar.text.isEmpty else { return refuse("is empty") }
        return scalar.text
    }

    func name() -> String? {
        guard let text = scalar()?.text else { return nil }
        guard isName(text) else {
            return refuse(
                "can't be \(text.quoted)",
                hint: "names are made of a to z, 0 to 9, '.', '_' and '-', begin with a letter or "
                    + "a digit, and have at most 64 characters")
        }
        return text
    }

    func boolean() -> Bool? {
        guard let scalar = scalar() else { return nil }
        guard case .boolean(let value) = scalar.value else {
            return refuse("must be true or false, not \(scalar.text.quoted)")
        }
        return value
    }

    func integer() -> Int? {
        guard case .integer(let range) = shape else { preconditionFailure("\(title): \(shape)") }
        return integer(in: range)
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let scalar = scalar() else { return nil }
        guard scalar.style == .plain, let number = Quantities.digits(scalar.text) else {
            return refuse("must be a whole number, not \(scalar.text.quoted)")
        }
        guard range.contains(Int(number)) else {
            return refuse(
                "must be from \(range.lowerBound) to \(range.upperBound), not \(number)")
        }
        return Int(number)
    }

    func factor() -> Double? {
        guard case .factor(let range) = shape else { preconditionFailure("\(title): \(shape)") }
        guard let scalar = scalar() else { return nil }
        guard scalar.value == .number, let number = Double(scalar.text) else {
            return refuse("must be a number, not \(scalar.text.quoted)")
        }
        guard range.contains(number) else {
            return refuse(
                "must be from \(Quantities.shown(range.lowerBound)) to "
                    + "\(Quantities.shown(range.upperBound)), not \(scalar.text)")
        }
        return number
    }

    func duration() -> Duration? {
        guard case .duration(let range) = shape else { preconditionFailure("\(title): \(shape)") }
        guard let text = scalar()?.text else { return nil }
        guard let duration = Quantities.duration(text) else {
            return refuse(
                "must be a duration, not \(text.quoted)",
                hint: Quantities.digits(text) != nil
                    ? "did you mean '\(text)s'?" : "write 250ms, 30s, 15m, 6h or 3d")
        }
        guard range.contains(duration) else {
            let (least, most) = (range.lowerBound, range.upperBound)
            return refuse(
                "must be from \(Quantities.shown(least)) to \(Quantities.shown(most)), not \(text)")
        }
        return duration
    }

    func size() -> Int64? {
        guard case .size(let range) = shape else { preconditionFailure("\(title): \(shape)") }
        guard let text = scalar()?.text else { return nil }
        guard let size = Quantities.size(text) else {
            return refuse(
                "must be a size, not \(text.quoted)", hint: "write 512B, 64KiB, 1MiB or 20GiB")
        }
        guard range.contains(size) else {
            let (least, most) = (range.lowerBound, range.upperBound)
            return refuse(
                "must be from \(Quantities.shown(least)) to \(Quantities.shown(most)), not \(text)")
        }
        return size
    }

    func rate() -> Rate? {
        guard let text = scalar()?.text else { return nil }
        guard let rate = Quantities.rate(text) else {
            return refuse("must be a rate, not \(text.quoted)", hint: "write 50/s, 600/m or 1000/h")
        }
        return rate
    }

    /// Bytes of ASCII. Control characters are among them, since some programs put 0x01 or 0x1F between
    /// fields; line ends are not, nor is NUL.
    func characters() -> [UInt8]? {
        guard case .characters(let range) = shape else { preconditionFailure("\(title): \(shape)") }
        guard let text = scalar()?.text else { return nil }
        let bytes = Array(text.utf8)
        guard range.contains(bytes.count),
            bytes.allSatisfy({ (0x01..<0x7F).contains($0) && $0 != 0x0A && $0 != 0x0D })
        else {
            return refuse(
                "must be \(range.lowerBound) to \(range.upperBound) ASCII characters, not "
                    + text.quoted)
        }
        return bytes
    }

    /// One byte of ASCII that is not a control character, or a tab.
    func character() -> UInt8? {
        guard let text = scalar()?.text else { return nil }
        guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x7F,
            byte >= 0x20 || byte == UInt8(ascii: "\t")
        else {
            return refuse("must be one ASCII character, not \(text.quoted)")
        }
        return byte
    }

    /// The word, if the shape's choice has it and supports it.
    func choice() -> String? {
        guard case .choice(let words, let later) = shape else {
            preconditionFailure("\(title): \(shape)")
        }
        guard let text = scalar()?.text else { return nil }
        if words.contains(text) { return text }
        if later.contains(text) {
            findings.notSupportedYet("\(title.dropLast()): \(text)'", at: node.span)
            return nil
        }
        return refuse(
            "must be \(words.listed()), not \(text.quoted)", hint: didYouMean(text, among: words))
    }

    func choice<Choice: RawRepresentable<String>>(_ type: Choice.Type) -> Choice? {
        choice().flatMap { Choice(rawValue: $0) }
    }

    func report(_ message: String, hint: String? = nil) {
        findings.report(message, hint: hint, at: node.isNull ? span : node.span)
    }

    /// Reports what is wrong with the value.
    func refuse<Result>(_ message: String, hint: String? = nil) -> Result? {
        report("\(title) \(message)", hint: hint)
        return nil
    }
}

/// Whether a text may name a partner, a feed, a destination or a credential.
func isName(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.count <= 64 else { return false }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return isAlphanumeric(first)
        && bytes.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: "-")
        }
}
