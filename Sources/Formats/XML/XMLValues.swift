import JSON
import Vocabulary

/// Collects what is wanted of one record's elements, as expat comes to them, and puts it into a
/// block as fields.
struct XMLValues {
    /// One value of a field, among `bytes`.
    private struct Piece {
        var field: Int
        var start: Int
        var count: Int
        var kind: FieldKind
    }

    private let wanted: WantedElements
    private let width: Int
    /// By depth, the record element first; -1 where nothing is wanted.
    private var nodes: [Int] = []
    /// The wanted element that is open and holds nothing but text so far: that is put among the
    /// bytes as it comes. -1 if there is none.
    private var leaf = -1
    private var leafStart = 0
    private var leafDepth = 0
    /// Wanted elements that are open and have a structure.
    private var captures: [(node: Int, depth: Int, event: Int)] = []
    private var tape = XMLTape()
    private var bytes: [UInt8] = []
    private var pieces: [Piece] = []

    init(_ wanted: [XMLPath?]) {
        self.wanted = WantedElements(wanted)
        width = wanted.count
    }

    var byteCount: Int { bytes.count }

    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        captures.removeAll(keepingCapacity: true)
        leaf = -1
        tape.removeAll()
        bytes.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
    }

    mutating func enterRecord(
        _ local: UnsafeBufferPointer<UInt8>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) {
        nodes.append(0)
        unsafe note(0, local, attributes, depth: 0)
    }

    /// An element within the record begins.
    mutating func enter(
        _ local: UnsafeBufferPointer<UInt8>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>, depth: Int
    ) {
        let node = unsafe wanted.child(of: nodes[nodes.count - 1], named: local)
        nodes.append(node)
        if leaf >= 0 { captureLeaf() }
        if node >= 0 || !captures.isEmpty { unsafe note(node, local, attributes, depth: depth) }
    }

    mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        if leaf >= 0 {
            unsafe bytes.append(contentsOf: text)
        } else if !captures.isEmpty {
            unsafe tape.text(text)
        }
    }

    mutating func leave(depth: Int) {
        nodes.removeLast()
        if leaf >= 0 {
            for index in wanted.nodes[leaf].content {
                pieces.append(
                    Piece(
                        field: wanted.fields[index], start: leafStart,
                        count: bytes.count - leafStart, kind: .text))
            }
            leaf = -1
        } else if !captures.isEmpty {
            leaveCaptured(depth: depth)
        }
    }

    /// Notes what is wanted of an element: its attributes now, its content when it ends.
    private mutating func note(
        _ node: Int, _ local: UnsafeBufferPointer<UInt8>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>, depth: Int
    ) {
        let known = node >= 0 ? wanted.nodes[node] : WantedElements.Node()
        if captures.isEmpty, unsafe attributes[0] == nil {
            guard known.isCaptured else { return }
            if known.object.isEmpty {
                leaf = node
                leafStart = bytes.count
                leafDepth = depth
                return
            }
        }
        if known.isCaptured { captures.append((node, depth, tape.events.count)) }
        let isTaped = !captures.isEmpty
        if isTaped { unsafe tape.start(local) }
        guard isTaped || !known.attributes.isEmpty else { return }
        var index = 0
        while let name = unsafe attributes[index], let value = unsafe attributes[index + 1] {
            index += 2
            let whole = unsafe XMLName.whole(name)
            if unsafe whole.starts(with: "xmlns".utf8) { continue }
            let local = unsafe XMLName.local(name)
            let text = unsafe XMLName.whole(value)
            if isTaped { unsafe tape.attribute(local, text) }
            for wish in known.attributes where unsafe wanted.isEqual(wanted.attributes[wish], local)
            {
                pieces.append(
                    Piece(
                        field: wanted.attributes[wish].target, start: bytes.count,
                        count: text.count, kind: .text))
                unsafe bytes.append(contentsOf: text)
            }
        }
    }

    /// There is an element in what seemed to hold only text.
    private mutating func captureLeaf() {
        captures.append((leaf, leafDepth, tape.events.count))
        leaf = -1
        // Its own name is in no value that is made of it.
        unsafe tape.start(UnsafeBufferPointer(start: nil, count: 0))
        guard bytes.count > leafStart else { return }
        unsafe bytes[leafStart...].withUnsafeBufferPointer { unsafe tape.text($0) }
        bytes.removeLast(bytes.count - leafStart)
    }

    /// An element with a structure ends that may be wanted: its value is made.
    private mutating func leaveCaptured(depth: Int) {
        tape.end()
        guard let capture = captures.last, capture.depth == depth else { return }
        captures.removeLast()
        let node = wanted.nodes[capture.node]
        let plain = tape.plainText(at: capture.event)
        for index in node.content {
            let start = bytes.count
            var kind = FieldKind.json
            if let plain {
                bytes += tape.bytes[plain]
                kind = tape.isNil(at: capture.event) ? .null : .text
            } else {
                _ = tape.writeJSON(at: capture.event, asObject: true, into: &bytes)
            }
            pieces.append(
                Piece(
                    field: wanted.fields[index], start: start, count: bytes.count - start,
                    kind: kind))
        }
        for index in node.object {
            let start = bytes.count
            _ = tape.writeJSON(at: capture.event, asObject: true, into: &bytes)
            pieces.append(
                Piece(
                    field: wanted.fields[index], start: start, count: bytes.count - start,
                    kind: .json))
        }
        if captures.isEmpty { tape.removeAll() }
    }
}

extension XMLValues {
    /// Puts the record's values behind the block's text, and a field for each wanted path among its
    /// fields. Repeated values become an array.
    /// - Returns: how many fields that are.
    func put(into block: RecordBlock) -> Int {
        let first = block.fieldCount
        block.reserveFields(first + width)
        for field in 0..<width {
            unsafe block.fields[first + field] = FieldSpan(start: 0, length: 0, kind: .absent)
        }
        block.fieldCount = first + width
        let base = block.byteCount
        Self.put(bytes, into: block)
        var isRepeated = false
        for piece in pieces {
            let field = unsafe block.fields + first + piece.field
            if unsafe field.pointee.kind != .absent { isRepeated = true }
            unsafe field.pointee = FieldSpan(
                start: UInt32(base + piece.start), length: UInt32(piece.count), kind: piece.kind)
        }
        if isRepeated { putArrays(into: block, first) }
        return width
    }

    private func putArrays(into block: RecordBlock, _ first: Int) {
        var counts = [Int](repeating: 0, count: width)
        for piece in pieces { counts[piece.field] += 1 }
        for field in counts.indices where counts[field] > 1 {
            let array = array(of: pieces.filter { $0.field == field })
            let start = block.byteCount
            Self.put(array, into: block)
            unsafe block.fields[first + field] = FieldSpan(
                start: UInt32(start), length: UInt32(array.count), kind: .json)
        }
    }

    private func array(of pieces: [Piece]) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "[")]
        for (index, piece) in pieces.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            let value = bytes[piece.start..<piece.start + piece.count]
            switch piece.kind {
            case .null: out += "null".utf8
            case .text: JSONText.write(Array(value), into: &out)
            default: out += value
            }
        }
        out.append(UInt8(ascii: "]"))
        return out
    }

    private static func put(_ bytes: [UInt8], into block: RecordBlock) {
        block.reserveBytes(block.byteCount + bytes.count + BlockFeed.padding)
        unsafe bytes.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            unsafe (block.bytes + block.byteCount).update(from: base, count: $0.count)
        }
        block.byteCount += bytes.count
    }
}
