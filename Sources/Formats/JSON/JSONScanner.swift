import CPlatform
import JSON
import Vocabulary

/// Checks one JSON text in a single pass, strictly (RFC 8259), and notes the wanted values.
///
/// There are no bounds to check: behind the text stands a byte that no rule of the grammar lets
/// pass: a line feed where the text is a line, else a zero. That the bytes are UTF-8 has been checked before.
@safe struct JSONScanner {
    static let maximumDepth = 64

    private let bytes: UnsafeMutablePointer<UInt8>
    /// The record's fields, all of them absent at first.
    private let fields: UnsafeMutablePointer<FieldSpan>
    private let paths: WantedPaths
    private let expected: ExpectedMembers
    private(set) var at: Int
    /// Whether line feeds are white space, as they are but for JSON Lines.
    private let spansLines: Bool
    /// Texts of this line with escapes in them.
    private(set) var escaped: [EscapedText] = []

    /// A wanted text with escapes in it.
    struct EscapedText {
        var node: Int
        var start: Int
        var length: Int
    }

    init(
        bytes: UnsafeMutablePointer<UInt8>, start: Int, fields: UnsafeMutablePointer<FieldSpan>,
        paths: WantedPaths, expected: ExpectedMembers, spansLines: Bool = false
    ) {
        unsafe self.bytes = bytes
        unsafe self.fields = fields
        self.paths = paths
        self.expected = expected
        at = start
        self.spansLines = spansLines
    }

    /// Scans one value of an array; `at` is behind it then.
    mutating func scanElement() throws(JSONFault) {
        let start = at
        let first = unsafe bytes[at]
        let isArray = first == UInt8(ascii: "[")
        let isRecord = first == UInt8(ascii: "{") || isArray && paths.takesArrays
        try value(at: isRecord ? 0 : -1, depth: 0)
        if !isRecord { throw JSONFault(at: start, reason: isArray ? .array : .scalar) }
    }

    /// Scans the line up to its line feed at `end`.
    mutating func scanLine(end: Int) throws(JSONFault) {
        skipSpace()
        let start = at
        let first = unsafe bytes[at]
        let isArray = first == UInt8(ascii: "[")
        guard first == UInt8(ascii: "{") || isArray else {
            // Something else may still be no JSON at all; say that rather.
            try value(at: -1, depth: 0)
            throw fault(.scalar)
        }
        try value(at: 0, depth: 0)
        skipSpace()
        guard at == end else { throw fault(.textBehind) }
        if isArray, !paths.takesArrays { throw JSONFault(at: start, reason: .array) }
    }

    private func fault(_ reason: JSONFault.Reason) -> JSONFault {
        JSONFault(at: at, reason: reason)
    }

    @inline(__always) private mutating func skipSpace() {
        while true {
            let byte = unsafe bytes[at]
            if byte > 0x20 { return }
            guard byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A && spansLines
            else { return }
            at &+= 1
        }
    }

    /// One value. `node` is its place among the wanted ones, or -1.
    private mutating func value(at node: Int, depth: Int) throws(JSONFault) {
        let start = at
        switch unsafe bytes[at] {
        case UInt8(ascii: "\""):
            let hasEscapes = try string()
            guard node >= 0 else { return }
            note(node, start: start &+ 1, end: at &- 1, .text)
            if hasEscapes {
                escaped.append(
                    EscapedText(node: node, start: start + 1, length: at - start - 2))
            }
        case UInt8(ascii: "{"):
            try object(at: node, depth: depth)
            if node >= 0 { noteContainer(node, start: start) }
        case UInt8(ascii: "["):
            try array(at: node, depth: depth)
            if node >= 0 { noteContainer(node, start: start) }
        case UInt8(ascii: "t"):
            try word(0x6575_7274, 4)
            if node >= 0 { note(node, start: start, end: at, .boolean) }
        case UInt8(ascii: "f"):
            at += 1
            try word(0x6573_6C61, 4)
            if node >= 0 { note(node, start: start, end: at, .boolean) }
        case UInt8(ascii: "n"):
            try word(0x6C6C_756E, 4)
            if node >= 0 { note(node, start: start, end: at, .null) }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number()
            if node >= 0 { note(node, start: start, end: at, .number) }
        default: throw fault(.valueExpected)
        }
    }

    private mutating func object(at node: Int, depth: Int) throws(JSONFault) {
        guard depth < Self.maximumDepth else { throw fault(.tooDeep) }
        if node >= 0 { forgetBelow(node) }
        at &+= 1
        skipSpace()
        if unsafe bytes[at] == UInt8(ascii: "}") {
            at &+= 1
            return
        }
        var place = expected.start(of: node)
        let end = place &+ ExpectedMembers.perObject
        while true {
            let member = try name(in: node, at: &place, end)
            skipSpace()
            try value(at: member, depth: depth &+ 1)
            skipSpace()
            let next = unsafe bytes[at]
            if next == UInt8(ascii: "}") {
                at &+= 1
                return
            }
            guard next == UInt8(ascii: ",") else { throw fault(.commaOrBraceExpected) }
            at &+= 1
            skipSpace()
        }
    }

    /// A member's name and colon; its node, or -1.
    /// - Parameter place: of the name to be expected, until `end`, or -1.
    @inline(__always)
    private mutating func name(
        in node: Int, at place: inout Int, _ end: Int
    ) throws(JSONFault) -> Int {
        guard place >= 0, place < end else { return try name(in: node, remembered: -1) }
        defer { place &+= 1 }
        if let (length, member) = unsafe expected.match(place, bytes + at) {
            at &+= length
            return member
        }
        return try name(in: node, remembered: place)
    }

