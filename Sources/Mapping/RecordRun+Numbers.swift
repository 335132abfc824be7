import CPlatform

/// Numbers, digit by digit: nothing passes through binary floating point, and any length goes.
///
/// What is written is JSON's grammar with the same digits: leading zeros go (`007.50` is `7.50`), a
/// missing 0 comes (`,5` is `0.5`), `+` goes, and a zero has no sign.
extension RecordRun {
    /// - Parameters:
    ///   - mark: the decimal mark, or 0 where there may be none.
    ///   - grouping: the byte between groups of three digits, or 0. A number may do without groups,
    ///     but where there is one, all must be well placed.
    mutating func putNumber(
        _ text: Text, mark: UInt8, grouping: UInt8, takesExponent: Bool
    ) -> Bool {
        data.reserve(text.count + 8)
        if let written = unsafe text.putPlainNumber(data.base + data.count, mark, grouping) {
            data.count += written
            return true
        }
        // Through a pointer of its own, see `ByteBuffer.put(jsonString:)`.
        let out = unsafe data.base + data.count
        var written = 0
        var at = 0
        let count = text.count
        let isNegative = count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative {
            unsafe out[0] = UInt8(ascii: "-")
            written = 1
            at = 1
        } else if count > 0, text[0] == UInt8(ascii: "+") {
            at = 1
        }
        let digitsStart = written
        var isZero = true
        var group = 0
        var groups = 0
        while at < count {
            let byte = text[at]
            if byte &- 0x30 < 10 {
                unsafe out[written] = byte
                // Leading zeros are not kept.
                if byte != 0x30 || written > digitsStart { written += 1 }
                group += 1
            } else if byte == grouping, grouping != 0 {
                guard groups == 0 ? group >= 1 && group <= 3 : group == 3 else { return false }
                groups += 1
                group = 0
            } else {
                break
            }
            at += 1
        }
        if groups > 0, group != 3 { return false }
        if written > digitsStart {
            isZero = false
        } else {
            unsafe out[written] = 0x30
            written += 1
        }
        if at < count, text[at] == mark, mark != 0 {
            at += 1
            let fractionStart = at
            unsafe out[written] = UInt8(ascii: ".")
            written += 1
            while at < count, text[at] &- 0x30 < 10 {
                if text[at] != 0x30 { isZero = false }
                unsafe out[written] = text[at]
                written += 1
                at += 1
            }
            guard at > fractionStart else { return false }
        } else if group == 0 {
            return false
        }
        let start = data.count
        data.count += written
        if at < count {
            guard takesExponent, putExponent(text, at) else { return false }
        }
        if isNegative, isZero { dropSign(start) }
        return true
    }

    private mutating func putExponent(_ text: Text, _ start: Int) -> Bool {
        guard text[start] | 0x20 == UInt8(ascii: "e") else { return false }
        var at = start + 1
        data.put(UInt8(ascii: "e"))
        if at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") {
            data.put(text[at])
            at += 1
        }
        guard at < text.count else { return false }
        while at < text.count {
            guard text[at] &- 0x30 < 10 else { return false }
            data.put(text[at])
            at += 1
        }
        return true
    }

    private mutating func dropSign(_ start: Int) {
        for index in start + 1..<data.count { data[index - 1] = data[index] }
        data.count -= 1
    }

    /// `true`/`false`, `yes`/`no`, `y`/`n`, `t`/`f` in any case, `1`/`0`.
    mutating func putBoolean(_ text: Text) -> Bool {
        guard let value = text.boolean else { return false }
        data.reserve(8)
        data.put(value ? "true" : "false")
        return true
    }
}

extension Text {
    /// Writes a number that is written as most are: at most 16 characters besides a `-`, no zero in
    /// front, at most one group of digits, and a fraction or none. nil for any other, and for what
    /// is no number. Up to 33 bytes are written.
    @inline(__always) fileprivate func putPlainNumber(
        _ out: UnsafeMutablePointer<UInt8>, _ mark: UInt8, _ grouping: UInt8
    ) -> Int? {
        guard count > 1 else { return nil }
        let isNegative = self[0] == UInt8(ascii: "-")
        let from = isNegative ? 1 : 0
        let length = count - from
        guard length <= 16, self[from] &- 0x31 < 9 else { return nil }
        unsafe out[0] = UInt8(ascii: "-")
        let digits = unsafe start + from
        let to = unsafe out + from
        unsafe hopper_copy_padded(to, digits, 16)
        var others = unsafe ~hopper_digits16(digits) & (1 << UInt32(length) &- 1)
        if others == 0 { return count }
        let first = others.trailingZeroBitCount
        others &= others &- 1
        if others == 0 {
            guard unsafe digits[first] == mark, mark != 0, first + 1 < length else { return nil }
            unsafe to[first] = UInt8(ascii: ".")
            return count
        }
        let second = others.trailingZeroBitCount
        // 0 says that there is none, and is no character that could stand there.
        guard mark != 0, grouping != 0, others & (others &- 1) == 0, second == first + 4,
            first <= 3, second + 1 < length,
            unsafe digits[first] == grouping, unsafe digits[second] == mark
        else { return nil }
        unsafe hopper_copy_padded(to + first, digits + first + 1, 16)
        unsafe to[second - 1] = UInt8(ascii: ".")
        return count - 1
    }

    fileprivate var boolean: Bool? {
        switch count {
        case 1:
            switch self[0] {
            case UInt8(ascii: "1"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "y"),
                UInt8(ascii: "Y"):
                return true
            case UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "n"),
                UInt8(ascii: "N"):
                return false
            default: return nil
            }
        case 2: return isWord("no") ? false : nil
        case 3: return isWord("yes") ? true : nil
        case 4: return isWord("true") ? true : nil
        case 5: return isWord("false") ? false : nil
        default: return nil
        }
    }

    /// Whether it is that lowercase word of the same length, in any case.
    private func isWord(_ word: StaticString) -> Bool {
        for index in 0..<count where self[index] | 0x20 != word.byte(index) {
            return false
        }
        return true
    }
}
