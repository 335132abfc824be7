/// What goes between Hopper and `hopper-jq`, in both directions: a length, and so many bytes of
/// numbers (four bytes, in the machine's own order) and texts (a length and bytes).
///
/// The first frame asks with the programs: the `version`, their number, and each one's text. The answer holds, for
/// each of them, the number of its mistakes, and each mistake's line, column (0 for none), word and
/// message. Each further
/// frame asks with records: their number, and for each the number of its program and its JSON. The
/// answer holds the number of those that have one (it may be fewer, but not none), and for each what
/// came of it (`JQOutcome`) and a text.
package struct JQFrame: Sendable {
    /// The length, and what it is the length of.
    package private(set) var bytes: [UInt8] = [0, 0, 0, 0]

    package init() {}

    package static let lengthBytes = 4
    /// Of all this: a daemon may run on while a new `hopper-jq` is installed.
    package static let version = 1
    /// In place of the number of records that have an answer.
    package static let outOfTime = UInt32.max

    package mutating func reset() { bytes.removeSubrange(Self.lengthBytes...) }

    package mutating func add(_ number: Int) {
        unsafe withUnsafeBytes(of: UInt32(number)) { unsafe bytes.append(contentsOf: $0) }
    }

    package mutating func add(_ text: UnsafeRawBufferPointer) {
        add(text.count)
        unsafe bytes.append(contentsOf: text)
    }

    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { unsafe add(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text that `body` appends to the bytes.
    package mutating func addText<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
        let start = bytes.count
        add(0)
        let result = body(&bytes)
        set(bytes.count - start - 4, at: start)
        return result
    }

    /// Replaces a number that was added before.
    package mutating func set(_ number: Int, at offset: Int) {
        unsafe bytes.withUnsafeMutableBytes {
            unsafe $0.storeBytes(of: UInt32(number), toByteOffset: offset, as: UInt32.self)
        }
    }

    /// Forgets what was added last: keeps so many bytes.
    package mutating func cut(to count: Int) { bytes.removeSubrange(count...) }

    /// Writes the length in front; then the bytes are ready to be sent.
    package mutating func close() { set(bytes.count - Self.lengthBytes, at: 0) }
}

/// Reads a frame's content; one that is shorter than it says is no trap, but a nil.
package struct JQFrameReader {
    private let bytes: [UInt8]
    private let end: Int
    private var at = 0

    /// - Parameter end: where the content ends; there may be more bytes behind.
    package init(_ bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = min(end, bytes.count)
    }

    package mutating func number() -> Int? {
        guard end - at >= 4 else { return nil }
        let number = unsafe bytes.withUnsafeBytes {
            unsafe $0.loadUnaligned(fromByteOffset: at, as: UInt32.self)
        }
        at += 4
        return Int(number)
    }

    /// Where the next text lies in the bytes.
    package mutating func text() -> Range<Int>? {
        guard let count = number(), end - at >= count else { return nil }
        at += count
        return at - count..<at
    }

    package mutating func string() -> String? {
        text().map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}
