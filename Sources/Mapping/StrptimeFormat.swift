/// A strptime(3) format taken apart. Directives that stand for several are spelled out (`%T` is
/// `%H:%M:%S`).
struct StrptimeFormat {
    private(set) var elements: [Element] = []
    private(set) var says: Set<Directive> = []

    struct Element: Sendable, BitwiseCopyable {
        var directive: Directive
        /// The literal.
        var byte: UInt8 = 0
    }

    enum Directive: UInt8, Sendable {
        case literal
        /// Any white space, none too.
        case space
        case year, yearOfCentury, month, monthName, day, dayOfYear, dayName
        case hour, hourOf12, halfOfDay, minute, second, fraction, offset, zoneName, epoch
    }

    struct Problem: Error { let message: String }

    init(_ format: String) throws(Problem) {
        try add(Array(format.utf8)[...])
        if elements.isEmpty { throw Problem(message: "the format is empty") }
        if says.contains(.hourOf12) != says.contains(.halfOfDay), !says.contains(.hour) {
            throw Problem(message: "%I (the hour of 12) and %p (AM or PM) need each other")
        }
    }

    var saysDate: Bool {
        says.contains(.epoch)
            || (says.contains(.year) || says.contains(.yearOfCentury))
                && (says.contains(.dayOfYear)
                    || (says.contains(.month) || says.contains(.monthName)) && says.contains(.day))
    }

    var saysTime: Bool {
        says.contains(.epoch) || says.contains(.hour) || says.contains(.hourOf12)
    }

    private mutating func add(_ format: ArraySlice<UInt8>) throws(Problem) {
        var rest = format
        while let byte = rest.popFirst() {
            switch byte {
            case 0x20, 0x09...0x0D: add(.space)
            case UInt8(ascii: "%"):
                guard let letter = rest.popFirst() else {
                    throw Problem(message: "the format ends with a single %")
                }
                try add(directive: letter)
            default: elements.append(Element(directive: .literal, byte: byte))
            }
        }
    }

    private mutating func add(_ directive: Directive) {
        elements.append(Element(directive: directive))
        says.insert(directive)
    }

    private mutating func add(directive letter: UInt8) throws(Problem) {
        switch letter {
        case UInt8(ascii: "Y"): add(.year)
        case UInt8(ascii: "y"): add(.yearOfCentury)
        case UInt8(ascii: "m"): add(.month)
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"): add(.monthName)
        case UInt8(ascii: "d"), UInt8(ascii: "e"): add(.day)
        case UInt8(ascii: "j"): add(.dayOfYear)
        case UInt8(ascii: "a"), UInt8(ascii: "A"): add(.dayName)
        case UInt8(ascii: "H"), UInt8(ascii: "k"): add(.hour)
        case UInt8(ascii: "I"), UInt8(ascii: "l"): add(.hourOf12)
        case UInt8(ascii: "p"), UInt8(ascii: "P"): add(.halfOfDay)
        case UInt8(ascii: "M"): add(.minute)
        case UInt8(ascii: "S"): add(.second)
        case UInt8(ascii: "f"): add(.fraction)
        case UInt8(ascii: "z"): add(.offset)
        case UInt8(ascii: "Z"): add(.zoneName)
        case UInt8(ascii: "s"): add(.epoch)
        case UInt8(ascii: "n"), UInt8(ascii: "t"): add(.space)
        case UInt8(ascii: "%"): elements.append(Element(directive: .literal, byte: letter))
        case UInt8(ascii: "T"): try add(Array("%H:%M:%S".utf8)[...])
        case UInt8(ascii: "R"): try add(Array("%H:%M".utf8)[...])
        case UInt8(ascii: "F"): try add(Array("%Y-%m-%d".utf8)[...])
        case UInt8(ascii: "D"): try add(Array("%m/%d/%y".utf8)[...])
        default:
            let name = String(decoding: [letter], as: UTF8.self)
            throw Problem(
                message: "%\(name) is not known; there are %Y %y %m %b %B %d %e %j %a %A %H %I %p "
                    + "%M %S %f %z %Z %s %T %R %F %D %n %t %%")
        }
    }
}
