import Compression
import TestSupport
import Testing

@Suite struct ZstdTests {
    static func text(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in UInt8(ascii: "a") + UInt8(generator.next() % 20) }
    }

    @Test(arguments: [-7, -1, 1, 3, 19], [0, 1, 100, 300_000])
    func `what was compressed comes back`(level: Int, count: Int) throws {
        let bytes = Self.text(count)
        var compressor = ZstdCompressor(level: level)
        var decompressor = ZstdDecompressor()
        for _ in 0..<2 {
            let frame = compressor.compress(bytes)
            #expect(try decompressor.decompress(frame, limit: count) == bytes)
        }
    }

    @Test func `frames on end come back as one content`() throws {
        var compressor = ZstdCompressor()
        var out: [UInt8] = []
        for text in ["one", "two", "three"] {
            unsafe Array(text.utf8).withUnsafeBytes { unsafe compressor.compress($0, into: &out) }
        }
        var decompressor = ZstdDecompressor()
        #expect(try decompressor.decompress(out, limit: 100) == Array("onetwothree".utf8))
    }

    @Test func `more than the limit is refused before it takes memory`() {
        var compressor = ZstdCompressor()
        let frame = compressor.compress([UInt8](repeating: 0, count: 1_000_000))
        #expect(throws: CompressionError.tooLarge(limit: 999_999)) {
            var decompressor = ZstdDecompressor()
            _ = try decompressor.decompress(frame, limit: 999_999)
        }
    }

    @Test func `any damaged or cut frame is refused`() {
        var compressor = ZstdCompressor()
        let frame = compressor.compress(Self.text(2000))
        var decompressor = ZstdDecompressor()
        for end in 0..<frame.count {
            #expect(throws: CompressionError.self) {
                var decompressor = ZstdDecompressor()
                _ = try decompressor.decompress(Array(frame[..<end]), limit: 1 << 20)
            }
        }
        let content = Self.text(2000)
        for index in frame.indices {
            var damaged = frame
            damaged[index] ^= 0x10
            // A flipped bit is either found or was one without meaning.
            if let bytes = try? decompressor.decompress(damaged, limit: 1 << 20) {
                #expect(bytes == content)
            }
        }
    }
}
