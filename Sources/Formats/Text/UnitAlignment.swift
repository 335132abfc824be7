/// Finds the places in a text of two-byte units where a byte was lost or came in: from there on each
/// unit is made of halves of two, and all that follows would be letters of other scripts.
///
/// Two things tell, and neither stands in a text that is whole: U+0A00, which is no character and is a
/// line feed out of step; and eight units on end that have nothing but zero in their lower half, of
/// four kinds or more, which are letters of ASCII or Latin-1 out of step.
struct UnitAlignment {
    private let isBigEndian: Bool
    /// How many units on end have had zero in their lower half, and the upper halves of some of them.
    private var run = 0
    private var kinds: [UInt8] = []

    private static let longestRun = 8
    private static let fewestKinds = 4

    /// Nil: the encoding has no units of two bytes.
    init?(encoding: String) {
        switch encoding.uppercased() {
        case "UTF-16LE", "UTF16LE", "UTF-16", "UTF16", "UCS-2LE", "UCS-2", "UCS2":
            isBigEndian = false
        case "UTF-16BE", "UTF16BE", "UCS-2BE": isBigEndian = true
        default: return nil
        }
    }

    /// The index of the first byte to be left out; nil where all units up to `end` are in step.
    ///
    /// - Parameter index: of the first unit that was not looked at; moved on behind the last one that
    ///   was.
    mutating func stray(
        in bytes: UnsafeRawBufferPointer, from index: inout Int, to end: Int
    ) -> Int? {
        while index + 2 <= end {
            if run == 0, index + 8 <= end {
                // Four at a time, as long as no lower half is zero.
                let four = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let lower = (isBigEndian ? four >> 8 : four) & 0x00FF_00FF_00FF_00FF
                if (lower &- 0x0001_0001_0001_0001) & ~lower & 0x8000_8000_8000_8000 == 0 {
                    index += 8
                    continue
                }
            }
            let lower = unsafe bytes[isBigEndian ? index + 1 : index]
            let upper = unsafe bytes[isBigEndian ? index : index + 1]
            guard lower == 0, upper != 0 else {
                forget()
                index += 2
                continue
            }
            if upper == 0x0A {
                forget()
                return index
            }
            index += 2
            run += 1
            if kinds.count < Self.fewestKinds, !kinds.contains(upper) { kinds.append(upper) }
            if run >= Self.longestRun, kinds.count >= Self.fewestKinds {
                forget()
                return index
            }
        }
        return nil
    }

    private mutating func forget() {
        run = 0
        kinds.removeAll(keepingCapacity: true)
    }
}
