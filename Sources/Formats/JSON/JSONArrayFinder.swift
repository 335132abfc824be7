import JSON

/// Goes through a JSON document byte by byte, whatever its size, to the array at a pointer; and
/// behind that array on to the document's end. It follows brackets and strings and takes no offence
/// at the rest.
struct JSONArrayFinder {
    enum Finding: Hashable {
        /// The array begins: its bracket is the byte that was taken.
        case array
        /// What stands at the pointer is something else.
        case noArray
        /// The document has ended before this byte.
        case textBehind
        case tooDeep
    }

    private let tokens: [[UInt8]]
    /// For each open container whether it is an array, and the elements in it so far.
    private var containers: [(isArray: Bool, elements: Int)] = []
    /// How many of the tokens have been followed, each into a container; negative behind the array.
    private var matched = 0
    private var isInString = false
    private var isEscaped = false
    /// The string that is being read, if it may be a member's name on the way.
    private var name: [UInt8] = []
    /// The last name read on the way is the token that is looked for.
    private var nameFits = false
    private var isValueExpected = true
    private(set) var hasRoot = false

    static let deepest = 512

    init(_ pointer: [String]) { tokens = pointer.map { Array($0.utf8) } }

    /// Whether all that was opened is closed.
    var isClosed: Bool { hasRoot && containers.isEmpty && !isInString }

    /// Whether the innermost open container stands in an array itself.
    var isInArray: Bool { containers.count > 1 && containers[containers.count - 2].isArray }

    /// Whether the innermost open container stands in any array.
    var isWithinArray: Bool { containers.dropLast().contains(where: \.isArray) }

    private var isOnTheWay: Bool { containers.count == matched + 1 }

    mutating func take(_ byte: UInt8) -> Finding? {
        if isInString {
            takeInString(byte)
            return nil
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return nil
        case _ where hasRoot && containers.isEmpty: return .textBehind
        case UInt8(ascii: "\""):
            let finding = isValueExpected ? value(nil) : nil
            isInString = true
            name = []
            return finding
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return value(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
        case UInt8(ascii: ","): comma()
        case UInt8(ascii: ":"): colon()
        default:
            if isValueExpected { return value(nil) }
        }
        return nil
    }

    private mutating func takeInString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return
        }
        // A name that is longer than any token is none of them.
        if name.count < 4096 { name.append(byte) }
    }

    private mutating func colon() {
        guard containers.last?.isArray == false else { return }
        isValueExpected = true
        guard isOnTheWay, matched < tokens.count else { return }
        nameFits = name == tokens[matched] || unescapedName == tokens[matched]
    }

    private var unescapedName: [UInt8]? {
        guard name.contains(UInt8(ascii: "\\")) else { return nil }
        let quote = [UInt8(ascii: "\"")]
        guard case .string(let text)? = try? JSONValue.parse(quote + name + quote) else {
            return nil
        }
        return Array(text.utf8)
    }

    private mutating func comma() {
        guard let last = containers.last else { return }
        if last.isArray { containers[containers.count - 1].elements += 1 }
        isValueExpected = last.isArray
        nameFits = false
    }

    /// A value begins, a container or (nil) another.
    private mutating func value(_ bracket: UInt8?) -> Finding? {
        let fits: Bool
        if let last = containers.last {
            fits =
                isOnTheWay && matched < tokens.count
                && (last.isArray
                    ? tokens[matched].elementsEqual(String(last.elements).utf8) : nameFits)
        } else {
            hasRoot = true
            fits = false
        }
        isValueExpected = false
        nameFits = false
        let isTarget = fits ? matched + 1 == tokens.count : containers.isEmpty && tokens.isEmpty
        if isTarget, bracket != UInt8(ascii: "[") { return .noArray }
        if fits, bracket == nil { return .noArray }
        guard let bracket else { return nil }
        guard containers.count < Self.deepest else { return .tooDeep }
        let isArray = bracket == UInt8(ascii: "[")
        if fits { matched += 1 }
        containers.append((isArray, 0))
        isValueExpected = isArray
        return isTarget ? .array : nil
    }

    private mutating func close() {
        guard !containers.isEmpty else { return }
        if isOnTheWay, matched > 0 { matched -= 1 }
        containers.removeLast()
        isValueExpected = false
    }

    /// The found array has been read to its bracket.
    mutating func leaveArray() {
        close()
        // There is no second one to be found.
        matched = -2
    }
}
