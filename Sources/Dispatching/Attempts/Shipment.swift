import JSON
package import Outbox
package import Vocabulary

/// A delivery with its records in hand: what a channel sends.
package struct Shipment: Sendable {
    package let delivery: LeasedDelivery
    package let lines: RecordLines
    package let key: IdempotencyKey

    /// Nil when the payload is not the batch's: it is damaged.
    package init?(_ delivery: LeasedDelivery, payload: [UInt8]) {
        guard let lines = RecordLines(payload, count: delivery.records.capacity) else { return nil }
        self.delivery = delivery
        self.lines = lines
        key = IdempotencyKey(batch: delivery.batch, records: delivery.records)
    }

    /// PRODUCT's envelope around the delivery's records. The same delivery gives the same bytes, in
    /// every attempt and after every restart.
    package var envelope: [ArraySlice<UInt8>] {
        var head: [UInt8] = []
        head += #"{"batch":""#.utf8
        head += delivery.batch.description.utf8
        head += #"","contract":"#.utf8
        JSONValue.write(delivery.contract, into: &head)
        head += #","partner":"#.utf8
        JSONValue.write(delivery.feed.partner, into: &head)
        head += #","feed":"#.utf8
        JSONValue.write(delivery.feed.feed, into: &head)
        head += #","file":{"id":""#.utf8
        head += delivery.batch.file.description.utf8
        head += #"","name":"#.utf8
        JSONValue.write(delivery.fileName, into: &head)
        head += #","sha256":""#.utf8
        head += delivery.content.description.utf8
        head += #""},"records":["#.utf8
        return [head[...]] + lines.pieces(delivery.records) + [Array("]}".utf8)[...]]
    }

    /// The delivery's records by their ids, in their order; nil when the payload is damaged.
    package func identified() -> [IdentifiedRecord]? {
        let file = delivery.batch.file
        return lines.ids(delivery.records, in: file).map { ids in
            zip(delivery.records.indices, ids).map { IdentifiedRecord(index: $0, id: $1) }
        }
    }
}

/// A record of a shipment with the id it carries, and its index in its batch.
package struct IdentifiedRecord: Hashable, Sendable {
    /// In its batch.
    package var index: Int
    package var id: RecordID

    package init(index: Int, id: RecordID) {
        self.index = index
        self.id = id
    }
}
