import Digest

/// `hash` and `mask`: what takes a value's place once it has passed every check.
extension RecordRun {
    /// - Parameters:
    ///   - text: what was checked; the value of a string.
    ///   - start: where the value's JSON begins, which reaches to the data's end.
    @inline(never)
    mutating func disguise(_ op: OpReference, _ text: Text, from start: Int) {
        let extra = extras[Int(op.extra)]
        var text = text
        if case .string = op.type {
        } else {
            // As it was written, so that one value in two notations gives one result.
            let written = data.text(from: start, to: data.count)
            let isQuoted = written.count >= 2 && written[0] == UInt8(ascii: "\"")
            let value = isQuoted ? written.slice(1, written.count - 1) : written
            text = withNextScratch(value.count) { $0.put(value) }
        }
        data.count = start
        switch extra.disguise {
        case .none, .hash: putHash(of: text, key: extra.key)
        case .mask: put(masked(text, extra))
        case .address: put(maskedAddress(text))
        }
    }

    private mutating func put(_ text: Text) {
        data.reserve(6 * text.count + 2)
        data.put(jsonString: text)
    }

    private mutating func putHash(of text: Text, key: Int32) {
        data.reserve(TextDigest.width + 2)
        data.put(UInt8(ascii: "\""))
        let digest = key < 0 ? TextDigest() : keys[Int(key)]
        unsafe digest.put(text.start, count: text.count, to: data.base + data.count)
        data.count += TextDigest.width
        data.put(UInt8(ascii: "\""))
    }

    private mutating func masked(_ text: Text, _ extra: FieldExtra) -> Text {
        let scalars = text.scalarCount
        var (first, last) = (Int(extra.keepFirst), Int(extra.keepLast))
        if scalars <= first + last { (first, last) = (0, 0) }
        let head = text.slice(0, text.offset(ofScalar: first))
        let tail = text.slice(text.offset(ofScalar: scalars - last), text.count)
        let stars = extra.keepsLength ? scalars - first - last : Self.stars
        return withNextScratch(head.count + stars + tail.count) { out in
            out.put(head)
            for _ in 0..<stars { out.put(extra.maskedWith) }
            out.put(tail)
        }
    }

    /// The first character of what stands before the last `@`, unless it is the only one, and the
    /// domain; nothing of a text that is no address.
    private mutating func maskedAddress(_ text: Text) -> Text {
        var at = text.count - 1
        while at >= 0, text[at] != UInt8(ascii: "@") { at -= 1 }
        let local = text.slice(0, max(at, 0))
        let head = local.slice(0, local.scalarCount > 1 ? local.offset(ofScalar: 1) : 0)
        let tail = at > 0 ? text.slice(at, text.count) : text.slice(0, 0)
        return withNextScratch(head.count + Self.stars + tail.count) { out in
            out.put(head)
            for _ in 0..<Self.stars { out.put(UInt8(ascii: "*")) }
            out.put(tail)
        }
    }

    /// What stands for a masked stretch whose length must not show.
    private static var stars: Int { 3 }
}

extension Text {
    /// Where the scalar of that index begins; the text's end where it has not so many.
    fileprivate func offset(ofScalar scalar: Int) -> Int {
        var left = scalar
        for index in 0..<count where self[index] & 0xC0 != 0x80 {
            if left == 0 { return index }
            left -= 1
        }
        return count
    }
}
