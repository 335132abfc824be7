import Digest
package import Vocabulary

/// What a destination knows a request's content by: the same key for the same records of the same
/// batch, over attempts and restarts; another key for other records. See
/// docs/decisions/0003-idempotency-keys.md.
package struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(batch: BatchID, records: RecordSet) {
        if records.isAll {
            description = batch.description
        } else {
            let digest = SHA256.hash(records.bytes)
            description = "\(batch).\(Array(digest.prefix(8)).hexadecimal)"
        }
    }
}