    @inline(never)
    private mutating func name(in node: Int, remembered place: Int) throws(JSONFault) -> Int {
        guard unsafe bytes[at] == UInt8(ascii: "\"") else { throw fault(.nameExpected) }
        let start = at
        let hasEscapes = try string()
        let member =
            node < 0
            ? -1 : member(of: node, start: start &+ 1, end: at &- 1, hasEscapes: hasEscapes)
        let isTight = unsafe bytes[at] == UInt8(ascii: ":")
        skipSpace()
        guard unsafe bytes[at] == UInt8(ascii: ":") else { throw fault(.colonExpected) }
        at &+= 1
        if isTight, place >= 0 {
            unsafe expected.remember(place, bytes + start, length: at &- start, node: member)
        }
        return member
    }

    private mutating func array(at node: Int, depth: Int) throws(JSONFault) {
        guard depth < Self.maximumDepth else { throw fault(.tooDeep) }
        if node >= 0 { forgetBelow(node) }
        at &+= 1
        skipSpace()
        if unsafe bytes[at] == UInt8(ascii: "]") {
            at &+= 1
            return
        }
        var index = 0
        while true {
            try value(at: node < 0 ? -1 : paths.element(of: node, index), depth: depth &+ 1)
            skipSpace()
            let next = unsafe bytes[at]
            if next == UInt8(ascii: "]") {
                at &+= 1
                return
            }
            guard next == UInt8(ascii: ",") else { throw fault(.commaOrBracketExpected) }
            at &+= 1
            skipSpace()
            index &+= 1
        }
    }

    /// `true`, `alse` or `null` in one comparison.
    private mutating func word(_ expected: UInt64, _ length: Int) throws(JSONFault) {
        let word = unsafe UInt64(littleEndian: hopper_load64(bytes + at)) & 0xFFFF_FFFF
        guard word == expected else { throw fault(.valueExpected) }
        at &+= length
    }

    private mutating func number() throws(JSONFault) {
        if unsafe bytes[at] == UInt8(ascii: "-") { at &+= 1 }
        if unsafe bytes[at] == UInt8(ascii: "0") { at &+= 1 } else { try digits() }
        if unsafe bytes[at] == UInt8(ascii: ".") {
            at &+= 1
            try digits()
        }
        if unsafe bytes[at] | 0x20 == UInt8(ascii: "e") {
            at &+= 1
            let sign = unsafe bytes[at]
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at &+= 1 }
            try digits()
        }
    }

    private mutating func digits() throws(JSONFault) {
        let start = at
        while unsafe bytes[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
        guard at > start else { throw fault(.digitExpected) }
    }

    /// A string from its opening quote on; whether it has escapes in it.
    private mutating func string() throws(JSONFault) -> Bool {
        var hasEscapes = false
        at &+= 1
        while true {
            at = unsafe hopper_scan_json_text(bytes, at)
            switch unsafe bytes[at] {
            case UInt8(ascii: "\""):
                at &+= 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape()
            default: throw fault(.controlCharacter)
            }
        }
    }

    private mutating func escape() throws(JSONFault) {
        switch unsafe bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            let unit = try hexadecimal(at + 2)
            if unit & 0xF800 == 0xD800 {
                guard unit < 0xDC00, unsafe bytes[at + 6] == UInt8(ascii: "\\"),
                    unsafe bytes[at + 7] == UInt8(ascii: "u"),
                    try hexadecimal(at + 8) & 0xFC00 == 0xDC00
                else { throw fault(.loneSurrogate) }
                at += 12
            } else {
                at += 6
            }
        default: throw fault(.unknownEscape)
        }
    }

    private func hexadecimal(_ start: Int) throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = unsafe JSONText.hexadecimalDigit(bytes[index]) else {
                throw JSONFault(at: index, reason: .hexadecimalExpected)
            }
            unit = unit << 4 | digit
        }
        return unit
    }
}

extension JSONScanner {
    private func member(of node: Int, start: Int, end: Int, hasEscapes: Bool) -> Int {
        if !hasEscapes {
            return unsafe paths.member(of: node, bytes + start, length: end - start)
        }
        var name = unsafe Array(UnsafeBufferPointer(start: bytes + start, count: end - start))
        let padding = [UInt8](repeating: 0, count: 8)
        let length = unsafe name.withUnsafeMutableBufferPointer { unsafe JSONText.unescape($0) }
        name = name[..<length] + padding
        return unsafe name.withUnsafeBufferPointer {
            unsafe paths.member(of: node, $0.baseAddress!, length: length)
        }
    }

    @inline(__always)
    private func note(_ node: Int, start: Int, end: Int, _ kind: FieldKind) {
        let place = paths.node(node)
        // Of members with the same name the last one counts, with all that it has below.
        if !place.below.isEmpty { forgetBelow(node) }
        for index in place.wanted {
            // Member by member: FieldSpan's initializer would be a call into another module.
            let field = unsafe fields + paths.field(index)
            unsafe field.pointee.start = UInt32(truncatingIfNeeded: start)
            unsafe field.pointee.length = UInt32(truncatingIfNeeded: end &- start)
            unsafe field.pointee.kind = kind
        }
    }

    private func noteContainer(_ node: Int, start: Int) {
        for index in paths.node(node).wanted {
            unsafe fields[paths.field(index)] = FieldSpan(
                start: UInt32(start), length: UInt32(at - start), kind: .json)
        }
    }

    private func forgetBelow(_ node: Int) {
        for index in paths.node(node).below {
            unsafe fields[paths.field(index)].kind = .absent
        }
    }
}
