/// What a server answered.
package struct HTTPAnswer: Hashable, Sendable {
    package var status: Int
    package var body: [UInt8]
    /// `Retry-After`, given in seconds or as a date, counted from the answer's arrival.
    package var retryAfter: Duration?

    package init(status: Int, body: [UInt8] = [], retryAfter: Duration? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }
}

/// Why there was no answer.
package struct HTTPFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case notConnected, timedOut, tls, connectionLost, answerTooLarge, badURL, other
    }
    package var kind: Kind
    /// A few words for people: `connection refused`, `timed out after 30s`.
    package var reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    package var description: String { reason }
}

/// The end of one exchange.
package struct HTTPCompletion: Sendable {
    /// What `HTTPMultiClient.begin` was given.
    package var tag: Int
    package var result: Result<HTTPAnswer, HTTPFailure>
}
