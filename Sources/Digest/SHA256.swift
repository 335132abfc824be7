import CCrypto

/// SHA-256 (FIPS 180-4), fed piece by piece; libcrypto uses the processor's own instructions.
@safe package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    package init() {
        unsafe context = EVP_MD_CTX_new()
        unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds bytes to the message.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The 32 bytes of the digest. The value can't be fed any further.
    package consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe digest.withUnsafeMutableBufferPointer { out in
            unsafe _ = EVP_DigestFinal_ex(context, out.baseAddress, nil)
        }
        return digest
    }

    /// The digest of one message held in memory.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        unsafe bytes.withUnsafeBytes { unsafe hash.update($0) }
        return hash.finish()
    }
}
