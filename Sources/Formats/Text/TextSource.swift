import CPlatform
import Compression
import Platform

/// A file's text as a stream of UTF-8: decompressed, converted, without its byte order mark.
///
/// What is no character is noted in `faults` and does not end the stream: in a converted text
/// U+FFFD stands in its place, in a text that is UTF-8 already the bytes stay as they are.
@safe final class TextSource {
    /// Decoded bytes given out so far (those passed over by `restart` counted in).
    private(set) var offset: Int64 = 0
    var faults = FaultyPlaces()
    /// Told now and then on the way to a place far into the text.
    var onProgress: () -> Void = {}

    private let path: String
    private let givenEncoding: String
    private let expansionLimit: Int
    private var file: ContentFile
    private let markLength: Int
    /// Nil: the text is UTF-8.
    private let encoding: String?
    private var converter: TextConverter?
    /// The beginning of a character whose end has not been read, and at the start of the file the
    /// bytes that were read ahead.
    private var held: [UInt8] = []

    init(path: String, encoding: String, expansionLimit: Int) throws(FormatError) {
        self.path = path
        givenEncoding = encoding
        self.expansionLimit = expansionLimit
        file = try Self.open(path, expansionLimit)
        var first: [UInt8] = []
        while first.count < ByteOrderMark.lookahead {
            let more = try Self.read(file, upTo: ByteOrderMark.lookahead - first.count)
            if more.isEmpty { break }
            first += more
        }
        let mark = ByteOrderMark(firstBytes: first[...])
        markLength = mark?.length ?? 0
        let name = mark?.encoding ?? encoding
        held = Array(first.dropFirst(markLength))
        self.encoding = ["UTF-8", "UTF8"].contains(name.uppercased()) ? nil : name
        if self.encoding != nil {
            converter = try TextConverter(encoding: name, first: held)
            held = []
        }
    }

    /// The same text once more, from its start on.
    func another() throws(FormatError) -> TextSource {
        let source = try TextSource(
            path: path, encoding: givenEncoding, expansionLimit: expansionLimit)
        source.onProgress = onProgress
        return source
    }

    /// Starts again at a place where a record starts, `offset` decoded bytes into the text.
    func restart(at offset: Int64) throws(FormatError) {
        faults = FaultyPlaces()
        held = []
        if encoding == nil, file.compression == nil {
            do throws(CompressionError) {
                try file.seek(to: Int64(markLength) + offset)
            } catch {
                throw FormatError(error)
            }
            self.offset = offset
            return
        }
        file = try Self.open(path, expansionLimit)
        var mark = markLength
        while mark > 0 { mark -= try Self.read(file, upTo: mark).count }
        if let encoding { converter = try TextConverter(encoding: encoding, first: []) }
        self.offset = 0
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { unsafe room.deallocate() }
        while self.offset < offset {
            // Conversion never stops in the middle of a character, so neither do the offsets.
            let wanted = Int(min(Int64(room.count), max(64, offset - self.offset)))
            let before = self.offset
            let count = unsafe try read(into: .init(rebasing: room[..<wanted]))
            guard count > 0 else { return }
            onProgress()
            // A text that is faulty all over does not fill the memory on the way.
            faults.removeAll(before: min(self.offset, offset))
            if before + Int64(count) > offset {
                // The last step had to be larger than what was left of the way.
                let surplus = Int(before + Int64(count) - offset)
                unsafe held = Array(room[count - surplus..<count]) + held
                self.offset = offset
            }
        }
        // What is held is checked once more where it is UTF-8, but not converted once more.
        if converter == nil {
            faults = FaultyPlaces()
        } else {
            faults.removeAll(before: offset)
        }
    }

    /// Fills some of `output` (at least 64 bytes) with the next bytes of the text; 0 only at its end.
    func read(into output: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
        if converter != nil { return try unsafe convert(into: output) }
        while true {
            let kept = held.count
            for (index, byte) in held.enumerated() { unsafe output[index] = byte }
            held = []
            let count: Int
            do throws(CompressionError) {
                count = try unsafe file.read(into: .init(rebasing: output[kept...]))
            } catch {
                throw FormatError(error)
            }
            let whole = unsafe check(.init(rebasing: output[..<(kept + count)]), isLast: count == 0)
            offset += Int64(whole)
            if whole > 0 || count == 0 { return whole }
        }
    }

    /// Notes what is not UTF-8, and holds back a character that is cut at the end.
    private func check(_ bytes: UnsafeMutableRawBufferPointer, isLast: Bool) -> Int {
        guard let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return 0
        }
        var checked = 0
        while true {
            checked += unsafe hopper_utf8_prefix(base + checked, bytes.count - checked)
            if checked == bytes.count { return checked }
            let isCut = unsafe hopper_utf8_is_cut(base + checked, bytes.count - checked) != 0
            if isCut, !isLast {
                unsafe held = Array(bytes[checked...])
                return checked
            }
            faults.note(offset + Int64(checked), length: 1)
            checked += 1
        }
    }
}

extension TextSource {
    private func convert(into output: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
        // Left over where `restart` had to read past its aim.
        if !held.isEmpty {
            let count = min(held.count, output.count)
            for index in 0..<count { unsafe output[index] = held[index] }
            held.removeFirst(count)
            offset += Int64(count)
            return count
        }
        let start = offset
        let count = try unsafe converter!.read(from: file, into: output) {
            place, length in faults.note(start + Int64(place), length: length)
        }
        offset += Int64(count)
        return count
    }

    private static func open(
        _ path: String, _ expansionLimit: Int
    ) throws(FormatError) -> ContentFile {
        do throws(CompressionError) {
            return try ContentFile(path: path, expansionLimit: expansionLimit)
        } catch {
            throw FormatError(error)
        }
    }

    private static func read(_ file: ContentFile, upTo count: Int) throws(FormatError) -> [UInt8] {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { unsafe room.deallocate() }
        do throws(CompressionError) {
            let count = try unsafe file.read(into: room)
            return unsafe Array(room[..<count])
        } catch {
            throw FormatError(error)
        }
    }
}

extension FormatError {
    init(_ error: CompressionError) {
        switch error {
        case .corrupt(let reason, let offset):
            self = .unreadable(
                rule: "compression", reason: "the compressed file is damaged: \(reason)", line: nil,
                byteOffset: offset)
        case .tooLarge(let limit):
            self = .unreadable(
                rule: "expansion",
                reason:
                    "the compressed file holds more than the \(limit) bytes allowed for its size",
                line: nil, byteOffset: nil)
        case .unsupported(let kind) where kind == CompressionKind.zip.rawValue:
            self = .unreadable(
                rule: "archive",
                reason: "a zip archive is unpacked when it comes by itself, not within another and "
                    + "not in a dry run: unpack it, and its members are files", line: nil,
                byteOffset: nil)
        case .unsupported(let kind):
            self = .unreadable(
                rule: "compression", reason: "\(kind) is not supported yet", line: nil,
                byteOffset: nil)
        case .system(let reason): self = .system(reason)
        }
    }
}
