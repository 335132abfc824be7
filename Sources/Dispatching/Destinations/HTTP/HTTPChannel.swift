package import Configuration
import Digest
package import HTTP
import Outbox
import Vocabulary

/// `type: http`: PRODUCT's request, made over one multi client for all destinations.
///
/// Everything but `wake` is called by the dispatcher's thread only, hence `@unchecked`.
package final class HTTPChannel: DestinationChannel, @unchecked Sendable {
    private let client = HTTPMultiClient()
    private var shipments: [Int: Shipment] = [:]
    private var random: SplitMix64
    private let wallClock: @Sendable () -> Int64

    /// - Parameter wallClock: seconds since 1970 as the world has them: receivers refuse a
    ///   `webhook-timestamp` that is minutes off.
    package init(seed: UInt64, wallClock: @escaping @Sendable () -> Int64) {
        random = SplitMix64(seed: seed)
        self.wallClock = wallClock
    }

    package func begin(
        _ shipment: Shipment, to destination: Destination, secrets: DestinationSecrets, tag: Int
    ) {
        shipments[tag] = shipment
        let request = HTTPDelivery(
            shipment: shipment, destination: destination, secrets: secrets,
            timestamp: wallClock(), span: random.next())
        client.begin(request.request, tag: tag)
    }

    package func cancel(tag: Int) {
        client.cancel(tag: tag)
        shipments[tag] = nil
    }

    package func wait(timeout: Duration?) -> [EndedAttempt] {
        client.wait(timeout: timeout).compactMap { ended in
            shipments.removeValue(forKey: ended.tag).map {
                EndedAttempt(tag: ended.tag, reading: HTTPOutcome.read(ended.result, for: $0))
            }
        }
    }

    package func wake() { client.wake() }
}

/// One attempt at a shipment as an HTTP request.
package struct HTTPDelivery: Sendable {
    package var shipment: Shipment
    package var destination: Destination
    package var secrets: DestinationSecrets
    /// Seconds since 1970.
    package var timestamp: Int64
    /// This attempt's span id in the batch's trace.
    package var span: UInt64

    package init(
        shipment: Shipment, destination: Destination, secrets: DestinationSecrets,
        timestamp: Int64, span: UInt64
    ) {
        self.shipment = shipment
        self.destination = destination
        self.secrets = secrets
        self.timestamp = timestamp
        self.span = span
    }

    package var request: HTTPRequest {
        let body = HTTPBody(shipment.envelope)
        let key = shipment.key.description
        var headers = [
            HTTPHeader("Content-Type", "application/json"),
            HTTPHeader("User-Agent", "hopper/1"),
            HTTPHeader("Idempotency-Key", key),
            HTTPHeader("webhook-id", key),
            HTTPHeader("webhook-timestamp", "\(timestamp)"),
            HTTPHeader(
                "traceparent",
                TraceContext.traceparent(batch: shipment.delivery.batch, span: span)),
        ]
        if let key = secrets.signing {
            headers.append(
                HTTPHeader(
                    "webhook-signature",
                    key.signature(
                        id: shipment.key.description, timestamp: timestamp, body: body.pieces)))
        }
        if let token = secrets.bearer {
            headers.append(HTTPHeader("Authorization", "Bearer \(token)"))
        }
        return HTTPRequest(
            .post, url, headers: headers, body: body, timeout: destination.timeout,
            authorities: destination.authorities)
    }

    /// The URL under the contract that the batch was cut for.
    private var url: String {
        let parts = destination.url.split(separator: "{contract}", omittingEmptySubsequences: false)
        return parts.joined(separator: Self.percentEncoded(shipment.delivery.contract))
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
