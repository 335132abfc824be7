extension CellShape {
    /// Telephone numbers as people write them, with spaces: `+49 30 123456`, `(030) 12 34 56`.
    static func isPhone(_ cell: [UInt8]) -> Bool {
        var digits = 0
        var groups = 0
        var previous: UInt8 = 0x20
        for byte in cell {
            switch byte {
            case 0x30...0x39:
                digits += 1
                if !(0x30...0x39).contains(previous) { groups += 1 }
            case 0x20, UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "("),
                UInt8(ascii: ")"):
                break
            case UInt8(ascii: "+"): guard digits == 0 else { return false }
            default: return false
            }
            previous = byte
        }
        guard (7...15).contains(digits), groups <= 6, let first = cell.first else { return false }
        // A trunk prefix has digits behind it; a lone 0 is a number.
        let second = cell.dropFirst().first ?? 0x20
        return first == UInt8(ascii: "+") || first == UInt8(ascii: "(")
            || first == UInt8(ascii: "0") && (0x30...0x39).contains(second)
    }
}
