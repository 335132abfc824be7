/// Why bytes could not be compressed or decompressed.
package enum CompressionError: Error, Hashable, Sendable {
    /// The compressed bytes are damaged, cut short or not of this kind; trying again won't help.
    case corrupt(reason: String, byteOffset: Int64)
    /// More bytes would come out than were allowed.
    case tooLarge(limit: Int64)
    /// A kind of compression that is known and not taken (yet): `lz4`.
    case unsupported(kind: String)
    /// The device or the kernel failed; trying again may help.
    case system(String)
}
