/// One request as a client makes it.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// `http:` or `https:`; anything else fails as `.badURL`.
    package var url: String
    package var headers: [HTTPHeader]
    package var body: HTTPBody
    /// From the start to the last byte of the answer, name resolution and connecting included.
    package var timeout: Duration
    /// An answer with a longer body fails as `.answerTooLarge`.
    package var answerLimit: Int
    /// Connects to this Unix socket instead of the URL's host.
    package var unixSocketPath: String?
    /// A file of certificates (PEM) of which the server's must come; nil: those the machine trusts.
    package var authorities: String?

    package init(
        _ method: HTTPMethod, _ url: String, headers: [HTTPHeader] = [],
        body: HTTPBody = HTTPBody(), timeout: Duration = .seconds(30),
        answerLimit: Int = 8 << 20, unixSocketPath: String? = nil, authorities: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.answerLimit = answerLimit
        self.unixSocketPath = unixSocketPath
        self.authorities = authorities
    }
}

/// The methods that Hopper uses (RFC 9110, 9.3).
package enum HTTPMethod: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
}

/// Name and value must be free of control characters; a header that is not is refused by a trap,
/// because nothing from outside may get there unchecked.
package struct HTTPHeader: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        precondition(
            name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
                && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
            "a header with control characters")
        self.name = name
        self.value = value
    }
}

/// A request's body in pieces that are sent one after the other, so that an envelope can be put
/// around a large payload, or parts of one left out, without copying it.
package struct HTTPBody: Sendable {
    package let pieces: [ArraySlice<UInt8>]
    /// Bytes in all pieces.
    package let count: Int

    package init(_ pieces: [ArraySlice<UInt8>] = []) {
        self.pieces = pieces
        count = pieces.reduce(0) { $0 + $1.count }
    }

    package init(_ bytes: [UInt8]) { self.init([bytes[...]]) }

    /// The whole body in one array: a copy.
    package var bytes: [UInt8] { Array(pieces.joined()) }
}
