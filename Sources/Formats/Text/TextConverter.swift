import Compression
import Platform

/// Reads a file's content and converts it to UTF-8, with U+FFFD for what is no character.
@safe final class TextConverter {
    private var decoder: CharacterDecoder
    private let input: UnsafeMutableRawBufferPointer
    /// The part of `input` that has not been converted yet.
    private var pending = 0..<0
    /// For an encoding whose units can get out of step: up to where they were looked at, and the byte
    /// there that is one too many.
    private var alignment: UnitAlignment?
    private var aligned = 0
    private var stray: Int?
    /// False for an encoding of two bytes a character in which a lone one from 0x80 to 0x9F is none.
    private let hasControls: Bool
    private var isAtEnd = false
    private var isFinished = false

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// - Parameter first: bytes of the content that were read ahead.
    init(encoding: String, first: [UInt8]) throws(FormatError) {
        guard let decoder = CharacterDecoder(encoding: encoding) else {
            throw .unreadable(
                rule: "encoding", reason: "the encoding \(encoding) is unknown", line: nil,
                byteOffset: nil)
        }
        self.decoder = decoder
        hasControls = !["EUC", "BIG5", "BIG-5"].contains { encoding.uppercased().hasPrefix($0) }
        alignment = UnitAlignment(encoding: encoding)
        unsafe input = .allocate(byteCount: 64 * 1024, alignment: 16)
        for (index, byte) in first.enumerated() { unsafe input[index] = byte }
        pending = 0..<first.count
    }

    deinit { unsafe input.deallocate() }

    /// Fills some of `output` (at least 64 bytes); 0 only at the end of the content.
    ///
    /// - Parameter fault: told the place in `output` and the length of each replacement.
    func read(
        from file: ContentFile, into output: UnsafeMutableRawBufferPointer,
        fault: (_ place: Int, _ length: Int) -> Void
    ) throws(FormatError) -> Int {
        var filled = 0
        // A replacement, and a line feed, always have room behind what the decoder may fill.
        let end = output.count - Self.replacement.count - 1
        while filled + 16 <= end {
            if pending.isEmpty {
                if filled > 0 || isFinished { break }
                if isAtEnd {
                    isFinished = true
                    return unsafe decoder.finish(into: output)
                }
                try refill(from: file)
                continue
            }
            let sound = nextSound()
            if sound.isEmpty {
                unsafe dropStray(in: output, at: &filled, fault)
                continue
            }
            let step = unsafe decoder.decode(
                .init(rebasing: input[sound]), into: .init(rebasing: output[filled..<end]))
            pending = pending.lowerBound + step.consumed..<pending.upperBound
            if !hasControls {
                unsafe noteControls(
                    in: .init(rebasing: output[filled..<filled + step.produced]), at: filled, fault)
            }
            filled += step.produced
            switch step.stop {
            case .inputUsed: break
            case .outputFull: return filled
            case .invalid: unsafe replace(in: output, at: &filled, fault)
            case .incomplete:
                if stray != nil {
                    // A pair that is cut by what is out of step.
                    pending = sound.upperBound..<pending.upperBound
                    unsafe replace(in: output, at: &filled, fault)
                } else if isAtEnd {
                    pending = 0..<0
                    unsafe replace(in: output, at: &filled, fault)
                } else {
                    try refill(from: file)
                }
            }
        }
        return filled
    }

    /// Bytes from 0x80 to 0x9F, which iconv takes for control characters.
    private func noteControls(
        in text: UnsafeRawBufferPointer, at place: Int,
        _ fault: (_ place: Int, _ length: Int) -> Void
    ) {
        var at = 0
        while at + 1 < text.count {
            if unsafe text[at] == 0xC2, unsafe text[at + 1] < 0xA0 { fault(place + at, 2) }
            at += 1
        }
    }

    private func replace(
        in output: UnsafeMutableRawBufferPointer, at filled: inout Int,
        _ fault: (_ place: Int, _ length: Int) -> Void
    ) {
        for (index, byte) in Self.replacement.enumerated() { unsafe output[filled + index] = byte }
        fault(filled, Self.replacement.count)
        filled += Self.replacement.count
    }

    /// What is pending, up to the next byte that puts its units out of step.
    private func nextSound() -> Range<Int> {
        guard alignment != nil else { return pending }
        if stray == nil {
            aligned = max(aligned, pending.lowerBound)
            stray = unsafe alignment?.stray(
                in: .init(input), from: &aligned, to: pending.upperBound)
        }
        return pending.lowerBound..<(stray ?? pending.upperBound)
    }

    /// Leaves the byte out that puts the units out of step. What it was the half of is lost; a line
    /// feed is not.
    private func dropStray(
        in output: UnsafeMutableRawBufferPointer, at filled: inout Int,
        _ fault: (_ place: Int, _ length: Int) -> Void
    ) {
        unsafe replace(in: output, at: &filled, fault)
        let dropped = pending.lowerBound
        if unsafe input[dropped] == 0x0A {
            unsafe output[filled] = 0x0A
            filled += 1
        }
        pending = dropped + 1..<pending.upperBound
        aligned = pending.lowerBound
        stray = nil
    }

    /// Moves what is pending to the front and reads more behind it.
    private func refill(from file: ContentFile) throws(FormatError) {
        unsafe input.copyMemory(from: .init(rebasing: input[pending]))
        aligned = max(0, aligned - pending.lowerBound)
        stray = stray.map { $0 - pending.lowerBound }
        pending = 0..<pending.count
        do throws(CompressionError) {
            let count = try unsafe file.read(into: .init(rebasing: input[pending.upperBound...]))
            pending = 0..<pending.upperBound + count
            isAtEnd = count == 0
        } catch {
            throw FormatError(error)
        }
    }
}
