import CPlatform
import Glibc

/// Converts a stream of text from any encoding that iconv(3) knows to UTF-8, piece by piece.
///
/// An encoding whose characters are single bytes goes through a table made once; all others go
/// through iconv itself. What is no character is passed over one unit at a time and reported, so
/// that the caller can put something in its place and go on.
@safe package struct CharacterDecoder: ~Copyable {
    private enum Way {
        case table(SingleByteTable)
        case library
    }

    private let conversion: iconv_t
    private let way: Way
    /// Bytes to pass over where no character can be read: 2 for UTF-16, 4 for UTF-32, else 1.
    private let unit: Int

    /// How far `decode` has come.
    package struct Step {
        package var consumed: Int
        package var produced: Int
        package var stop: Stop
    }

    package enum Stop {
        /// All of the input is used up.
        case inputUsed
        /// The output has no room for the next character.
        case outputFull
        /// What comes next in the input is no character; `consumed` is past it already.
        case invalid
        /// The input ends within a character: call again with more behind it, or, at the end of the
        /// text, count it as invalid.
        case incomplete
    }

    /// Nil if the library does not know the encoding.
    package init?(encoding: String) {
        // "//IGNORE" and the like would hide errors, and "" would mean the locale's.
        guard !encoding.isEmpty, !encoding.contains("/"), !encoding.contains("\0"),
            let opened = unsafe hopper_iconv_open(Self.withByteOrder(encoding))
        else { return nil }
        unsafe conversion = opened
        let name = encoding.uppercased()
        unit =
            name.hasPrefix("UTF-16") || name.hasPrefix("UTF16") || name.hasPrefix("UCS-2")
                || name.hasPrefix("UCS2")
            ? 2
            : name.hasPrefix("UTF-32") || name.hasPrefix("UTF32") || name.hasPrefix("UCS-4")
                || name.hasPrefix("UCS4") ? 4 : 1
        if unit == 1, let table = unsafe SingleByteTable(conversion: opened) {
            way = .table(table)
        } else {
            way = .library
            unsafe iconv(opened, nil, nil, nil, nil)
        }
    }

    deinit { unsafe iconv_close(conversion) }

    /// Whether the library knows the encoding.
    package static func knows(_ encoding: String) -> Bool {
        CharacterDecoder(encoding: encoding) != nil
    }

    /// Converts as much of `input` as there is room for in `output` (at least 16 bytes).
    package mutating func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Step {
        switch way {
        case .table(let table): unsafe table.decode(input, into: output)
        case .library: unsafe decodeWithLibrary(input, into: output)
        }
    }

    /// At the end of the text: what the conversion still holds back (a letter that could have been
    /// followed by its accent), into `output` of at least 16 bytes. Gives their count.
    package mutating func finish(into output: UnsafeMutableRawBufferPointer) -> Int {
        var target = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var targetLeft = output.count
        unsafe iconv(conversion, nil, nil, &target, &targetLeft)
        return output.count - targetLeft
    }

    private mutating func decodeWithLibrary(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Step {
        // iconv takes a pointer to mutable bytes but does not write there.
        var source = unsafe UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
        var sourceLeft = input.count
        var target = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var targetLeft = output.count
        let result = unsafe iconv(conversion, &source, &sourceLeft, &target, &targetLeft)
        let code = errno
        var step = Step(
            consumed: input.count - sourceLeft, produced: output.count - targetLeft,
            stop: .inputUsed)
        guard result == -1 else { return step }
        switch code {
        case E2BIG: step.stop = .outputFull
        case EINVAL: step.stop = .incomplete
        default:
            step.consumed = min(input.count, step.consumed + unit)
            step.stop = .invalid
        }
        return step
    }

    /// Without a byte order mark (the caller has looked for one) little-endian is meant: that is
    /// what the programs write that leave the mark out. iconv would look for a mark once more.
    private static func withByteOrder(_ encoding: String) -> String {
        switch encoding.uppercased() {
        case "UTF-16", "UTF16": "UTF-16LE"
        case "UCS-2", "UCS2": "UCS-2LE"
        case "UTF-32", "UTF32": "UTF-32LE"
        case "UCS-4", "UCS4": "UCS-4LE"
        default: encoding
        }
    }
}
