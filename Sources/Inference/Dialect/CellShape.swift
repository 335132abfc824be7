/// What a cell looks like, coarsely: enough to tell cells that make sense from cells that were cut in
/// the wrong places.
enum CellShape: Hashable {
    case empty, number, moment, address, token, words, structure
    /// Several values of one kind.
    case list
    /// Text with characters in it that stand between fields elsewhere.
    case mixed
    /// A quote at one end, a control character: cut in the wrong place.
    case odd

    /// How much sense it makes as a cell, from 0 to 1.
    var sense: Double {
        switch self {
        case .empty: 0.8
        case .number, .moment, .address: 1
        case .token: 0.97
        case .words: 0.92
        case .structure: 0.92
        case .list: 0.75
        case .mixed: 0.4
        case .odd: 0.15
        }
    }

    /// A shape that headers don't have.
    var isTyped: Bool { self == .number || self == .moment || self == .address }

    /// Without the difference between a word and several.
    var kind: CellShape {
        self == .words || self == .mixed || self == .list ? .token : self
    }

    init(_ text: [UInt8], quoted: Bool = false) {
        var cell = text[...]
        while let last = cell.last, last == 0x20 { cell.removeLast() }
        while let first = cell.first, first == 0x20 { cell.removeFirst() }
        guard let first = cell.first, let last = cell.last else {
            self = .empty
            return
        }
        if Self.isMoment(cell) {
            self = .moment
        } else if Self.isNumber(cell) {
            self = .number
        } else if Self.isAddress(cell) {
            self = .address
        } else if first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
            || first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
        {
            self = .structure
        } else {
            self = Self.text(cell, quoted: quoted)
        }
    }

    /// By a long text's beginning and its last character: what opens a document closes it, too.
    init(ofLong text: [UInt8], quoted: Bool = false) {
        let limit = 300
        guard text.count > limit, let last = text.last else {
            self.init(text, quoted: quoted)
            return
        }
        self.init(text.prefix(limit) + [last], quoted: quoted)
    }

