import Glibc

/// Standard output behind a large buffer.
struct Output {
    private var buffer: [UInt8] = []
    private static let capacity = 1 << 20

    init() { buffer.reserveCapacity(Self.capacity + 65_536) }

    static func += (output: inout Output, bytes: [UInt8]) { output.buffer += bytes }
    static func += (output: inout Output, text: StaticString) {
        unsafe output.buffer += UnsafeBufferPointer(
            start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    mutating func byte(_ byte: UInt8) { buffer.append(byte) }

    var count: Int { buffer.count }

    /// Takes back what was written since there were `count` bytes.
    mutating func takeBack(to count: Int) -> ArraySlice<UInt8> {
        let taken = Array(buffer[count...])
        buffer.removeLast(taken.count)
        return taken[...]
    }

    /// Decimal digits, with leading zeros up to `width`.
    mutating func number(_ number: Int, width: Int = 1) {
        var digits: [20 of UInt8] = .init(repeating: UInt8(ascii: "0"))
        var rest = number
        var count = 0
        repeat {
            digits[count] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
            count += 1
        } while rest > 0
        for index in stride(from: max(count, width) - 1, through: 0, by: -1) {
            buffer.append(digits[index])
        }
    }

    /// Writes out what has gathered, if it is enough to be worth a call.
    mutating func flush(all: Bool = false) {
        guard all || buffer.count >= Self.capacity else { return }
        var offset = 0
        while offset < buffer.count {
            let count = unsafe buffer.withUnsafeBytes {
                unsafe write(STDOUT_FILENO, $0.baseAddress! + offset, $0.count - offset)
            }
            if count < 0 {
                if errno == EINTR { continue }
                unsafe perror("hopper-generate: write")
                exit(3)
            }
            offset += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
