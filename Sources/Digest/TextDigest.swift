import CCrypto

/// SHA-256, plain or as HMAC-SHA-256 (RFC 2104) under a key, over many short texts: what can be
/// computed once for all of them is, and nothing is allocated for any.
@safe package struct TextDigest: Sendable, BitwiseCopyable {
    private var inner = SHA256_CTX()
    /// Only where there is a key.
    private var outer = SHA256_CTX()
    private let isKeyed: Bool

    /// Characters of a digest in hexadecimal.
    package static let width = 64

    /// Plain SHA-256.
    package init() {
        isKeyed = false
        unsafe SHA256_Init(&inner)
    }

    /// HMAC-SHA-256; the key must not be empty.
    package init(key: [UInt8]) {
        precondition(!key.isEmpty)
        isKeyed = true
        var block = key.count > 64 ? SHA256.hash(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        let (innerPad, outerPad) = (block.map { $0 ^ 0x36 }, block.map { $0 ^ 0x5C })
        unsafe SHA256_Init(&inner)
        unsafe SHA256_Update(&inner, innerPad, 64)
        unsafe SHA256_Init(&outer)
        unsafe SHA256_Update(&outer, outerPad, 64)
    }

    /// Writes the text's digest in lower-case hexadecimal: `width` bytes at `out`.
    package func put(
        _ text: UnsafePointer<UInt8>, count: Int, to out: UnsafeMutablePointer<UInt8>
    ) {
        var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &digest) { digest in
            let bytes = unsafe digest.baseAddress!.assumingMemoryBound(to: UInt8.self)
            var context = inner
            unsafe SHA256_Update(&context, text, count)
            unsafe SHA256_Final(bytes, &context)
            if isKeyed {
                context = outer
                unsafe SHA256_Update(&context, bytes, 32)
                unsafe SHA256_Final(bytes, &context)
            }
            for index in 0..<32 {
                let byte = unsafe bytes[index]
                unsafe out[2 * index] = Self.digit(byte >> 4)
                unsafe out[2 * index + 1] = Self.digit(byte & 15)
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
