import JSON

/// A batch taken apart just enough to tell its records: a scan over the bytes, because the records
/// themselves are of no interest here.
struct ReceivedBatch {
    struct Record {
        var id: String
        /// The record's object in the body.
        var range: Range<Int>
    }

    private(set) var batch = ""
    private(set) var contract = ""
    private(set) var records: [Record] = []

    /// Nil if the body is not an envelope with `batch` and `records`.
    init?(_ body: [UInt8]) {
        var found = false
        let isWhole = unsafe body.withUnsafeBufferPointer { bytes in
            var scanner = unsafe JSONScanner(bytes)
            return scanner.object { name, scanner in
                switch name {
                case "batch": batch = scanner.text() ?? ""
                case "contract": contract = scanner.text() ?? ""
                case "records":
                    found = true
                    return scanner.array { scanner in
                        let start = scanner.position
                        var id: String?
                        let isObject = scanner.object { name, scanner in
                            if name == "id" { id = scanner.text() } else { _ = scanner.skip() }
                            return !scanner.isBroken
                        }
                        guard isObject, let id else { return false }
                        records.append(Record(id: id, range: start..<scanner.position))
                        return true
                    }
                default: return scanner.skip()
                }
                return !scanner.isBroken
            } && scanner.isAtEnd
        }
        guard isWhole, found, !batch.isEmpty else { return nil }
    }
}

/// Walks over JSON without building anything; checks its structure, not its every letter.
@safe private struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let count: Int
    private(set) var position = 0
    private(set) var isBroken = false

    /// The bytes must outlive the scanner.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.bytes = bytes
        count = bytes.count
    }

    private func peek() -> UInt8 {
        position < count ? unsafe bytes[position] : 0
    }

    private mutating func skipSpace() {
        while peek() == 0x20 || peek() == 0x0A || peek() == 0x0D || peek() == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek() == byte, position < count else { return false }
        position += 1
        return true
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == count
        }
    }

    private mutating func broken() -> Bool {
        isBroken = true
        return false
    }

    /// `member` is called at each value, and has to go past it.
    mutating func object(_ member: (String, inout JSONScanner) -> Bool) -> Bool {
        guard take(UInt8(ascii: "{")) else { return broken() }
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let name = text(), take(UInt8(ascii: ":")), member(name, &self) else {
                return broken()
            }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) || broken()
    }

    mutating func array(_ element: (inout JSONScanner) -> Bool) -> Bool {
        guard take(UInt8(ascii: "[")) else { return broken() }
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            skipSpace()
            guard element(&self) else { return broken() }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) || broken()
    }

    mutating func text() -> String? {
        skipSpace()
        let start = position
        guard string() else {
            isBroken = true
            return nil
        }
        let inside = unsafe UnsafeBufferPointer(rebasing: bytes[start + 1..<position - 1])
        if unsafe !inside.contains(UInt8(ascii: "\\")) {
            return unsafe String(decoding: inside, as: UTF8.self)
        }
        return unsafe (try? JSONValue.parse(Array(bytes[start..<position])))?.text
    }

    private mutating func string() -> Bool {
        guard peek() == UInt8(ascii: "\"") else { return false }
        position += 1
        while position < count {
            let byte = unsafe bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte == UInt8(ascii: "\\") { position += 1 }
        }
        return false
    }

    /// Goes past one value of any kind.
    mutating func skip() -> Bool {
        skipSpace()
        var depth = 0
        while position < count {
            switch peek() {
            case UInt8(ascii: "\""): guard string() else { return broken() }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
                position += 1
                if depth == 0 { return true }
            case UInt8(ascii: ","):
                if depth == 0 { return true }
                position += 1
            default: position += 1
            }
            if depth == 0, peek() == UInt8(ascii: ",") { return true }
        }
        return broken()
    }
}
