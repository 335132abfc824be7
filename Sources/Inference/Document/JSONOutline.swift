/// The arrays of a JSON document that a feed can point to, and where their elements are. It takes
/// what there is of a document that is cut off or broken.
struct JSONOutline {
    /// An array that is in no other.
    struct Candidate {
        /// RFC 6901; empty for the document itself.
        let pointer: String
        /// Its objects.
        var objects: [Range<Int>] = []
        /// Of its objects.
        var bytes = 0
        /// Elements that are no objects.
        var others = 0

        var holdsRecords: Bool { !objects.isEmpty && objects.count >= others }
    }

    private(set) var candidates: [Candidate] = []
    private let text: [UInt8]
    private var at = 0
    private let maximum: Int

    private static let depthLimit = 64
    private static let candidateLimit = 1000

    /// - Parameter maximum: objects of an array whose places are kept.
    init(_ text: [UInt8], maximum: Int) {
        self.text = text
        self.maximum = maximum
        _ = value(at: "", depth: 0)
    }

    /// The array with the most in it; the others that hold objects, most first.
    var best: (chosen: Candidate, others: [Candidate])? {
        let able = candidates.filter(\.holdsRecords).sorted { $0.bytes > $1.bytes }
        return able.first.map { ($0, Array(able.dropFirst())) }
    }

    private mutating func skipSpace() {
        while at < text.count, text[at] <= 0x20 { at += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < text.count, text[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    /// False where the text is no JSON, or ends.
    private mutating func value(at pointer: String?, depth: Int) -> Bool {
        skipSpace()
        guard at < text.count, depth < Self.depthLimit else { return false }
        switch text[at] {
        case UInt8(ascii: "{"): return object(at: pointer, depth: depth)
        case UInt8(ascii: "["): return array(at: pointer, depth: depth)
        case UInt8(ascii: "\""): return string() != nil
        default:
            let start = at
            while at < text.count, !",]} \t\r\n".utf8.contains(text[at]) { at += 1 }
            return at > start
        }
    }

    private mutating func string() -> Range<Int>? {
        let start = at + 1
        at = start
        while at < text.count {
            if text[at] == UInt8(ascii: "\"") {
                at += 1
                return start..<at - 1
            }
            at += text[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private mutating func object(at pointer: String?, depth: Int) -> Bool {
        at += 1
        if take("}") { return true }
        while true {
            skipSpace()
            guard at < text.count, text[at] == UInt8(ascii: "\""), let name = string(), take(":")
            else { return false }
            let inner = pointer.map {
                $0 + "/" + MemberColumns.escaped(String(decoding: text[name], as: UTF8.self))
            }
            guard value(at: inner, depth: depth + 1) else { return false }
            if take("}") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func array(at pointer: String?, depth: Int) -> Bool {
        at += 1
        let index = candidates.count
        let isKept = pointer != nil && index < Self.candidateLimit
        if let pointer, isKept { candidates.append(Candidate(pointer: pointer)) }
        if take("]") { return true }
        while true {
            skipSpace()
            let start = at
            guard value(at: nil, depth: depth + 1) else { return false }
            if isKept { note(start..<at, in: index) }
            if take("]") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func note(_ element: Range<Int>, in index: Int) {
        guard text[element.lowerBound] == UInt8(ascii: "{") else {
            candidates[index].others += 1
            return
        }
        candidates[index].bytes += element.count
        if candidates[index].objects.count < maximum { candidates[index].objects.append(element) }
    }
}
