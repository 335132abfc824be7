import JSON
import Vocabulary

/// The walk over an element: strict JSON (RFC 8259), and the wanted values noted on the way.
extension RecordRun {
    /// One value from `at` on. `node` is its place among what is wanted, or -1; `first` is where the
    /// nest's members begin.
    mutating func walk(
        _ text: Text, _ at: inout Int, _ node: Int32, _ first: Int, depth: Int
    ) -> Bool {
        guard at < text.count, depth <= Self.deepestJSON else { return false }
        let start = at
        // Of members with the same name the last one counts, with all that it has below.
        if node >= 0, depth > 1 { forgetBelow(node, first) }
        var kind = FieldKind.json
        switch text[at] {
        case UInt8(ascii: "{"):
            guard walkMembers(text, &at, node, first, depth: depth) else { return false }
        case UInt8(ascii: "["):
            guard walkElements(text, &at, node, first, depth: depth) else { return false }
        case UInt8(ascii: "\""): (at, kind) = (text.endOfJSONString(at), .text)
        case UInt8(ascii: "t"): (at, kind) = (text.endOf("true", at), .boolean)
        case UInt8(ascii: "f"): (at, kind) = (text.endOf("false", at), .boolean)
        case UInt8(ascii: "n"): (at, kind) = (text.endOf("null", at), .null)
        default: (at, kind) = (text.endOfJSONNumber(at), .number)
        }
        guard at > start else { return false }
        if node >= 0, pathNodes[Int(node)].member >= 0 {
            let member = first + Int(pathNodes[Int(node)].member)
            let quote = kind == .text ? 1 : 0
            members[member] = FieldSpan(
                start: UInt32(start + quote), length: UInt32(at - start - 2 * quote), kind: kind)
            escapes[member] = kind == .text && text.slice(start + 1, at - 1).hasBackslash
        }
        return true
    }

    private mutating func walkMembers(
        _ text: Text, _ at: inout Int, _ node: Int32, _ first: Int, depth: Int
    ) -> Bool {
        at = text.endOfJSONSpace(at + 1)
        if text.has(UInt8(ascii: "}"), &at) { return true }
        while true {
            let end = at < text.count ? text.endOfJSONString(at) : -1
            guard end > at else { return false }
            let member = child(of: node, named: text.slice(at + 1, end - 1))
            at = text.endOfJSONSpace(end)
            guard text.has(UInt8(ascii: ":"), &at) else { return false }
            at = text.endOfJSONSpace(at)
            guard walk(text, &at, member, first, depth: depth + 1) else { return false }
            at = text.endOfJSONSpace(at)
            if text.has(UInt8(ascii: "}"), &at) { return true }
            guard text.has(UInt8(ascii: ","), &at) else { return false }
            at = text.endOfJSONSpace(at)
        }
    }

    private mutating func walkElements(
        _ text: Text, _ at: inout Int, _ node: Int32, _ first: Int, depth: Int
    ) -> Bool {
        at = text.endOfJSONSpace(at + 1)
        if text.has(UInt8(ascii: "]"), &at) { return true }
        var index: Int32 = 0
        while true {
            let element = child(of: node, at: index)
            guard walk(text, &at, element, first, depth: depth + 1) else { return false }
            at = text.endOfJSONSpace(at)
            if text.has(UInt8(ascii: "]"), &at) { return true }
            guard text.has(UInt8(ascii: ","), &at) else { return false }
            at = text.endOfJSONSpace(at)
            index &+= 1
        }
    }

    mutating func child(of node: Int32, named name: Text) -> Int32 {
        guard node >= 0 else { return -1 }
        var child = pathNodes[Int(node)].firstChild
        guard child >= 0 else { return -1 }
        var name = name
        if name.hasBackslash {
            plain.count = 0
            plain.append(name)
            plain.count = plain.unescape(from: 0)
            name = plain.text
        }
        while child >= 0 {
            if arena.text(pathNodes[Int(child)].name).isEqual(to: name) { return child }
            child = pathNodes[Int(child)].sibling
        }
        return -1
    }

    private func child(of node: Int32, at index: Int32) -> Int32 {
        guard node >= 0 else { return -1 }
        var child = pathNodes[Int(node)].firstChild
        while child >= 0, pathNodes[Int(child)].index != index {
            child = pathNodes[Int(child)].sibling
        }
        return child
    }

    /// The tree is at most as deep as JSON may be.
    func forgetBelow(_ node: Int32, _ first: Int) {
        var child = pathNodes[Int(node)].firstChild
        while child >= 0 {
            let member = Int(pathNodes[Int(child)].member)
            if member >= 0 {
                members[first + member].kind = .absent
                escapes[first + member] = false
            }
            forgetBelow(child, first)
            child = pathNodes[Int(child)].sibling
        }
    }
}

extension Text {
    /// Takes the byte, if it stands there.
    fileprivate func has(_ byte: UInt8, _ at: inout Int) -> Bool {
        guard at < count, self[at] == byte else { return false }
        at += 1
        return true
    }

    fileprivate var hasBackslash: Bool {
        for index in 0..<count where self[index] == UInt8(ascii: "\\") { return true }
        return false
    }
}

extension ByteBuffer {
    /// Resolves the escapes of a checked JSON string's inside, from there to the end; the new length.
    func unescape(from start: Int) -> Int {
        unsafe JSONText.unescape(
            UnsafeMutableBufferPointer(start: base + start, count: count - start))
    }
}
