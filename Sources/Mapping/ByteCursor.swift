import CPlatform

/// Where the next bytes of a buffer go. Many short texts in a row are written through one: the
/// buffer's own count would be looked up and stored for each of them.
///
/// Whoever makes one has reserved room for all that it writes, and sets the buffer's count after it.
@safe struct ByteCursor: ~Copyable {
    private let base: UnsafeMutablePointer<UInt8>
    private(set) var count: Int

    @inline(__always) init(_ buffer: borrowing ByteBuffer) {
        unsafe base = unsafe buffer.base
        count = buffer.count
    }

    @inline(__always) mutating func put(_ byte: UInt8) {
        unsafe base[count] = byte
        count &+= 1
    }

    @inline(__always) mutating func put(_ text: Text) {
        unsafe hopper_copy_padded(base + count, text.start, text.count)
        count &+= text.count
    }

    /// The same for what is longer than a few words.
    @inline(__always) mutating func put(long text: Text) {
        unsafe memcpy(base + count, text.start, text.count)
        count &+= text.count
    }

    /// A number that is not negative, in decimal digits: cheap where `digits` is what a number just
    /// below it left there. Up to 24 bytes are written.
    @inline(__always) mutating func put(_ number: Int64, _ digits: inout hopper_counter) {
        assert(number >= 0)
        count &+= unsafe Int(hopper_put_counter(base + count, &digits, UInt64(bitPattern: number)))
    }
}
