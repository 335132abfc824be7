import JSON

/// What stands in the elements that are being captured, flat and in order, until a value is made of
/// it: JSON where it has a structure.
///
/// An element without elements and attributes is a string; any other is an object of its attributes
/// (`@name`), its text (`#text`) and its elements, those of the same name as an array.
struct XMLTape {
    enum Kind: UInt8 { case start, attribute, text, end }

    struct Event {
        var kind: Kind
        var nameLength: UInt32 = 0
        var start: UInt32
        /// Of the text or the attribute's value, behind the name.
        var length: UInt32 = 0
    }

    private(set) var events: [Event] = []
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func start(_ name: UnsafeBufferPointer<UInt8>) {
        let start = UInt32(bytes.count)
        unsafe bytes.append(contentsOf: name)
        events.append(Event(kind: .start, nameLength: UInt32(name.count), start: start))
    }

    mutating func attribute(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) {
        let start = UInt32(bytes.count)
        unsafe bytes.append(contentsOf: name)
        unsafe bytes.append(contentsOf: value)
        events.append(
            Event(
                kind: .attribute, nameLength: UInt32(name.count), start: start,
                length: UInt32(value.count)))
    }

    mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
        if let last = events.last, last.kind == .text {
            events[events.count - 1].length += UInt32(text.count)
        } else {
            events.append(
                Event(kind: .text, start: UInt32(bytes.count), length: UInt32(text.count)))
        }
        unsafe bytes.append(contentsOf: text)
    }

    mutating func end() { events.append(Event(kind: .end, start: UInt32(bytes.count))) }

    /// The text of the element that starts at that event, if there is no element in it.
    func plainText(at index: Int) -> Range<Int>? {
        var at = index + 1
        while at < events.count, events[at].kind == .attribute { at += 1 }
        guard at < events.count else { return 0..<0 }
        switch events[at].kind {
        case .text:
            guard at + 1 == events.count || events[at + 1].kind == .end else { return nil }
            return Int(events[at].start)..<Int(events[at].start + events[at].length)
        case .end: return 0..<0
        case .start, .attribute: return nil
        }
    }

    /// Whether the element there says by `xsi:nil` that it has no value.
    func isNil(at index: Int) -> Bool {
        var at = index + 1
        while at < events.count, events[at].kind == .attribute {
            let name = text(nameOf: events[at])
            if name.elementsEqual("nil".utf8) {
                let value = text(of: events[at])
                return value.elementsEqual("true".utf8) || value.elementsEqual("1".utf8)
            }
            at += 1
        }
        return false
    }

    /// Writes the element that starts at that event; the event behind its end.
    func writeJSON(at index: Int, asObject: Bool, into out: inout [UInt8]) -> Int {
        let element = outline(at: index)
        if element.isLeaf, !asObject {
            if isNil(at: index) {
                out += "null".utf8
            } else {
                JSONText.write(element.text, into: &out)
            }
            return element.end
        }
        out.append(UInt8(ascii: "{"))
        var isFirst = true
        func member(_ name: some Sequence<UInt8>, _ out: inout [UInt8]) {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            JSONText.write(Array(name), into: &out)
            out.append(UInt8(ascii: ":"))
        }
        for attribute in element.attributes {
            member([UInt8(ascii: "@")] + text(nameOf: events[attribute]), &out)
            JSONText.write(Array(text(of: events[attribute])), into: &out)
        }
        if !element.text.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
            member("#text".utf8, &out)
            JSONText.write(element.text, into: &out)
        }
        for group in element.groups {
            member(text(nameOf: events[group[0]]), &out)
            if group.count > 1 { out.append(UInt8(ascii: "[")) }
            for (position, child) in group.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                _ = writeJSON(at: child, asObject: false, into: &out)
            }
            if group.count > 1 { out.append(UInt8(ascii: "]")) }
        }
        out.append(UInt8(ascii: "}"))
        return element.end
    }

    private struct Outline {
        var attributes: [Int] = []
        var text: [UInt8] = []
        /// The starts of its elements, by name, in the order of their first.
        var groups: [[Int]] = []
        var end = 0

        var isLeaf: Bool { attributes.isEmpty && groups.isEmpty }
    }

    private func outline(at index: Int) -> Outline {
        var outline = Outline()
        var places: [ArraySlice<UInt8>: Int] = [:]
        var depth = 0
        var at = index + 1
        while at < events.count {
            let event = events[at]
            switch event.kind {
            case .start:
                if depth == 0 {
                    let name = text(nameOf: event)
                    if let place = places[name] {
                        outline.groups[place].append(at)
                    } else {
                        places[name] = outline.groups.count
                        outline.groups.append([at])
                    }
                }
                depth += 1
            case .attribute:
                // Namespaces' declarations are no data, and neither is xsi:nil.
                if depth == 0, !isDeclaration(event) { outline.attributes.append(at) }
            case .text: if depth == 0 { outline.text += text(of: event) }
            case .end:
                depth -= 1
                if depth < 0 {
                    outline.end = at + 1
                    return outline
                }
            }
            at += 1
        }
        outline.end = at
        return outline
    }

    private func isDeclaration(_ event: Event) -> Bool {
        let name = text(nameOf: event)
        return name.elementsEqual("xmlns".utf8) || name.elementsEqual("nil".utf8)
    }

    private func text(nameOf event: Event) -> ArraySlice<UInt8> {
        bytes[Int(event.start)..<Int(event.start + event.nameLength)]
    }

    func text(of event: Event) -> ArraySlice<UInt8> {
        let start = Int(event.start + event.nameLength)
        return bytes[start..<start + Int(event.length)]
    }
}

extension JSONText {
    /// Writes a text as a JSON string.
    static func write(_ text: [UInt8], into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            case ..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                out += "\\u00".utf8
                out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
