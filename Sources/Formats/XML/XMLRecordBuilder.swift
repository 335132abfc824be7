import JSON
import Vocabulary

/// Makes records of what expat tells: finds the record elements, and in them what is wanted.
@safe final class XMLRecordBuilder {
    /// The record that is being read.
    struct OpenRecord {
        var byteOffset: Int64
        var line: Int64
        /// Elements around what is being read, the record element itself left out.
        var depth = 0
    }

    /// A record whose end tag has been read.
    struct Finished {
        var byteOffset: Int64
        var line: Int64
        var end: Int64
    }

    /// One value of a field, among `values`.
    private struct Piece {
        var field: Int
        var start: Int
        var count: Int
        var kind: FieldKind
    }

    private let path: [[UInt8]]
    private let wanted: WantedElements
    private let width: Int
    private let recordLimit: Int
    private unowned(unsafe) var parser: ExpatParser?

    /// Elements around what is being read, and how many of them lie on the path to the records.
    private var depth = 0
    private var matched = 0
    private(set) var open: OpenRecord?
    private var nodes: [Int] = []
    private var captures: [(node: Int, depth: Int, event: Int)] = []
    private var tape = XMLTape()
    private var values: [UInt8] = []
    private var pieces: [Piece] = []

    /// The qualified names of the elements around the first record, once there was one.
    private(set) var ancestors: [[UInt8]]?
    private var tags: [[UInt8]] = []
    /// The root element's local name.
    private(set) var root: [UInt8]?
    private(set) var refusesEntities = false
    /// The end of what was told last.
    private(set) var heardEnd: Int64 = 0
    /// Called with each record; whether to go on.
    var finished: (Finished) -> Bool = { _ in true }

    static let deepest = 100

    init(path: [String], wanted: [XMLPath?], recordLimit: Int) {
        self.path = path.map { Array($0.utf8) }
        self.wanted = WantedElements(wanted)
        width = wanted.count
        self.recordLimit = recordLimit
    }

    /// Forgets where it is: another parser begins.
    func begin(_ parser: ExpatParser, at byteOffset: Int64) {
        unsafe self.parser = parser
        depth = 0
        matched = 0
        tags = []
        heardEnd = byteOffset
        forgetRecord()
    }

    /// Something was told, whatever it is.
    func heard() {
        guard let parser = unsafe parser else { return }
        let end = parser.endOffset
        if open == nil, end - heardEnd > Int64(recordLimit), heardEnd >= 0 {
            return parser.refuse(Self.tooLong(recordLimit))
        }
        heardEnd = end
    }

    func forgetRecord() {
        open = nil
        nodes.removeAll(keepingCapacity: true)
        captures.removeAll(keepingCapacity: true)
        tape.removeAll()
        values.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
    }

    func started(
        _ name: UnsafePointer<CChar>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) {
        heard()
        let local = unsafe XMLName.local(name)
        if open != nil { return unsafe startedWithin(local, attributes) }
        if depth == 0, root == nil { unsafe root = Array(local) }
        if depth == matched, matched < path.count, unsafe XMLName.isEqual(local, path[matched]) {
            matched += 1
        }
        if matched == path.count, depth + 1 == path.count, let parser = unsafe parser {
            if ancestors == nil { ancestors = tags }
            open = OpenRecord(byteOffset: parser.byteOffset, line: parser.line)
            nodes.append(0)
            unsafe enter(0, local, attributes, depth: 0)
        } else if ancestors == nil, tags.count < path.count {
            unsafe tags.append(Array(XMLName.whole(name)))
        }
        depth += 1
    }

    private func startedWithin(
        _ local: UnsafeBufferPointer<UInt8>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) {
        guard open != nil else { return }
        open?.depth += 1
        depth += 1
        let within = open?.depth ?? 0
        if within > Self.deepest {
            unsafe parser?.refuse("nested deeper than \(Self.deepest) elements")
            return
        }
        let node = unsafe wanted.child(of: nodes.last ?? -1, named: local)
        nodes.append(node)
        unsafe enter(node, local, attributes, depth: within)
        demandSize()
    }

    /// Notes what is wanted of an element: its attributes now, its content when it ends.
    private func enter(
        _ node: Int, _ local: UnsafeBufferPointer<UInt8>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>, depth: Int
    ) {
        let isCaptured = node >= 0 && wanted.nodes[node].isCaptured
        if isCaptured { captures.append((node, depth, tape.events.count)) }
        let isTaped = !captures.isEmpty
        if isTaped { unsafe tape.start(local) }
        let wantsAttributes = node >= 0 && !wanted.nodes[node].attributes.isEmpty
        guard isTaped || wantsAttributes else { return }
        var index = 0
        while let name = unsafe attributes[index], let value = unsafe attributes[index + 1] {
            index += 2
            let whole = unsafe XMLName.whole(name)
            if unsafe whole.starts(with: "xmlns".utf8) { continue }
            let local = unsafe XMLName.local(name)
            let text = unsafe XMLName.whole(value)
            if isTaped { unsafe tape.attribute(local, text) }
            guard wantsAttributes else { continue }
            for (wantedName, field) in wanted.nodes[node].attributes
            where unsafe XMLName.isEqual(local, wantedName) {
                let start = values.count
                unsafe values.append(contentsOf: text)
                pieces.append(Piece(field: field, start: start, count: text.count, kind: .text))
            }
        }
    }

