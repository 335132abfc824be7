import Platform

/// The lines of a file with expectations, one after another. It is held whole, so it must not be
/// larger than a sample's ought to be.
struct ExpectedLines {
    /// Larger ones are refused.
    static let sizeLimit = 64 << 20

    private let bytes: [UInt8]
    private var offset = 0
    private(set) var number = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next line that says something: empty ones and, in the list of rejects, comments are
    /// passed over.
    mutating func next() -> String? {
        while offset < bytes.count {
            let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            var line = bytes[offset..<end]
            offset = end + 1
            number += 1
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
            if line.first == UInt8(ascii: "#") { continue }
            return String(decoding: line, as: UTF8.self)
        }
        return nil
    }
}
