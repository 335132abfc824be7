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
        let high = Self.pair(text, Int(year))
        let low = Self.pair(text, Int(year) + 2)
        let month = Self.pair(text, Int(month))
        let day = Self.pair(text, Int(day))
        guard high | low | month | day < 256 else { return false }
        let number = high * 100 + low
        guard number > 0, month >= 1, month <= 12, day >= 1,
            day <= 28 || day <= Calendar.days(in: month, of: number)
        else { return false }
        for index in 0..<4 { unsafe to[index] = text[Int(year) + index] }
        unsafe to[4] = UInt8(ascii: "-")
        unsafe to[5] = text[Int(self.month)]
        unsafe to[6] = text[Int(self.month) + 1]
        unsafe to[7] = UInt8(ascii: "-")
        unsafe to[8] = text[Int(self.day)]
        unsafe to[9] = text[Int(self.day) + 1]
        return true
    }

    /// The number of two digits; 256 or more where they are none.
    @inline(__always) private static func pair(_ text: Text, _ at: Int) -> Int {
        let tens = text[at] &- 0x30
        let ones = text[at + 1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : 256
    }
}
