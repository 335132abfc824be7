import Configuration
import Dispatching
import HTTP
import JSON
import Outbox
import Platform
import Vocabulary

/// A service on loopback that answers by a script, and remembers what it was asked.
final class StandInService: Sendable {
    struct Request: Sendable {
        /// 0 for the first.
        var number: Int
        var ids: [String]
        var envelope: JSONValue
        var http: HTTPServerRequest
    }

    let server: HTTPServer
    let requests: Monitor<[Request]>

    init(
        threads: HTTPServer.Threads = .perConnection,
        _ script: @escaping @Sendable (Request) -> HTTPServerResponse
    ) throws {
        let requests = Monitor<[Request]>([])
        self.requests = requests
        server = try HTTPServer(on: .tcp(host: "127.0.0.1", port: 0), threads: threads) { http in
            guard let envelope = try? JSONValue.parse(http.body) else {
                return HTTPServerResponse(599, text: "not JSON")
            }
            let ids = envelope["records"]?.elements?.compactMap { $0["id"]?.text } ?? []
            let request = requests.withLock(notify: true) { list in
                list.append(
                    Request(number: list.count, ids: ids, envelope: envelope, http: http))
                return list[list.count - 1]
            }
            return script(request)
        }
    }

    var url: String { "http://127.0.0.1:\(server.port)/{contract}/customers" }
    var all: [Request] { requests.withLock { $0 } }
}

/// A dispatcher over a fake outbox, with short waits.
final class DispatchFixture: Sendable {
    let outbox: FakeOutbox
    let events = Monitor<[Event]>([])
    let completed = Monitor<[FileID]>([])
    let dispatcher: Dispatcher

    init(
        _ outbox: FakeOutbox, _ destinations: [Destination], credentials: String? = nil,
        clock: SteadyClock = SteadyClock()
    ) {
        self.outbox = outbox
        let events = events
        let completed = completed
        dispatcher = Dispatcher(
            outbox: outbox,
            submit: { change, completion in
                do throws(OutboxError) {
                    completion(.success(try outbox.commit([change])[0]))
                } catch {
                    completion(.failure(error))
                }
            },
            channel: HTTPChannel(seed: 1, wallClock: { 1_700_000_000 }),
            configuration: Self.configuration(destinations), credentialsDirectory: credentials,
            clock: { Timestamp(milliseconds: clock.milliseconds) }, seed: 42,
            events: { event in events.withLock(notify: true) { $0.append(event) } },
            onFilesCompleted: { files in completed.withLock(notify: true) { $0 += files } })
    }

    static func configuration(_ destinations: [Destination]) -> Configuration {
        Configuration(
            revision: RevisionID("r"), settings: Settings(), partners: [],
            destinations: destinations, sources: [])
    }

    static func destination(_ name: String, _ url: String) -> Destination {
        var destination = Destination(name: name, url: url, contract: "v2")
        destination.timeout = .seconds(5)
        destination.retry.first = .milliseconds(1)
        destination.retry.max = .milliseconds(5)
        destination.breaker.probe = .milliseconds(10)
        return destination
    }

    /// Starts, waits until the queue is empty, drains; gives the outbox's state.
    func runUntilEmpty() throws -> FakeOutbox.State? {
        try dispatcher.start()
        let done = outbox.wait { $0.queue.isEmpty ? $0 : nil }
        dispatcher.drain(within: .seconds(5))
        return done.map { _ in outbox.state.withLock { $0 } }
    }

    func waitForEvent(_ kind: EventKind, count: Int = 1) -> Event? {
        events.wait(timeout: .seconds(10)) { list in
            let found = list.filter { $0.kind == kind }
            return found.count >= count ? found.last : nil
        }
    }

    func count(_ kind: EventKind) -> Int {
        events.withLock { $0.count { $0.kind == kind } }
    }
}
