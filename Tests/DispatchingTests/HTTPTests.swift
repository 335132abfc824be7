import Foundation
import HTTP
import Platform
import TestSupport
import Testing

@Suite struct HTTPTests {
    /// Answers with the length of what it got, or what the path asks for.
    static func echo(_ request: HTTPServerRequest) -> HTTPServerResponse {
        switch request.path {
        case "/headers":
            HTTPServerResponse(
                200, text: request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
        case "/later": HTTPServerResponse(503, headers: [HTTPHeader("Retry-After", "7")])
        case "/date": HTTPServerResponse(503, headers: [HTTPHeader("Retry-After", date(in: 100))])
        case "/past": HTTPServerResponse(503, headers: [HTTPHeader("Retry-After", date(in: -100))])
        case "/odd": HTTPServerResponse(503, headers: [HTTPHeader("Retry-After", "soon")])
        case "/moved": HTTPServerResponse(302, headers: [HTTPHeader("Location", "/elsewhere")])
        case "/big": HTTPServerResponse(200, body: [UInt8](repeating: 0x61, count: 100_000))
        case "/body": HTTPServerResponse(200, body: request.body)
        default:
            HTTPServerResponse(
                200,
                text: "\(request.method) \(request.path) \(request.query("q") ?? "-") "
                    + "\(request.body.count)")
        }
    }

    /// An HTTP-date (RFC 9110, 5.6.7) so many seconds from now.
    static func date(in seconds: Int) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date(timeIntervalSinceNow: Double(seconds)))
    }

    func server(_ limits: HTTPServer.Limits = HTTPServer.Limits()) throws -> HTTPServer {
        try HTTPServer(on: .tcp(host: "127.0.0.1", port: 0), limits: limits, handler: Self.echo)
    }

    func ask(_ server: HTTPServer, _ path: String, body: HTTPBody? = nil) throws -> HTTPAnswer {
        try HTTPClient.perform(
            HTTPRequest(
                body == nil ? .get : .post, "http://127.0.0.1:\(server.port)\(path)",
                body: body ?? HTTPBody(), answerLimit: 50_000))
    }

    @Test func `a body in pieces arrives in one, without Expect`() throws {
        let server = try server()
        defer { server.stop() }
        let payload = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        let body = HTTPBody([
            payload[..<7], payload[7..<7], payload[7..<40_000], payload[270_000...],
        ])
        let answer = try ask(server, "/length?q=a%20b", body: body)
        #expect(String(decoding: answer.body, as: UTF8.self) == "POST /length a b 70000")
        let small = try ask(server, "/body", body: HTTPBody([payload[3..<9], payload[20..<22]]))
        #expect(small.body == [3, 4, 5, 6, 7, 8, 20, 21])
        let headers = try ask(server, "/headers", body: HTTPBody([1]))
        #expect(!String(decoding: headers.body, as: UTF8.self).contains("Expect"))
    }

    @Test func `a redirect is an answer, and Retry-After is read`() throws {
        let server = try server()
        defer { server.stop() }
        #expect(try ask(server, "/moved").status == 302)
        let later = try ask(server, "/later")
        #expect(later.status == 503)
        #expect(later.retryAfter == .seconds(7))
        let dated = try #require(try ask(server, "/date").retryAfter)
        // libcurl asks time(2), which is a few milliseconds late: right behind a second's begin it is
        // in the one before.
        #expect((.seconds(90)...(.seconds(101))).contains(dated))
        #expect(try ask(server, "/past").retryAfter == nil)
        #expect(try ask(server, "/odd").retryAfter == nil)
    }

    @Test func `an answer over the limit is refused`() throws {
        let server = try server()
        defer { server.stop() }
        #expect(throws: HTTPFailure(.answerTooLarge, "an answer of more than 50000 bytes")) {
            try ask(server, "/big")
        }
    }

    @Test func `a body over the server's limit is answered 413`() throws {
        var limits = HTTPServer.Limits()
        limits.body = 1000
        let server = try server(limits)
        defer { server.stop() }
        #expect(
            try ask(server, "/", body: HTTPBody([UInt8](repeating: 1, count: 1001))).status == 413)
        #expect(
            try ask(server, "/", body: HTTPBody([UInt8](repeating: 1, count: 1000))).status == 200)
    }

    @Test func `a failure says why in a few words`() throws {
        let server = try server()
        let port = server.port
        server.stop()
        #expect(throws: HTTPFailure(.notConnected, "connection refused")) {
            try HTTPClient.perform(HTTPRequest(.get, "http://127.0.0.1:\(port)/"))
        }
        #expect(throws: HTTPFailure(.badURL, "the URL can't be used")) {
            try HTTPClient.perform(HTTPRequest(.get, "file:///etc/passwd"))
        }
        let release = Monitor(false)
        let slow = try HTTPServer(on: .tcp(host: "127.0.0.1", port: 0)) { _ in
            _ = release.wait { $0 ? true : nil }
            return HTTPServerResponse(200)
        }
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient.perform(
                HTTPRequest(.get, "http://127.0.0.1:\(slow.port)/", timeout: .milliseconds(50)))
        }
        #expect(failure?.reason == "timed out after 50 ms")
        release.withLock(notify: true) { $0 = true }
        slow.stop()
    }

    @Test func `a port in use is said so`() throws {
        let server = try server()
        defer { server.stop() }
        let address = ListenAddress.tcp(host: "127.0.0.1", port: server.port)
        #expect(throws: ListenError.inUse(address)) {
            try HTTPServer(on: address, handler: Self.echo)
        }
        #expect(
            ListenError.inUse(address).description == "port \(server.port) of 127.0.0.1 is in use")
    }

    @Test func `a Unix socket serves, a second server is refused, a stale one is replaced`() throws
    {
        let scratch = ScratchDirectory()
        let path = scratch.path + "/control.sock"
        let address = ListenAddress.unixSocket(path: path, mode: 0o600)
        let first = try HTTPServer(on: address, handler: Self.echo)
        let answer = try HTTPClient.request(
            unixSocket: path, .post, path: "/a?q=1", body: [1, 2, 3])
        #expect(String(decoding: answer.body, as: UTF8.self) == "POST /a 1 3")
        #expect(throws: ListenError.inUse(address)) {
            try HTTPServer(on: address, handler: Self.echo)
        }
        first.stop()
        #expect(throws: HTTPFailure.self) { try HTTPClient.request(unixSocket: path, path: "/") }
        scratch.write("kept", to: "control.sock")
        // It is not said to be another process.
        let reason = "something that is not a socket has that name"
        #expect(throws: ListenError.failed(address, reason: reason)) {
            try HTTPServer(on: address, handler: Self.echo)
        }
        #expect(scratch.read("control.sock") == "kept")
    }

    @Test func `many exchanges run at once on one thread and a wake ends the wait`() throws {
        let server = try server()
        defer { server.stop() }
        let client = HTTPMultiClient()
        for tag in 0..<50 {
            client.begin(
                HTTPRequest(
                    .post, "http://127.0.0.1:\(server.port)/\(tag)",
                    body: HTTPBody([UInt8](repeating: 1, count: tag * 1000))), tag: tag)
        }
        var seen: Set<Int> = []
        while seen.count < 50 {
            for ended in client.wait(timeout: .seconds(10)) {
                let answer = try ended.result.get()
                #expect(
                    String(decoding: answer.body, as: UTF8.self)
                        == "POST /\(ended.tag) - \(ended.tag * 1000)")
                seen.insert(ended.tag)
            }
        }
        #expect(client.activeCount == 0)
        let thread = WorkerThread("waker") { client.wake() }
        #expect(client.wait().isEmpty)
        thread.join()
    }
}
