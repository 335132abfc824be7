/// What a destination's YAML file says: one downstream service.
package struct Destination: Hashable, Sendable {
    package var name: String
    /// May contain `{contract}`, replaced by the contract each batch was cut under.
    package var url: String
    /// Stamped on each batch when it is cut.
    package var contract: String
    /// A file of certificates (PEM) of which the service's must come; nil: those the machine trusts.
    package var authorities: String?
    /// A credential's name; its content goes into `Authorization: Bearer`.
    package var bearerCredential: String?
    /// A credential's name; its content is a Standard Webhooks secret (`whsec_…` or raw bytes).
    package var signingCredential: String?
    package var timeout: Duration = .seconds(30)
    /// Requests in flight at once.
    package var concurrency = 8
    /// Nil: as fast as it can take them.
    package var rate: Rate?
    package var retry = RetryPolicy()
    package var breaker = BreakerPolicy()

    package init(name: String, url: String, contract: String) {
        self.name = name
        self.url = url
        self.contract = contract
    }
}

/// `50/s`, `600/m`, `1000/h`: requests in a span of time.
package struct Rate: Hashable, Sendable {
    package var requests: Int
    package var per: Duration

    package init(requests: Int, per: Duration) {
        self.requests = requests
        self.per = per
    }
}

/// Exponential backoff with full jitter: the n-th wait is drawn from 0 to
/// `min(max, first × factor^(n-1))`.
package struct RetryPolicy: Hashable, Sendable {
    package var first: Duration = .seconds(1)
    package var factor: Double = 2
    package var max: Duration = .seconds(900)
    /// Counted from a record's first attempt; then it is a dead letter.
    package var giveUpAfter: Duration = .seconds(3 * 86_400)
    package init() {}
}

/// When a destination is held after whole-request failures, and how often it is probed.
package struct BreakerPolicy: Hashable, Sendable {
    /// Consecutive whole-request failures.
    package var failures = 5
    package var probe: Duration = .seconds(30)
    package init() {}
}
