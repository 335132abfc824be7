import CPlatform

/// Memory that grows and is written through a raw pointer. Whoever writes has reserved before.
@safe struct ByteBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    var count = 0

    init(capacity: Int) {
        self.capacity = capacity + Text.slack
        unsafe base = .allocate(capacity: self.capacity)
    }

    deinit { unsafe base.deallocate() }

    /// Makes room for `more` bytes behind what is there, and the slack.
    @inline(__always) mutating func reserve(_ more: Int) {
        if capacity - count < more + Text.slack { grow(more) }
    }

    @inline(never) private mutating func grow(_ more: Int) {
        let wanted = max(count + more + Text.slack, capacity * 2)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        unsafe moved.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = wanted
    }

    @inline(__always) mutating func put(_ byte: UInt8) {
        assert(count < capacity)
        unsafe base[count] = byte
        count += 1
    }

    @inline(__always) mutating func put(_ text: Text) {
        assert(count + text.count + Text.slack <= capacity)
        unsafe hopper_copy_padded(base + count, text.start, text.count)
        count += text.count
    }

    /// A short literal.
    @inline(__always) mutating func put(_ literal: StaticString) {
        unsafe memcpy(base + count, literal.utf8Start, literal.utf8CodeUnitCount)
        count += literal.utf8CodeUnitCount
    }

    /// Reserves first: for texts that are not part of a field's reserve.
    mutating func append(_ text: Text) {
        reserve(text.count)
        put(text)
    }

    @inline(__always) subscript(_ index: Int) -> UInt8 {
        get {
            assert(index >= 0 && index < count)
            return unsafe base[index]
        }
        set {
            assert(index >= 0 && index < count)
            unsafe base[index] = newValue
        }
    }

    @inline(__always) func text(from start: Int, to end: Int) -> Text {
        assert(start >= 0 && start <= end && end <= count)
        return unsafe Text(start: base + start, count: end - start)
    }

    @inline(__always) var text: Text { text(from: 0, to: count) }

    /// Two decimal digits.
    @inline(__always) mutating func put(twoDigits value: Int) {
        put(0x30 + UInt8(truncatingIfNeeded: value / 10))
        put(0x30 + UInt8(truncatingIfNeeded: value % 10))
    }

    /// A number that is not negative, in decimal digits; at most 20 bytes.
    @inline(__always) mutating func put(number: Int64) {
        assert(number >= 0)
        count += unsafe Int(hopper_put_decimal(base + count, UInt64(bitPattern: number)))
    }

    /// A JSON string with its quotes; says whether anything had to be escaped. The caller has
    /// reserved `6 * text.count + 2` bytes.
    @inline(__always) @discardableResult
    mutating func put(jsonString text: Text) -> Bool {
        // Through a pointer of its own: a write to memory may touch anything, `count` too, so that
        // after each byte the compiler would have to look it up again.
        let to = unsafe base + count
        unsafe to[0] = UInt8(ascii: "\"")
        let clean = unsafe hopper_copy_clean(to + 1, text.start, text.count)
        if clean == text.count {
            unsafe to[clean + 1] = UInt8(ascii: "\"")
            count += clean + 2
            return false
        }
        count += clean + 1
        putEscaped(text.slice(clean, text.count))
        put(UInt8(ascii: "\""))
        return true
    }

    /// A short text and a JSON string behind it; gives where the string begins. The caller has
    /// reserved `prefix.count + 6 * text.count + 2` bytes.
    @inline(__always)
    mutating func put(_ prefix: Text, jsonString text: Text) -> Int {
        // `count` is looked up and written once, see above.
        let start = count + prefix.count
        let to = unsafe base + start
        unsafe hopper_copy_padded(base + count, prefix.start, prefix.count)
        unsafe to[0] = UInt8(ascii: "\"")
        let clean = unsafe hopper_copy_clean(to + 1, text.start, text.count)
        if clean == text.count {
            unsafe to[clean + 1] = UInt8(ascii: "\"")
            count = start + clean + 2
            return start
        }
        count = start + clean + 1
        putEscaped(text.slice(clean, text.count))
        put(UInt8(ascii: "\""))
        return start
    }

    @inline(never) private mutating func putEscaped(_ text: Text) {
        var at = 0
        while at < text.count {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): putEscape(byte)
            case 0x08: putEscape(UInt8(ascii: "b"))
            case 0x09: putEscape(UInt8(ascii: "t"))
            case 0x0A: putEscape(UInt8(ascii: "n"))
            case 0x0C: putEscape(UInt8(ascii: "f"))
            case 0x0D: putEscape(UInt8(ascii: "r"))
            case 0..<0x20:
                putEscape(UInt8(ascii: "u"))
                put(UInt8(ascii: "0"))
                put(UInt8(ascii: "0"))
                put(0x30 + byte >> 4)
                put(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
            default:
                let rest = text.slice(at, text.count)
                let clean = unsafe hopper_copy_clean(base + count, rest.start, rest.count)
                count += clean
                at += clean
                continue
            }
            at += 1
        }
    }

    @inline(__always) private mutating func putEscape(_ byte: UInt8) {
        put(UInt8(ascii: "\\"))
        put(byte)
    }
}
