import CPlatform
import TestSupport
import Testing

@Suite(.serialized) struct ByteScanTests {
    /// Character by character, with the standard library's parser.
    private func twin(_ bytes: [UInt8]) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var length = 0
        while case .valid(let character) = parser.parseScalar(from: &rest) {
            length += character.count
        }
        return length
    }

    private func prefix(_ bytes: [UInt8]) -> Int {
        unsafe bytes.withUnsafeBufferPointer {
            guard let start = $0.baseAddress else { return 0 }
            return unsafe hopper_utf8_prefix(start, $0.count)
        }
    }

    @Test(arguments: [false, true])
    func `every sequence of up to two odd bytes is judged right, wherever it stands`(
        withAVX2: Bool
    ) {
        hopper_allow_avx2(withAVX2 ? 1 : 0)
        defer { hopper_allow_avx2(1) }
        let seconds: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0,
            0xFF,
        ]
        for place in Array(0..<4) + Array(59..<68) + [124, 125, 126, 127, 128] {
            for first in UInt8(0x7F)...0xFF {
                for second in seconds {
                    for third: [UInt8] in [[], [0x80], [0x80, 0x80], [0x41, 0x80]] {
                        let bytes =
                            [UInt8](repeating: 0x61, count: place) + [first, second] + third
                            + [UInt8](repeating: 0x62, count: 140 - place)
                        if prefix(bytes) != twin(bytes) {
                            Issue.record("\([first, second] + third) at \(place)")
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `texts made at random are judged as by the standard library`(withAVX2: Bool) {
        hopper_allow_avx2(withAVX2 ? 1 : 0)
        defer { hopper_allow_avx2(1) }
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededGenerator(seed: seed)
        let pieces: [[UInt8]] =
            [
                "a", "z", " plain text ", "é", "ß", "Ł", "€", "한", "\u{0E01}", "\u{FFFD}", "🦔",
                "\u{10FFFF}", "\u{80}",
            ]
            .map { Array($0.utf8) }
        let broken: [[UInt8]] = [
            [0x80], [0xC3], [0xE2, 0x82], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE0, 0x9F, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF0, 0x9F, 0xA6], [0xFF],
        ]
        for round in 0..<3000 {
            var bytes: [UInt8] = []
            // Few kinds at a time, so that there are long runs of each.
            let kinds = (0..<3).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
            for _ in 0..<(random.next() % 120) {
                bytes += kinds[Int(random.next() % 3)]
                if round % 2 == 0, random.next() % 60 == 0 {
                    bytes += broken[Int(random.next() % UInt64(broken.count))]
                }
            }
            // The text may be cut anywhere.
            if random.next() % 4 == 0 { bytes.removeLast(min(bytes.count, Int(random.next() % 4))) }
            if prefix(bytes) != twin(bytes) { Issue.record("\(bytes), seed \(seed)") }
        }
    }

    @Test(arguments: [false, true])
    func `what is scanned ahead is what a look at each byte finds`(withAVX2: Bool) {
        hopper_allow_avx2(withAVX2 ? 1 : 0)
        defer { hopper_allow_avx2(1) }
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededGenerator(seed: seed)
        let ahead = Int(HOPPER_SCAN_AHEAD)
        for count in [1, 63, 64, 65, 1000, 64 * ahead, 64 * ahead + 1, 5000] {
            let bytes = (0..<count + 64).map { _ in
                ([10, 13, 34, 59, 0, 65, 200, 255] as [UInt8])[Int(random.next() % 8)]
            }
            let windows = min((count + 63) / 64, ahead)
            var masks = [UInt64](repeating: 0, count: ahead)
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe masks.withUnsafeMutableBufferPointer { masks in
                    unsafe hopper_scan_ahead(
                        bytes.baseAddress!, count, 59, 34, masks.baseAddress!)
                }
            }
            for at in 0..<64 * windows {
                let isFound = masks[at / 64] >> UInt64(at % 64) & 1 == 1
                if isFound != [10, 13, 34, 59].contains(bytes[at]) {
                    Issue.record("byte \(at) of \(count), seed \(seed)")
                }
            }
            #expect(masks[windows...].allSatisfy { $0 == 0 })
        }
    }
}