    func read(_ text: UnsafeBufferPointer<UInt8>) {
        heard()
        guard open != nil else { return }
        if !captures.isEmpty { unsafe tape.text(text) }
        demandSize()
    }

    func ended() {
        heard()
        guard let record = open else {
            if matched == depth { matched -= 1 }
            depth -= 1
            if ancestors == nil, tags.count > depth { tags.removeLast() }
            return
        }
        depth -= 1
        if !captures.isEmpty { leave(depth: record.depth) }
        nodes.removeLast()
        guard record.depth == 0 else {
            open?.depth -= 1
            return
        }
        matched -= 1
        guard let parser = unsafe parser else { return }
        let end = parser.endOffset
        if end - record.byteOffset > Int64(recordLimit) { return demandSize() }
        let goesOn = finished(
            Finished(byteOffset: record.byteOffset, line: record.line, end: end))
        forgetRecord()
        if !goesOn { parser.suspend() }
    }

    /// An element ends that may be wanted: its value is made.
    private func leave(depth: Int) {
        tape.end()
        guard let capture = captures.last, capture.depth == depth else { return }
        captures.removeLast()
        let node = wanted.nodes[capture.node]
        let plain = tape.plainText(at: capture.event)
        for field in node.content {
            let start = values.count
            if let plain {
                values += tape.bytes[plain]
                let isNil = tape.isNil(at: capture.event)
                pieces.append(
                    Piece(
                        field: field, start: start, count: plain.count, kind: isNil ? .null : .text)
                )
            } else {
                _ = tape.writeJSON(at: capture.event, asObject: true, into: &values)
                pieces.append(
                    Piece(field: field, start: start, count: values.count - start, kind: .json))
            }
        }
        for field in node.object {
            let start = values.count
            _ = tape.writeJSON(at: capture.event, asObject: true, into: &values)
            pieces.append(
                Piece(field: field, start: start, count: values.count - start, kind: .json))
        }
        if captures.isEmpty { tape.removeAll() }
    }

    func refuseEntities() {
        refusesEntities = true
        unsafe parser?.refuse("it declares entities, which are not expanded here")
    }

    func skippedEntity() {
        unsafe parser?.refuse("an entity that is declared nowhere")
    }

    /// What a record's values take is bounded by what it takes itself.
    private func demandSize() {
        guard let open, let parser = unsafe parser,
            parser.byteOffset - open.byteOffset > Int64(recordLimit)
                || values.count > 16 * recordLimit
        else { return }
        parser.refuse(Self.tooLong(recordLimit))
    }

    static func tooLong(_ limit: Int) -> String {
        "longer than the \(limit) bytes allowed for a record"
    }
}

extension XMLRecordBuilder {
    /// Within `finished`: puts the record's values behind the block's text, and a field for each
    /// wanted path among its fields. Repeated values become an array.
    func putFields(into block: RecordBlock) -> Int {
        let first = block.fieldCount
        block.reserveFields(first + width)
        for field in 0..<width {
            unsafe block.fields[first + field] = FieldSpan(start: 0, length: 0, kind: .absent)
        }
        block.fieldCount = first + width
        let base = block.byteCount
        put(values[...], into: block)
        var counts = [Int](repeating: 0, count: pieces.isEmpty ? 0 : width)
        for piece in pieces {
            counts[piece.field] += 1
            unsafe block.fields[first + piece.field] = FieldSpan(
                start: UInt32(base + piece.start), length: UInt32(piece.count), kind: piece.kind)
        }
        for field in counts.indices where counts[field] > 1 {
            let array = array(of: pieces.filter { $0.field == field })
            let start = block.byteCount
            put(array[...], into: block)
            unsafe block.fields[first + field] = FieldSpan(
                start: UInt32(start), length: UInt32(array.count), kind: .json)
        }
        return width
    }

    private func array(of pieces: [Piece]) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "[")]
        for (index, piece) in pieces.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            let value = values[piece.start..<piece.start + piece.count]
            switch piece.kind {
            case .null: out += "null".utf8
            case .text: JSONText.write(Array(value), into: &out)
            default: out += value
            }
        }
        out.append(UInt8(ascii: "]"))
        return out
    }

    private func put(_ bytes: ArraySlice<UInt8>, into block: RecordBlock) {
        block.reserveBytes(block.byteCount + bytes.count + BlockFeed.padding)
        unsafe bytes.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            unsafe (block.bytes + block.byteCount).update(from: base, count: $0.count)
        }
        block.byteCount += bytes.count
    }
}
