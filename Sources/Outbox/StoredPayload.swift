/// A batch's payload in the form in which a store keeps it.
package struct StoredPayload: Hashable, Sendable {
    package enum Encoding: Int, Sendable {
        case raw = 0
        case zstd = 1
    }

    package var encoding: Encoding
    package var bytes: [UInt8]

    package init(encoding: Encoding, bytes: [UInt8]) {
        self.encoding = encoding
        self.bytes = bytes
    }
}
