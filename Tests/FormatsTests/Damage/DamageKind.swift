import TestSupport

/// What can happen to a file between a partner's program and ours.
enum DamageKind: String, CaseIterable {
    case changedByte = "a byte changed"
    case lostByte = "a byte lost"
    case extraByte = "a byte too many"
    case lostSyntax = "a mark lost"
    case extraSyntax = "a mark too many"
    case changedSyntax = "a mark changed"
    case opening = "an opening without an end"
    case zeros = "a run of 0x00"
    case ones = "a run of 0xFF"
    case noise = "a run of noise"
    case halfCharacter = "half a character"
    case otherEncoding = "another encoding"
    case lostLineFeed = "a line feed lost"
    case extraLineFeed = "a line feed too many"
    case lostRange = "a stretch lost"
    case lostTail = "the tail lost"
    case giant = "a giant value"
    case garbageLine = "a line of garbage"
    case joined = "two files on end"
    case head = "a byte lost in the head"
}

/// One stretch of a file, and what stands there instead.
struct Damage {
    var range: Range<Int>
    var replacement: [UInt8]

    func done(to bytes: [UInt8]) -> [UInt8] {
        Array(bytes[..<range.lowerBound]) + replacement + Array(bytes[range.upperBound...])
    }
}

extension DamageKind {
    /// Nil: a file like this can't be damaged like that.
    func damage(
        to file: SoundFile, _ style: FileStyle, _ generator: inout SeededGenerator,
        second: () -> SoundFile
    ) -> Damage? {
        let bytes = file.bytes
        func next(_ count: Int) -> Int { Int(generator.next() % UInt64(max(1, count))) }
        func anywhere() -> Int { file.headEnd + next(bytes.count - file.headEnd) }
        func noise(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 24) }
        }
        func run(_ byte: UInt8) -> Damage {
            let start = anywhere()
            let end = min(bytes.count, start + 1 + next(next(2) == 0 ? 8 : 200))
            return Damage(
                range: start..<end, replacement: [UInt8](repeating: byte, count: end - start))
        }
        func places(of piece: [UInt8]) -> [Int] {
            guard let first = piece.first else { return [] }
            return (file.headEnd..<bytes.count).filter {
                bytes[$0] == first && bytes[$0...].starts(with: piece)
            }
        }
        func pick(_ texts: [String]) -> [UInt8] { style.encoding.bytes(texts[next(texts.count)]) }
        func aMark() -> Range<Int>? {
            let mark = pick(style.syntax)
            let places = places(of: mark)
            guard !places.isEmpty else { return nil }
            let place = places[next(places.count)]
            return place..<place + mark.count
        }
        let lineFeed = style.encoding.bytes("\n")
        switch self {
        case .changedByte:
            let place = anywhere()
            return Damage(range: place..<place + 1, replacement: noise(1))
        case .lostByte:
            let place = anywhere()
            return Damage(range: place..<place + 1, replacement: [])
        case .extraByte:
            let place = anywhere()
            return Damage(range: place..<place, replacement: noise(1))
        case .lostSyntax: return aMark().map { Damage(range: $0, replacement: []) }
        case .extraSyntax:
            let place = aligned(anywhere(), style)
            return Damage(range: place..<place, replacement: pick(style.syntax))
        case .changedSyntax:
            return aMark().map { Damage(range: $0, replacement: pick(style.syntax)) }
        case .opening:
            let place = aligned(anywhere(), style)
            return Damage(range: place..<place, replacement: pick(style.openings))
        case .zeros: return run(0)
        case .ones: return run(0xFF)
        case .noise:
            let start = anywhere()
            let end = min(bytes.count, start + 1 + next(100))
            return Damage(range: start..<end, replacement: noise(end - start))
        case .halfCharacter:
            let place = aligned(anywhere(), style)
            let halves: [[UInt8]] =
                style.encoding == .utf16
                ? [[0x3D, 0xD8], [0x00, 0xDE]]
                : [[0xC3], [0xE2, 0x82], [0xBF], [0xF0, 0x9F, 0x98]]
            return Damage(range: place..<place, replacement: halves[next(halves.count)])
        case .otherEncoding:
            let place = aligned(anywhere(), style)
            let other = style.encoding == .utf8 ? FileStyle.Encoding.windows1252 : .utf8
            return Damage(range: place..<place, replacement: other.bytes("Größe für Käse, à 5 ²"))
        case .lostLineFeed:
            let places = places(of: lineFeed).filter { aligned($0, style) == $0 }
            guard !places.isEmpty else { return nil }
            let place = places[next(places.count)]
            return Damage(range: place..<place + lineFeed.count, replacement: [])
        case .extraLineFeed:
            let place = aligned(anywhere(), style)
            return Damage(range: place..<place, replacement: lineFeed)
        case .lostRange:
            let start = anywhere()
            return Damage(
                range: start..<min(bytes.count, start + 2 + next(500)), replacement: [])
        case .lostTail:
            return Damage(range: anywhere()..<bytes.count, replacement: [])
        case .giant:
            let place = aligned(anywhere(), style)
            let text = String(repeating: "giant ", count: FileStyle.recordLimit / 3)
            return Damage(range: place..<place, replacement: style.encoding.bytes(text))
        case .garbageLine:
            let index = next(file.records.count)
            let place = file.records[index].range.lowerBound
            let garbage = noise(1 + next(150)).filter { $0 != 0x0A && $0 != 0x0D }
            let whole = style.encoding == .utf16 && garbage.count % 2 == 1 ? [0x20] : [] as [UInt8]
            return Damage(range: place..<place, replacement: garbage + whole + lineFeed)
        case .joined:
            return Damage(range: bytes.count..<bytes.count, replacement: second().bytes)
        case .head:
            guard file.headEnd > 0 else { return nil }
            let place = next(file.headEnd)
            return Damage(range: place..<place + 1, replacement: [])
        }
    }

    private func aligned(_ place: Int, _ style: FileStyle) -> Int {
        style.encoding == .utf16 ? place & ~1 : place
    }
}
