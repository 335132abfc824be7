import Configuration
import Dispatching
import HTTP
import Platform
import TestSupport
import Testing
import Vocabulary

/// Over TLS, to a server that is not of ours.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TLSTests {
    @Test func `only a certificate of the authority that is trusted is accepted`() throws {
        let service = try TLSService()
        #expect(try HTTPClient.perform(service.request("/ca.pem")).status == 200)
        // Neither the machine nor another authority knows it.
        for authorities: @Sendable (TLSService.Certificates) -> String? in [
            { _ in nil }, { $0.stranger },
        ] {
            let failure = #expect(throws: HTTPFailure.self) {
                try HTTPClient.perform(service.request("/", authorities: authorities))
            }
            #expect(failure?.kind == .tls)
            #expect(
                failure?.reason.hasPrefix(
                    "the TLS certificate is not accepted (SSL certificate problem: ") == true,
                "\(failure?.reason ?? "")")
        }
    }

    @Test func `a certificate for another name is not accepted`() throws {
        let service = try TLSService()
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient.perform(service.request("/", host: "127.0.0.1"))
        }
        #expect(failure?.kind == .tls)
        #expect(failure?.reason.contains("127.0.0.1") == true, "\(failure?.reason ?? "")")
    }

    @Test func `a file of authorities that is not there is said to be the trouble`() throws {
        let service = try TLSService()
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient.perform(service.request("/", authorities: { $0.authority + "x" }))
        }
        #expect(
            failure == HTTPFailure(.tls, "the file of trusted TLS certificates can't be used"))
    }

    @Test func `requests share one connection, and are under way at once`() throws {
        let service = try TLSService()
        let client = HTTPMultiClient()
        // Larger than what HTTP/2 lets go without an answer.
        let bodies = (0..<8).map { [UInt8](repeating: UInt8($0) + 65, count: 200_000) }
        for (tag, body) in bodies.enumerated() {
            client.begin(service.request("/\(tag)", body: body), tag: tag)
        }
        while client.activeCount > 0 {
            for ended in client.wait(timeout: .seconds(10)) {
                let answer = try ended.result.get()
                #expect(answer.status == 200)
                #expect(answer.body == bodies[ended.tag])
            }
        }
        let log = service.stop()
        #expect(log.contains("The negotiated protocol: h2"))
        // Connections are numbered; one was made to see whether it listens.
        let posts = log.split(separator: "\n").filter { $0.contains(":method: POST") }
        #expect(posts.count == 8)
        #expect(Set(posts.map { $0.prefix { $0 != "]" } }).count == 1, "\(posts)")
        var open: Set<Substring> = []
        var most = 0
        for line in log.split(separator: "\n") {
            guard let stream = line.split(separator: "stream_id=").last?.prefix(while: \.isNumber)
            else { continue }
            if line.contains("recv HEADERS") { open.insert(stream) }
            if line.contains("send DATA"), line.contains("flags=0x01") { open.remove(stream) }
            most = max(most, open.count)
        }
        #expect(most > 1)
    }

    @Test func `a destination with a certificate of a stranger waits, and is told its authority`()
        throws
    {
        let service = try TLSService()
        let scratch = ScratchDirectory()
        let token = "token-that-nobody-may-see"
        scratch.write(token, to: "token")
        let outbox = FakeOutbox()
        outbox.queue(1, records: 3, to: ["crm"])
        var destination = DispatchFixture.destination(
            "crm", "https://localhost:\(service.port)/{contract}/customers")
        destination.bearerCredential = "token"
        destination.breaker.failures = 2
        destination.authorities = service.certificates.stranger
        let fixture = DispatchFixture(outbox, [destination], credentials: scratch.path)
        try fixture.dispatcher.start()
        let opened = fixture.waitForEvent(.destinationOpened)
        #expect(
            opened?.message.hasPrefix("crm: the TLS certificate is not accepted (SSL") == true,
            "\(opened?.message ?? "")")
        destination.authorities = service.certificates.authority
        fixture.dispatcher.reload(DispatchFixture.configuration([destination]))
        #expect(outbox.wait { $0.queue.isEmpty ? true : nil } == true)
        fixture.dispatcher.drain(within: .seconds(5))
        #expect(outbox.state.withLock { $0.delivered["crm"]?.count } == 3)
        #expect(outbox.state.withLock { $0.dead["crm", default: []].isEmpty })
        #expect(fixture.events.withLock { $0.allSatisfy { !$0.message.contains(token) } })
        let log = service.stop()
        #expect(log.contains("authorization: Bearer \(token)"))
        // Nothing was said before the certificate was accepted.
        #expect(log.split(separator: "\n").count { $0.contains(":method: POST") } == 1)
    }
}
