import CPlatform
import Glibc

/// An encoding of one byte a character as a table: made by iconv, a hundred times faster than it.
struct SingleByteTable {
    /// For each byte up to three bytes of UTF-8, the first one lowest, and their count in the top
    /// byte; 0 for a byte that is no character.
    private let entries: [UInt32]
    /// Bytes below 0x80 mean what they mean in ASCII.
    private let isASCII: Bool

    /// Nil if some byte is only part of a character, shifts to another state or waits for the next.
    init?(conversion: iconv_t) {
        var entries: [UInt32] = []
        for byte in UInt8.min...UInt8.max {
            guard let entry = unsafe Self.entry(for: byte, conversion) else { return nil }
            entries.append(entry)
        }
        self.entries = entries
        isASCII = (0..<0x80).allSatisfy { entries[$0] == 1 << 24 | UInt32($0) }
    }

    private static func entry(for byte: UInt8, _ conversion: iconv_t) -> UInt32? {
        unsafe iconv(conversion, nil, nil, nil, nil)
        var input = CChar(bitPattern: byte)
        var output: (CChar, CChar, CChar, CChar, CChar, CChar, CChar, CChar) = (
            0, 0, 0, 0, 0, 0, 0, 0
        )
        var outputLeft = 8
        var inputLeft = 1
        let result = unsafe withUnsafeMutablePointer(to: &input) { source in
            unsafe withUnsafeMutableBytes(of: &output) { room in
                var source: UnsafeMutablePointer<CChar>? = unsafe source
                var target = unsafe room.baseAddress?.assumingMemoryBound(to: CChar.self)
                return unsafe iconv(conversion, &source, &inputLeft, &target, &outputLeft)
            }
        }
        if result == -1 { return errno == EILSEQ ? 0 : nil }
        let count = 8 - outputLeft
        guard inputLeft == 0, (1...3).contains(count) else { return nil }
        return unsafe withUnsafeBytes(of: &output) { bytes in
            var entry = UInt32(count) << 24
            for index in 0..<count { entry |= unsafe UInt32(bytes[index]) << UInt32(8 * index) }
            return entry
        }
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> CharacterDecoder.Step {
        var step = CharacterDecoder.Step(consumed: 0, produced: 0, stop: .inputUsed)
        guard let source = input.baseAddress, let target = output.baseAddress else {
            return step
        }
        var from = 0
        var to = 0
        unsafe entries.withUnsafeBufferPointer { entries in
            while from < input.count {
                // Each entry is stored as four bytes, whatever its count.
                guard to + 8 <= output.count else {
                    step.stop = .outputFull
                    break
                }
                if isASCII, from + 8 <= input.count {
                    let word = unsafe source.loadUnaligned(fromByteOffset: from, as: UInt64.self)
                    let past = UInt64(littleEndian: word) & 0x8080_8080_8080_8080
                    // All eight are stored, and as many kept as come before one past ASCII.
                    unsafe target.storeBytes(of: word, toByteOffset: to, as: UInt64.self)
                    let kept = past.trailingZeroBitCount >> 3
                    from += kept
                    to += kept
                    if kept == 8 || to + 8 > output.count { continue }
                }
                let byte = unsafe source.load(fromByteOffset: from, as: UInt8.self)
                let entry = unsafe entries[Int(byte)]
                from += 1
                guard entry != 0 else {
                    step.stop = .invalid
                    break
                }
                unsafe target.storeBytes(
                    of: (entry & 0xFF_FFFF).littleEndian, toByteOffset: to, as: UInt32.self)
                to += Int(entry >> 24)
            }
        }
        step.consumed = from
        step.produced = to
        return step
    }
}