    private static func text(_ cell: ArraySlice<UInt8>, quoted: Bool) -> CellShape {
        var isToken = true
        var separators = 0
        var quotes = 0
        for (index, byte) in zip(cell.indices, cell) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF, UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"),
                UInt8(ascii: "#"), UInt8(ascii: "@"):
                break
            case UInt8(ascii: "\""): quotes += 1
            case 0x09, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: "~"),
                UInt8(ascii: "^"):
                isToken = false
                // Where a space follows it is punctuation.
                let next = index + 1 < cell.endIndex ? cell[index + 1] : 0
                separators += next == 0x20 && byte != 0x09 && byte != UInt8(ascii: "|") ? 1 : 3
            case 0x0A...0x0D: isToken = false
            case 0..<0x20, 0x7F: return .odd
            default: isToken = false
            }
        }
        if quoted { return isToken ? .token : .words }
        // Nobody types a tab within a cell.
        if cell.contains(0x09) { return .odd }
        // What stands before a delimiter that is no delimiter; a folder's path has more of them.
        let backslash = UInt8(ascii: "\\")
        if cell.last == backslash, cell.firstIndex(of: backslash) == cell.endIndex - 1,
            cell.count > 1, !cell.contains(UInt8(ascii: ":"))
        {
            return .mixed
        }
        let mark = UInt8(ascii: "\"")
        if quotes % 2 == 1, cell.first == mark || cell.last == mark { return .odd }
        if cell.count > 1, cell.first == mark, cell.last == mark { return .odd }
        let single = UInt8(ascii: "'")
        if cell.count > 1, cell.first == single, cell.last == single { return .odd }
        if cell.count > 1, cell.first == single || cell.last == single, quotes == 0,
            cell.filter({ $0 == single }).count == 1, cell.first == single
        {
            return .mixed
        }
        if separators > 2 { return isList(cell) ? .list : .mixed }
        return isToken ? .token : .words
    }

    /// A number with any marks, groups, sign, percent or currency.
    static func isNumber(_ cell: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        var marks = 0
        var previousIsMark = false
        var rest = cell
        for sign in ["€", "$", "£", "EUR", "USD", "CHF", "%", "-", "+"] {
            if rest.starts(with: sign.utf8) { rest.removeFirst(sign.utf8.count) }
            if rest.count > sign.utf8.count, rest.suffix(sign.utf8.count).elementsEqual(sign.utf8) {
                rest.removeLast(sign.utf8.count)
            }
        }
        while rest.first == 0x20 { rest.removeFirst() }
        while rest.last == 0x20 { rest.removeLast() }
        guard rest.count <= 40 else { return false }
        rest = withoutExponent(rest)
        for byte in rest {
            switch byte {
            case 0x30...0x39:
                digits += 1
                previousIsMark = false
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"), 0x20, 0xC2, 0xA0:
                if previousIsMark, byte != 0xA0 { return false }
                if byte != 0xC2 { marks += 1 }
                previousIsMark = true
            case UInt8(ascii: "-"), UInt8(ascii: "+"):
                guard digits > 0, marks <= 1 else { return false }
                marks += 2
            default: return false
            }
        }
        guard digits > 0, !previousIsMark else { return false }
        // Groups have three digits.
        let parts = rest.split {
            $0 == 0x2E || $0 == 0x2C || $0 == 0x27 || $0 == 0x20 || $0 == 0xA0
        }
        guard parts.count > 2 else { return true }
        return parts.dropFirst().dropLast().allSatisfy { $0.filter { $0 != 0xC2 }.count == 3 }
    }

    /// `5.59E-05` as `5.59`.
    private static func withoutExponent(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let at = cell.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
            return cell
        }
        var power = cell[(at + 1)...]
        if power.first == UInt8(ascii: "-") || power.first == UInt8(ascii: "+") {
            power.removeFirst()
        }
        guard (1...3).contains(power.count), power.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return cell
        }
        return cell[..<at]
    }

    /// Dates and times: digits between the marks that these have, or the name of a month.
    static func isMoment(_ cell: ArraySlice<UInt8>) -> Bool {
        guard (4...40).contains(cell.count) else { return false }
        var groups: [Int] = []
        var marks: Set<UInt8> = []
        var run = 0
        var letters: [UInt8] = []
        var isBehindComma = false
        for byte in cell {
            // A comma stands before a space: Nov 3, 2026. Else two cells stand side by side.
            if isBehindComma, byte != 0x20 { return false }
            isBehindComma = byte == UInt8(ascii: ",")
            if (0x30...0x39).contains(byte) {
                run += 1
                continue
            }
            if run > 0 { groups.append(run) }
            run = 0
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ":"), 0x20,
                UInt8(ascii: ","), UInt8(ascii: "+"):
                marks.insert(byte)
            case 0x41...0x5A, 0x61...0x7A: letters.append(byte | 0x20)
            default: return false
            }
        }
        if run > 0 { groups.append(run) }
        let isNumeric =
            letters.isEmpty || letters.elementsEqual("t".utf8)
            || letters.elementsEqual("tz".utf8) || letters.elementsEqual("z".utf8)
            || letters.elementsEqual("am".utf8) || letters.elementsEqual("pm".utf8)
        if isNumeric {
            let start = cell.prefix { (0x30...0x39).contains($0) }.count
            guard start > 0, start == 4 || start <= 2, groups.count >= 2 else { return false }
            let mark = cell[cell.startIndex + start]
            if mark == UInt8(ascii: ":") {
                // 7:05, 07:05:09.123
                return start <= 2 && groups[1] == 2 && groups.count <= 4
                    && !marks.contains(UInt8(ascii: "/"))
            }
            guard groups.count >= 3, groups.count <= 9,
                [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(mark)
            else { return false }
            guard groups[1] <= 2, [1, 2, 4].contains(groups[2]), groups[0] == 4 || groups[2] != 1
            else { return false }
            return groups.count == 3 || marks.contains(UInt8(ascii: ":"))
        }
        guard groups.count >= 2, groups.contains(where: { $0 == 4 || $0 == 2 }) else {
            return false
        }
        let months = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ]
        return letters.count <= 18
            && months.contains { month in
                letters.starts(with: month.utf8)
                    || letters.count > 6 && letters.dropFirst(3).starts(with: month.utf8)
            }
    }

    /// URLs, mail addresses, UUIDs, IP addresses.
    static func isAddress(_ cell: ArraySlice<UInt8>) -> Bool {
        if cell.contains(0x20) { return false }
        for scheme in ["http://", "https://", "ftp://", "www."] where cell.starts(with: scheme.utf8)
        {
            return true
        }
        if let at = cell.firstIndex(of: UInt8(ascii: "@")), at > cell.startIndex,
            cell[at...].contains(UInt8(ascii: "."))
        {
            return !cell.contains {
                $0 == 0x2C || $0 == 0x3B || $0 == 0x7C || $0 == 0x09 || $0 == 0x22
            }
        }
        let groups = cell.split(separator: UInt8(ascii: "-"))
        if cell.count == 36, groups.map(\.count) == [8, 4, 4, 4, 12] { return true }
        let parts = cell.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy {
                (1...3).contains($0.count) && $0.allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}
