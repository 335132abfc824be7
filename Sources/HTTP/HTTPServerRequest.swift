/// A request as a server got it.
package struct HTTPServerRequest: Sendable {
    package struct Pair: Hashable, Sendable {
        package var name: String
        package var value: String
    }

    package var method: String
    /// Without the query, percent-decoded.
    package var path: String
    package var query: [Pair]
    package var headers: [Pair]
    package var body: [UInt8]

    package init(
        method: String, path: String, query: [Pair] = [], headers: [Pair] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }

    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// What a server answers; the length is added by the server.
package struct HTTPServerResponse: Sendable {
    package var status: Int
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(
        _ status: Int, headers: [HTTPHeader] = [], contentType: String? = nil, body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        if let contentType { self.headers.append(HTTPHeader("Content-Type", contentType)) }
    }

    package init(_ status: Int, json: String) {
        self.init(status, contentType: "application/json", body: Array(json.utf8))
    }

    package init(_ status: Int, text: String) {
        self.init(status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    static let tooLarge = HTTPServerResponse(413, text: "the body is too large\n")
}
