import CCurl

/// One request at a time, waited for: for commands.
package enum HTTPClient {
    /// Makes the request and waits for its end.
    package static func perform(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPAnswer {
        let transfer = Transfer()
        transfer.prepare(request, tag: 0)
        let code = unsafe curl_easy_perform(transfer.easy)
        return try transfer.finish(code).get()
    }

    /// Asks a server on a Unix socket, as hopperctl asks the daemon.
    /// - Parameter path: with its leading slash, already percent-encoded where it must be.
    package static func request(
        unixSocket: String, _ method: HTTPMethod = .get, path: String, body: [UInt8] = [],
        timeout: Duration = .seconds(60)
    ) throws(HTTPFailure) -> HTTPAnswer {
        let headers =
            body.isEmpty ? [] : [HTTPHeader("Content-Type", "application/json")]
        return try perform(
            HTTPRequest(
                method, "http://localhost\(path)", headers: headers, body: HTTPBody(body),
                timeout: timeout, answerLimit: 256 << 20, unixSocketPath: unixSocket))
    }
}
