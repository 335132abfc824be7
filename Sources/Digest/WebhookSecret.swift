/// A secret shared with a receiver, as Standard Webhooks has it (standardwebhooks.com, symmetric
/// signatures).
package struct WebhookSecret: Sendable {
    private let key: [UInt8]

    /// Takes `whsec_` and base 64, or else the bytes as they are; nil if there is no key in it.
    package init?(_ secret: [UInt8]) {
        let prefix = Array("whsec_".utf8)
        if secret.starts(with: prefix) {
            let text = String(decoding: secret.dropFirst(prefix.count), as: UTF8.self)
            guard let decoded = Base64.decode(text) else { return nil }
            key = decoded
        } else {
            key = secret
        }
        if key.isEmpty { return nil }
    }

    /// The value of `webhook-signature`: `v1,` and the base 64 of the tag over
    /// `id.timestamp.body`.
    /// - Parameter timestamp: seconds since 1970.
    package func signature(id: String, timestamp: Int64, body: [ArraySlice<UInt8>]) -> String {
        let head = Array("\(id).\(timestamp).".utf8)
        return "v1," + Base64.encode(hmacSHA256(key: key, pieces: [head[...]] + body))
    }

    /// Whether one of the header's signatures (a list with spaces between) is right.
    package func verifies(
        _ header: String, id: String, timestamp: Int64, body: [UInt8]
    ) -> Bool {
        let expected = Array(signature(id: id, timestamp: timestamp, body: [body[...]]).utf8)
        return header.split(separator: " ").contains { given in
            let given = Array(given.utf8)
            // In constant time, so that the time taken tells nothing of the right one.
            return given.count == expected.count
                && zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }
}
