/// Where year, month and day stand in a date whose every number has all its digits: the fast way
/// for formats such as `%d.%m.%Y`. Texts that don't look like it go the slow way.
struct DateLayout: Sendable, BitwiseCopyable {
    /// 0: the format has no such layout.
    var length: UInt8 = 0
    var year: UInt8 = 0
    var month: UInt8 = 0
    var day: UInt8 = 0
    /// Two literals; where there are fewer, they stand for bytes that are there anyway.
    var firstMark: UInt8 = 0
    var secondMark: UInt8 = 0
    var firstByte: UInt8 = 0
    var secondByte: UInt8 = 0

    static let iso = DateLayout([.year, .literal, .month, .literal, .day], [45, 45])

    init() {}

    init(_ format: StrptimeFormat) {
        self.init(
            format.elements.map(\.directive),
            format.elements.filter { $0.directive == .literal }.map(\.byte))
    }

    private init(_ directives: [StrptimeFormat.Directive], _ literals: [UInt8]) {
        guard literals.count == 2,
            directives.filter({ $0 != .literal }).map(\.rawValue).sorted()
                == [StrptimeFormat.Directive.year, .month, .day].map(\.rawValue).sorted()
        else { return }
        var at: UInt8 = 0
        var marks: [UInt8] = []
        for directive in directives {
            switch directive {
            case .year: (year, at) = (at, at + 4)
            case .month: (month, at) = (at, at + 2)
            case .day: (day, at) = (at, at + 2)
            default:
                marks.append(at)
                at += 1
            }
        }
        (firstMark, secondMark) = (marks[0], marks[1])
        (firstByte, secondByte) = (literals[0], literals[1])
        length = at
    }

    /// Writes `2026-11-23` for a text of this layout that is a day of the calendar; false, and
    /// nothing to rely on written, for any other.
    @inline(__always)
    func put(_ text: Text, to: UnsafeMutablePointer<UInt8>) -> Bool {
        guard text.count == Int(length), text[Int(firstMark)] == firstByte,
            text[Int(secondMark)] == secondByte
        else { return false }
        let (yearText, monthText, dayText): (UInt32, UInt16, UInt16) = (
            text.load(Int(year)), text.load(Int(month)), text.load(Int(day))
        )
        let others = UInt32(monthText) << 16 | UInt32(dayText)
        guard Self.areDigits(yearText), Self.areDigits(others) else { return false }
        let month = Self.number(monthText)
        let day = Self.number(dayText)
        // Every month has 28 days.
        guard yearText != 0x3030_3030, month &- 1 < 12, day > 0,
            day <= 28 || day <= Calendar.days(in: month, of: Self.number(yearText))
        else { return false }
        let out = UnsafeMutableRawPointer(to)
        unsafe out.storeBytes(of: yearText, as: UInt32.self)
        unsafe to[4] = UInt8(ascii: "-")
        unsafe out.storeBytes(of: monthText, toByteOffset: 5, as: UInt16.self)
        unsafe to[7] = UInt8(ascii: "-")
        unsafe out.storeBytes(of: dayText, toByteOffset: 8, as: UInt16.self)
        return true
    }

    /// Whether all four bytes are decimal digits.
    @inline(__always) private static func areDigits(_ text: UInt32) -> Bool {
        text & 0xF0F0_F0F0 == 0x3030_3030 && (text &+ 0x0606_0606) & 0xF0F0_F0F0 == 0x3030_3030
    }

    /// The number that two digits in memory make.
    @inline(__always) private static func number(_ text: UInt16) -> Int {
        let digits = Int(UInt16(littleEndian: text))
        return (digits & 15) * 10 + (digits >> 8 & 15)
    }

    /// The number that four digits in memory make.
    @inline(__always) private static func number(_ text: UInt32) -> Int {
        let digits = UInt32(littleEndian: text)
        return number(UInt16(truncatingIfNeeded: digits).littleEndian) * 100
            + number(UInt16(truncatingIfNeeded: digits >> 16).littleEndian)
    }
}

extension Text {
    /// The bytes from `at` on as they lie in memory.
    @inline(__always)
    fileprivate func load<Number: FixedWidthInteger & BitwiseCopyable>(_ at: Int) -> Number {
        assert(at >= 0 && at + MemoryLayout<Number>.size <= count)
        return unsafe UnsafeRawPointer(start).loadUnaligned(fromByteOffset: at, as: Number.self)
    }
}
