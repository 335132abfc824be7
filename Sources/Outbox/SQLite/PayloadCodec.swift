import Compression
import Synchronization

/// Turns payloads into what is stored and back. Any number of threads may use it at once: each
/// takes a compressor from the bench, or makes one.
final class PayloadCodec: Sendable {
    /// zstd's level, nil to keep payloads as they are.
    private let level: Int?
    private let bench = Mutex<Bench>(Bench())

    private struct Bench {
        var compressors: [Box<ZstdCompressor>] = []
        var decompressors: [Box<ZstdDecompressor>] = []
    }

    private final class Box<Value: ~Copyable & Sendable>: @unchecked Sendable {
        // Lies on the bench or is in one thread's hands, never both.
        var value: Value
        init(_ value: consuming Value) { self.value = value }
    }

    init(level: Int?) { self.level = level }

    func encode(_ payload: [UInt8]) -> StoredPayload {
        guard let level else { return StoredPayload(encoding: .raw, bytes: payload) }
        let tool =
            bench.withLock { $0.compressors.popLast() } ?? Box(ZstdCompressor(level: level))
        defer { bench.withLock { $0.compressors.append(tool) } }
        let bytes = tool.value.compress(payload)
        // Not worth taking apart again.
        guard bytes.count < payload.count else {
            return StoredPayload(encoding: .raw, bytes: payload)
        }
        return StoredPayload(encoding: .zstd, bytes: bytes)
    }

    /// - Parameter size: how many bytes the payload had, no more come out.
    func decode(_ stored: StoredPayload, size: Int) throws(CompressionError) -> [UInt8] {
        guard stored.encoding == .zstd else { return stored.bytes }
        let tool =
            bench.withLock { $0.decompressors.popLast() } ?? Box(ZstdDecompressor())
        defer { bench.withLock { $0.decompressors.append(tool) } }
        return try tool.value.decompress(stored.bytes, limit: size)
    }
}
