import CCrypto

/// HMAC-SHA-256 (RFC 2104): the 32 bytes of the tag over `message` under `key`.
package func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    unsafe key.withUnsafeBufferPointer { key in
        unsafe message.withUnsafeBufferPointer { message in
            unsafe tag.withUnsafeMutableBufferPointer { out in
                unsafe _ = HMAC(
                    EVP_sha256(), key.baseAddress, Int32(key.count), message.baseAddress,
                    message.count, out.baseAddress, &length)
            }
        }
    }
    return tag
}
