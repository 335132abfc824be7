import Configuration
import Digest
import Dispatching
import HTTP
import JSON
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@Suite(.timeLimit(.minutes(1))) struct DispatcherTests {
    static func results(_ entries: [(String, Int)]) -> HTTPServerResponse {
        let value = JSONValue.object([
            .init(
                "results",
                .array(entries.map { ["id": .string($0.0), "status": .integer($0.1)] }))
        ])
        return HTTPServerResponse(200, json: value.serialized())
    }

    static func number(_ id: String) -> Int { RecordID(id)!.number % 10_000 }

    @Test func `every batch is delivered once, in PRODUCT's envelope`() throws {
        let service = try StandInService { _ in HTTPServerResponse(204) }
        let outbox = FakeOutbox()
        for number in 1...20 { outbox.queue(number, records: 50, to: ["crm"]) }
        let partial = outbox.queue(21, records: 5, to: ["crm"], only: [0, 3, 4])
        let fixture = DispatchFixture(
            outbox, [DispatchFixture.destination("crm", service.url)])
        let state = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(state.faults == [])
        #expect(state.delivered["crm"]?.count == 1003)
        #expect(Set(state.delivered["crm"] ?? []).count == 1003)
        #expect(service.all.count == 21)
        #expect(fixture.completed.withLock { $0.count } == 1)
        let first = try #require(
            service.all.first { $0.envelope["batch"]?.text?.hasSuffix(".b1") == true })
        #expect(first.http.path == "/v2/customers")
        let batch = try #require(first.envelope["batch"]?.text)
        #expect(first.http.header("Idempotency-Key") == batch)
        #expect(first.http.header("webhook-id") == batch)
        #expect(first.http.header("Content-Type") == "application/json")
        #expect(first.http.header("traceparent")?.utf8.count == 55)
        #expect(first.envelope["contract"]?.text == "v2")
        #expect(first.envelope["partner"]?.text == "acme")
        #expect(first.envelope["feed"]?.text == "customers")
        #expect(first.envelope["file"]?["name"]?.text == "ä \"x\".csv")
        #expect(first.envelope["file"]?["sha256"]?.text == String(repeating: "07", count: 32))
        let last = try #require(
            service.all.first { $0.envelope["batch"]?.text == partial.description })
        #expect(last.ids.map(Self.number) == [1, 4, 5])
        #expect(last.http.header("Idempotency-Key")?.hasPrefix("\(partial).") == true)
    }

    @Test func `records are settled one by one, and only the passing failures come again`() throws {
        let service = try StandInService { request in
            if request.number > 0 { return HTTPServerResponse(200, text: "ok") }
            // 1: delivered, 2: 503, 3: 422, 4: missing, 5: nonsense; and an id nobody sent.
            let statuses = [1: 201, 2: 503, 3: 422, 5: 7]
            return Self.results(
                request.ids.compactMap { id in statuses[Self.number(id)].map { (id, $0) } }
                    + [("zzzzzzzzzzzzzzzz.9", 422)])
        }
        let outbox = FakeOutbox()
        outbox.queue(1, records: 5, to: ["crm"])
        let fixture = DispatchFixture(
            outbox, [DispatchFixture.destination("crm", service.url)])
        let state = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(state.faults == [])
        #expect(service.all.map { $0.ids.map(Self.number) } == [[1, 2, 3, 4, 5], [2, 4, 5]])
        #expect(state.dead["crm"]?.map(\.status) == [422])
        #expect(state.dead["crm"]?.map(\.index) == [2])
        #expect(state.delivered["crm"]?.map { $0.number % 10_000 } == [1, 2, 4, 5])
        let keys = service.all.compactMap { $0.http.header("Idempotency-Key") }
        #expect(Set(keys).count == 2)
        #expect(fixture.count(.recordsDead) == 1)
    }

    @Test func `the same records keep their key over attempts`() throws {
        let service = try StandInService { request in
            HTTPServerResponse(request.number < 3 ? 503 : 200)
        }
        let outbox = FakeOutbox()
        outbox.queue(1, records: 3, to: ["crm"], only: [0, 2])
        let fixture = DispatchFixture(
            outbox, [DispatchFixture.destination("crm", service.url)])
        let state = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(state.delivered["crm"]?.count == 2)
        #expect(service.all.count == 4)
        #expect(Set(service.all.map { $0.http.header("Idempotency-Key")! }).count == 1)
        #expect(Set(service.all.map { $0.http.body }).count == 1)
        #expect(Set(service.all.map { $0.http.header("traceparent")! }).count == 4)
        #expect(state.settlements.map(\.lastAnswer).first == "503 Service Unavailable")
    }

    @Test(arguments: [400, 409, 410, 413, 422])
    func `a refused batch is halved until the bad records stand alone`(status: Int) throws {
        let bad: Set = [3, 17, 18]
        let service = try StandInService { request in
            request.ids.contains { bad.contains(Self.number($0)) }
                ? HTTPServerResponse(status, text: "no\u{7} good\n") : HTTPServerResponse(200)
        }
        let outbox = FakeOutbox()
        outbox.queue(1, records: 20, to: ["crm"])
        let fixture = DispatchFixture(
            outbox, [DispatchFixture.destination("crm", service.url)])
        let state = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(state.faults == [])
        let dead = state.dead["crm"] ?? []
        #expect(Set(dead.map { $0.record.number % 10_000 }) == bad)
        #expect(dead.allSatisfy { $0.status == status && $0.error == "no good" })
        #expect(state.delivered["crm"]?.count == 17)
        #expect(fixture.count(.batchHalved) > 0)
    }

    @Test func `Retry-After leaves the whole destination alone`() throws {
        let service = try StandInService { request in
            request.number == 0
                ? HTTPServerResponse(429, headers: [HTTPHeader("Retry-After", "1")])
                : HTTPServerResponse(200)
        }
        let outbox = FakeOutbox()
        for number in 1...3 { outbox.queue(number, records: 2, to: ["crm"]) }
        var destination = DispatchFixture.destination("crm", service.url)
        destination.concurrency = 1
        let fixture = DispatchFixture(outbox, [destination])
        let began = ContinuousClock.now
        let state = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(ContinuousClock.now - began >= .milliseconds(990))
        #expect(service.all.count == 4)
        #expect(state.delivered["crm"]?.count == 6)
        #expect(fixture.count(.destinationPaused) == 1)
        #expect(fixture.count(.destinationOpened) == 0)
    }

    @Test(arguments: [401, 403, 404, 405, 407, 302])
    func `a destination that is set up wrong is held, and no record is blamed`(status: Int) throws {
        let service = try StandInService { request in
            HTTPServerResponse(request.number < 3 ? status : 200)
        }
        let outbox = FakeOutbox()
        for number in 1...4 { outbox.queue(number, records: 2, to: ["crm"]) }
        var destination = DispatchFixture.destination("crm", service.url)
        destination.concurrency = 1
        destination.retry.giveUpAfter = .zero
        let fixture = DispatchFixture(outbox, [destination])
        let state = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(state.dead["crm", default: []].isEmpty)
        #expect(state.delivered["crm"]?.count == 8)
        #expect(service.all.count == 7)
        #expect(state.settlements.count == 4)
        #expect(fixture.count(.destinationHeld) == 1)
        #expect(fixture.count(.destinationClosed) == 1)
        #expect(fixture.count(.destinationProbed) == 3)
        #expect(state.states["crm"]?.phase == .closed)
    }

    @Test func `a broken service is probed with one batch, over a restart too`() throws {
        let isUp = Monitor(false)
        let service = try StandInService { _ in
            HTTPServerResponse(isUp.withLock { $0 } ? 200 : 500)
        }
        let outbox = FakeOutbox()
        for number in 1...30 { outbox.queue(number, records: 2, to: ["crm"]) }
        var destination = DispatchFixture.destination("crm", service.url)
        destination.breaker.failures = 5
        destination.breaker.probe = .seconds(3600)
        let first = DispatchFixture(outbox, [destination])
        try first.dispatcher.start()
        #expect(first.waitForEvent(.destinationOpened) != nil)
        first.dispatcher.drain(within: .seconds(5))
        let sent = service.all.count
        #expect((5...(5 + destination.concurrency)).contains(sent))
        let kept = try #require(outbox.state.withLock { $0.states["crm"] })
        #expect(kept.phase == .open)
        #expect(kept.failures >= 5)

        // The next process neither sends before the probe is due nor forgets why.
        isUp.withLock { $0 = true }
        let second = DispatchFixture(outbox, [destination])
        try second.dispatcher.start()
        second.dispatcher.workArrived(destinations: ["crm"])
        #expect(second.dispatcher.drain(within: .seconds(5)))
        #expect(service.all.count == sent)

        let third = DispatchFixture(outbox, [destination])
        try third.dispatcher.start()
        third.dispatcher.reload(DispatchFixture.configuration([destination]))
        #expect(outbox.wait { $0.queue.isEmpty ? true : nil } == true)
        third.dispatcher.drain(within: .seconds(5))
        #expect(third.count(.destinationProbed) == 1)
        #expect(third.count(.destinationClosed) == 1)
        service.server.stop()
    }

    @Test func `a slow destination delays no other`() throws {
        let release = Monitor(false)
        let slow = try StandInService { _ in
            _ = release.wait { $0 ? true : nil }
            return HTTPServerResponse(200)
        }
        let fast = try StandInService { _ in HTTPServerResponse(200) }
        let outbox = FakeOutbox()
        for number in 1...40 { outbox.queue(number, records: 3, to: ["slow", "fast"]) }
        let fixture = DispatchFixture(
            outbox,
            [
                DispatchFixture.destination("slow", slow.url),
                DispatchFixture.destination("fast", fast.url),
            ])
        try fixture.dispatcher.start()
        #expect(outbox.wait { $0.delivered["fast"]?.count == 120 ? true : nil } == true)
        #expect(outbox.state.withLock { $0.delivered["slow"] } == nil)
        release.withLock(notify: true) { $0 = true }
        #expect(outbox.wait { $0.queue.isEmpty ? true : nil } == true)
        #expect(fixture.dispatcher.drain(within: .seconds(5)))
        slow.server.stop()
        fast.server.stop()
    }

    @Test func `concurrency is kept`() throws {
        let busy = Monitor((now: 0, most: 0))
        let service = try StandInService { _ in
            busy.withLock(notify: true) {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            _ = busy.wait(timeout: .milliseconds(20)) { $0.now > 3 ? true : nil }
            busy.withLock { $0.now -= 1 }
            return HTTPServerResponse(200)
        }
        let outbox = FakeOutbox()
        for number in 1...12 { outbox.queue(number, records: 1, to: ["crm"]) }
        var destination = DispatchFixture.destination("crm", service.url)
        destination.concurrency = 3
        let fixture = DispatchFixture(outbox, [destination])
        _ = try #require(try fixture.runUntilEmpty())
        service.server.stop()
        #expect(busy.withLock { $0.most } == 3)
    }

    @Test func `no answer is a passing failure, and given up in its time`() throws {
        let service = try StandInService { _ in HTTPServerResponse(200) }
        service.server.stop()
        let outbox = FakeOutbox()
        outbox.queue(1, records: 2, to: ["crm"])
        var destination = DispatchFixture.destination("crm", service.url)
        destination.retry.giveUpAfter = .milliseconds(30)
        let fixture = DispatchFixture(outbox, [destination])
        let state = try #require(try fixture.runUntilEmpty())
        #expect(state.settlements.count > 1)
        #expect(state.dead["crm"]?.map(\.status) == [nil, nil])
        #expect(state.dead["crm"]?.map(\.error) == ["connection refused", "connection refused"])
    }

    @Test func `requests are signed and authorized, and nothing goes out without the secrets`()
        throws
    {
        let scratch = ScratchDirectory()
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let service = try StandInService { _ in HTTPServerResponse(200) }
        let outbox = FakeOutbox()
        outbox.queue(1, records: 3, to: ["crm"])
        var destination = DispatchFixture.destination("crm", service.url)
        destination.bearerCredential = "token"
        destination.signingCredential = "key"
        scratch.write("\(secret)\n", to: "key")
        let fixture = DispatchFixture(outbox, [destination], credentials: scratch.path)
        try fixture.dispatcher.start()
        let event = fixture.waitForEvent(.credentialMissing)
        #expect(event?.message == "crm: credential token is missing; nothing is sent")
        #expect(service.all.isEmpty)
        scratch.write("tok-1\n", to: "token")
        #expect(outbox.wait { $0.queue.isEmpty ? true : nil } == true)
        fixture.dispatcher.drain(within: .seconds(5))
        service.server.stop()
        #expect(fixture.count(.credentialMissing) == 1)
        let request = try #require(service.all.first).http
        #expect(request.header("Authorization") == "Bearer tok-1")
        #expect(request.header("webhook-timestamp") == "1700000000")
        let key = try #require(WebhookSecret(Array(secret.utf8)))
        #expect(
            key.verifies(
                request.header("webhook-signature") ?? "", id: request.header("webhook-id") ?? "",
                timestamp: 1_700_000_000, body: request.body))
    }

    @Test func `work for an unknown destination waits, and is said so once`() throws {
        let service = try StandInService { _ in HTTPServerResponse(200) }
        let outbox = FakeOutbox()
        outbox.queue(1, records: 3, to: ["gone"])
        let fixture = DispatchFixture(outbox, [])
        try fixture.dispatcher.start()
        #expect(fixture.waitForEvent(.destinationUnknown) != nil)
        fixture.dispatcher.workArrived(destinations: ["gone"])
        fixture.dispatcher.reload(
            DispatchFixture.configuration([DispatchFixture.destination("gone", service.url)]))
        #expect(outbox.wait { $0.queue.isEmpty ? true : nil } == true)
        fixture.dispatcher.drain(within: .seconds(5))
        service.server.stop()
        #expect(fixture.count(.destinationUnknown) == 1)
    }

    @Test func `a full outbox loses no settlement`() throws {
        let service = try StandInService { _ in HTTPServerResponse(200) }
        let outbox = FakeOutbox()
        outbox.state.withLock { $0.isFull = true }
        for number in 1...40 { outbox.queue(number, records: 1, to: ["crm"]) }
        let fixture = DispatchFixture(
            outbox, [DispatchFixture.destination("crm", service.url)])
        try fixture.dispatcher.start()
        #expect(
            service.requests.wait(timeout: .seconds(10)) { $0.count >= 16 ? true : nil } == true)
        outbox.state.withLock { $0.isFull = false }
        #expect(outbox.wait { $0.queue.isEmpty ? true : nil } == true)
        fixture.dispatcher.drain(within: .seconds(5))
        service.server.stop()
        #expect(service.all.count == 40)
    }

    @Test func `a held destination that comes back into the configuration is probed and released`()
        throws
    {
        let service = try StandInService { _ in HTTPServerResponse(200) }
        let outbox = FakeOutbox()
        outbox.state.withLock {
            $0.states["crm"] = DestinationState(
                destination: "crm", phase: .held, failures: 0,
                probeAt: Timestamp(milliseconds: SteadyClock().milliseconds + 3_600_000),
                reason: "401 Unauthorized", since: Timestamp(milliseconds: 1))
        }
        outbox.queue(1, records: 1, to: ["crm"])
        let fixture = DispatchFixture(outbox, [])
        try fixture.dispatcher.start()
        fixture.dispatcher.reload(
            DispatchFixture.configuration([DispatchFixture.destination("crm", service.url)]))
        #expect(
            outbox.wait { $0.queue.isEmpty && $0.states["crm"]?.phase == .closed ? true : nil }
                == true)
        fixture.dispatcher.drain(within: .seconds(5))
        service.server.stop()
    }

    @Test func `a delivery whose settlement is refused is not forgotten`() throws {
        let service = try StandInService { _ in HTTPServerResponse(200) }
        let outbox = FakeOutbox()
        outbox.state.withLock { $0.refusals = 1 }
        outbox.queue(1, records: 1, to: ["crm"])
        let time = ManualClock()
        let fixture = DispatchFixture(
            outbox, [DispatchFixture.destination("crm", service.url)], clock: time.clock)
        try fixture.dispatcher.start()
        #expect(outbox.wait { $0.released > 0 ? true : nil } == true)
        // It may have been released before the dispatcher went to rest: so until it goes on.
        var rounds = 0
        while outbox.state.withLock({ !$0.queue.isEmpty }), rounds < 200 {
            rounds += 1
            time.advance(by: .seconds(61))
            fixture.dispatcher.workArrived(destinations: [])
            _ = outbox.state.wait(timeout: .milliseconds(50)) { $0.queue.isEmpty ? true : nil }
        }
        #expect(outbox.state.withLock { $0.queue.isEmpty })
        fixture.dispatcher.drain(within: .seconds(5))
        service.server.stop()
    }

    @Test func `a drain waits for what is in flight and breaks off what takes too long`() throws {
        let release = Monitor(false)
        let service = try StandInService { _ in
            _ = release.wait { $0 ? true : nil }
            return HTTPServerResponse(200)
        }
        let outbox = FakeOutbox()
        outbox.queue(1, records: 1, to: ["crm"])
        let first = DispatchFixture(outbox, [DispatchFixture.destination("crm", service.url)])
        try first.dispatcher.start()
        #expect(service.requests.wait(timeout: .seconds(10)) { $0.isEmpty ? nil : true } == true)
        #expect(!first.dispatcher.drain(within: .milliseconds(20)))
        #expect(outbox.state.withLock { $0.queue.values.map(\.isLeased) } == [false])
        let second = DispatchFixture(outbox, [DispatchFixture.destination("crm", service.url)])
        try second.dispatcher.start()
        #expect(service.requests.wait(timeout: .seconds(10)) { $0.count > 1 ? true : nil } == true)
        let waker = WorkerThread("release") { release.withLock(notify: true) { $0 = true } }
        #expect(second.dispatcher.drain(within: .seconds(5)))
        waker.join()
        #expect(outbox.state.withLock { $0.queue.isEmpty })
        service.server.stop()
    }
}
