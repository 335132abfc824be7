import Vocabulary

extension CSVMachine {
    /// Takes the escapes out of the fields noted for it, in place, once all the records of the block
    /// are settled: until then a record may have to be read again.
    mutating func unescape(_ block: RecordBlock) {
        for entry in escaped {
            let field = Int(entry >> 1)
            let span = unsafe block.fields[field]
            let text = unsafe UnsafeMutableBufferPointer(
                start: block.bytes + Int(span.start), count: Int(span.length))
            if escapesLetters, entry & 1 == 0, span.length == 2,
                unsafe text[0] == escape && text[1] == UInt8(ascii: "N")
            {
                unsafe block.fields[field].kind = .null
                unsafe block.fields[field].length = 0
                continue
            }
            let count = unsafe unescape(text, isQuoted: entry & 1 == 1)
            unsafe block.fields[field].length = UInt32(count)
        }
        escaped.removeAll(keepingCapacity: true)
    }

    private func unescape(_ text: UnsafeMutableBufferPointer<UInt8>, isQuoted: Bool) -> Int {
        var from = 0
        var to = 0
        while from < text.count {
            let byte = unsafe text[from]
            let isPair =
                from + 1 < text.count
                && (hasEscape && byte == escape
                    || isQuoted && byte == quote && (unsafe text[from + 1]) == quote)
            // The second of a pair stands for itself; an escape with nothing behind it does too.
            if isPair { from += 1 }
            let literal = unsafe text[from]
            unsafe text[to] =
                isPair && escapesLetters && byte == escape ? Self.control(literal) : literal
            from += 1
            to += 1
        }
        return to
    }

    /// What an escaped letter stands for; any other character stands for itself.
    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "v"): 0x0B
        default: letter
        }
    }
}
