/// HMAC-SHA-256 (RFC 2104): the 32 bytes of the tag over `message` under `key`.
package func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    hmacSHA256(key: key, pieces: [message[...]])
}

/// HMAC-SHA-256 over a message that lies in pieces, without joining them.
package func hmacSHA256(key: [UInt8], pieces: [ArraySlice<UInt8>]) -> [UInt8] {
    var block = key.count > 64 ? SHA256.hash(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 }[...])
    for piece in pieces { inner.update(piece) }
    var outer = SHA256()
    outer.update(block.map { $0 ^ 0x5C }[...])
    outer.update(inner.finish()[...])
    return outer.finish()
}

extension SHA256 {
    fileprivate mutating func update(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }
}
