import Configuration
import Digest
import Dispatching
import Outbox
import Testing
import Vocabulary

@Suite struct CoreTests {
    static func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    // Backoff.

    @Test func `a wait is drawn from nothing to a ceiling that grows up to the limit`() {
        var policy = RetryPolicy()
        policy.first = .milliseconds(100)
        policy.factor = 3
        policy.max = .seconds(2)
        let backoff = Backoff(policy)
        let ceilings = (1...6).map { backoff.ceiling(afterAttempt: $0).wholeMilliseconds }
        #expect(ceilings == [100, 300, 900, 2000, 2000, 2000])
        #expect(backoff.ceiling(afterAttempt: 100_000) == .seconds(2))
        var random = SplitMix64(seed: 5)
        for attempt in 1...5 {
            let waits = (0..<2000).map { _ in
                backoff.wait(afterAttempt: attempt, using: &random).wholeMilliseconds
            }
            let ceiling = ceilings[attempt - 1]
            #expect(waits.allSatisfy { (0...ceiling).contains($0) })
            let mean = Double(waits.reduce(0, +)) / 2000
            #expect(abs(mean - Double(ceiling) / 2) < Double(ceiling) * 0.05)
        }
    }

    // The settlement.

    func plan(
        _ verdict: AttemptReading.Verdict, records: Int, attempts: Int = 0,
        firstAttemptAt: Timestamp? = nil, now: Timestamp, policy: RetryPolicy = RetryPolicy()
    ) -> (Settlement, SettlementPlan.Tally)? {
        var delivery = HTTPOutcomeTests.shipment(records).delivery
        delivery.attempts = attempts
        delivery.firstAttemptAt = firstAttemptAt
        var random = SplitMix64(seed: 1)
        let plan = SettlementPlan(
            AttemptReading(verdict: verdict, health: .answered, answer: "x"), of: delivery,
            backoff: Backoff(policy), random: &random, now: now,
            records: { HTTPOutcomeTests.shipment(records).identified()! })
        guard case .settle(let settlement, let tally) = plan else { return nil }
        return (settlement, tally)
    }

    @Test func `retries end at the deadline, which is the last attempt's time`() throws {
        let retry = RecordSet.all(2)
        let none = RecordSet(capacity: 2)
        var reasons = AttemptReading.Reasons(.init(status: 503, text: "later"))
        reasons.ofRecord[1] = .init(status: 429, text: "slow")
        let verdict = AttemptReading.Verdict.settled(
            delivered: none, dead: [], retry: retry, reasons)
        var policy = RetryPolicy()
        policy.first = .seconds(100)
        policy.max = .seconds(100)
        policy.giveUpAfter = .seconds(10)
        let (early, _) = try #require(
            plan(
                verdict, records: 2, attempts: 4, firstAttemptAt: Self.at(0), now: Self.at(9999),
                policy: policy))
        #expect(early.remaining.map(\.attempts) == [5])
        #expect(early.remaining.allSatisfy { $0.dueAt <= Self.at(10_000) })
        let (late, tally) = try #require(
            plan(
                verdict, records: 2, attempts: 5, firstAttemptAt: Self.at(0), now: Self.at(10_000),
                policy: policy))
        #expect(late.remaining.isEmpty)
        #expect(late.dead.map(\.status) == [503, 429])
        #expect(late.dead.map(\.error) == ["later", "slow"])
        #expect(tally.deadByStatus == [503: 1, 429: 1])
    }

    @Test func `a refused batch is halved, a refused record is dead, a hold blames nobody`() throws
    {
        let reason = AttemptReading.Reason(status: 413, text: "big")
        let (halved, tally) = try #require(
            plan(.refused(reason), records: 5, attempts: 1, now: Self.at(7)))
        #expect(halved.remaining.map(\.records.indices) == [[0, 1, 2], [3, 4]])
        #expect(halved.remaining.map(\.dueAt) == [Self.at(7), Self.at(7)])
        #expect(tally.isHalved)
        let (single, _) = try #require(plan(.refused(reason), records: 1, now: Self.at(7)))
        #expect(single.dead.map(\.status) == [413])
        #expect(plan(.setUpWrong, records: 5, now: Self.at(7)) == nil)
    }

    // The rate.

    @Test(arguments: [
        Rate(requests: 50, per: .seconds(1)), Rate(requests: 600, per: .seconds(60)),
        Rate(requests: 1000, per: .seconds(3600)), Rate(requests: 3000, per: .seconds(1)),
    ])
    func `no more requests start than the rate allows, and hardly fewer`(rate: Rate) {
        var limiter = RateLimiter(rate, now: Self.at(0))
        var now = Self.at(0)
        let span = rate.per.wholeMilliseconds * 3
        var started = 0
        while now.milliseconds <= span {
            while limiter.available(at: now) > 0 {
                limiter.take(at: now)
                started += 1
            }
            let next = limiter.nextAt(now)
            #expect(next > now)
            now = next
        }
        let burst = max(1, rate.requests * 100 / Int(rate.per.wholeMilliseconds))
        #expect(started <= rate.requests * 3 + burst + 1)
        #expect(Double(started) >= Double(rate.requests * 3) * 0.99 - 1)
    }

    // The breaker.

    func breaker(restored: DestinationState? = nil, now: Timestamp = at(0)) -> Breaker {
        var policy = BreakerPolicy()
        policy.failures = 3
        policy.probe = .seconds(30)
        return Breaker(
            destination: "crm", policy: policy, pauseLimit: .seconds(3600), restored: restored,
            now: now)
    }

    func fail(_ breaker: inout Breaker, isProbe: Bool = false, at now: Timestamp) -> Breaker
        .Transition?
    {
        breaker.took(.failed, reason: "503", retryAfter: nil, isProbe: isProbe, at: now)
    }

    @Test func `failures in a row open the breaker, one probe at a time closes it`() {
        var breaker = breaker()
        #expect(fail(&breaker, at: Self.at(1)) == nil)
        #expect(fail(&breaker, at: Self.at(2)) == nil)
        #expect(
            breaker.took(.answered, reason: "200", retryAfter: nil, isProbe: false, at: Self.at(3))
                == nil)
        #expect(fail(&breaker, at: Self.at(4)) == nil)
        #expect(fail(&breaker, at: Self.at(5)) == nil)
        #expect(fail(&breaker, at: Self.at(6)) == .opened)
        #expect(breaker.permission(at: Self.at(30_005)) == .wait(until: Self.at(30_006)))
        // What was still on its way says nothing new, neither good nor bad.
        #expect(fail(&breaker, at: Self.at(20_000)) == nil)
        #expect(
            breaker.took(
                .answered, reason: "200", retryAfter: nil, isProbe: false, at: Self.at(20_000))
                == nil)
        #expect(breaker.permission(at: Self.at(30_006)) == .probe)
        breaker.probeBegan()
        #expect(breaker.permission(at: Self.at(30_006)) == .waitForProbe)
        #expect(fail(&breaker, isProbe: true, at: Self.at(40_000)) == nil)
        #expect(breaker.permission(at: Self.at(40_001)) == .wait(until: Self.at(70_000)))
        breaker.probeBegan()
        #expect(
            breaker.took(
                .answered, reason: "200", retryAfter: nil, isProbe: true, at: Self.at(70_006))
                == .closed(after: .milliseconds(70_000)))
        #expect(breaker.permission(at: Self.at(70_006)) == .flow)
        #expect(breaker.state.failures == 0)
    }

    @Test func `set up wrong holds at once, and is said once`() {
        var breaker = breaker()
        func wrong(_ isProbe: Bool, _ now: Int64) -> Breaker.Transition? {
            breaker.took(
                .setUpWrong, reason: "401", retryAfter: nil, isProbe: isProbe, at: Self.at(now))
        }
        #expect(wrong(false, 1) == .held)
        #expect(wrong(false, 2) == nil)
        #expect(breaker.state.probeAt == Self.at(30_001))
        breaker.probeBegan()
        #expect(wrong(true, 30_001) == nil)
        #expect(breaker.state.probeAt == Self.at(60_001))
        breaker.probeBegan()
        #expect(fail(&breaker, isProbe: true, at: Self.at(60_001)) == .opened)
        #expect(breaker.state.since == Self.at(1))
        breaker.probeBegan()
        #expect(wrong(true, 90_001) == .held)
        breaker.probeNow(at: Self.at(90_002))
        #expect(breaker.permission(at: Self.at(90_002)) == .probe)
    }

    @Test func `Retry-After pauses, within its limit, and the longest one counts`() {
        var breaker = breaker()
        func busy(_ seconds: Int64, _ now: Int64) -> Breaker.Transition? {
            breaker.took(
                .busy, reason: "429", retryAfter: .seconds(seconds), isProbe: false,
                at: Self.at(now))
        }
        #expect(busy(10, 0) == .paused(until: Self.at(10_000), asked: .seconds(10)))
        #expect(busy(5, 100) == nil)
        #expect(breaker.permission(at: Self.at(9_999)) == .wait(until: Self.at(10_000)))
        #expect(breaker.permission(at: Self.at(10_000)) == .flow)
        #expect(breaker.state.phase == .closed)
        let year: Int64 = 31_536_000
        #expect(busy(year, 20_000) == .paused(until: Self.at(3_620_000), asked: .seconds(year)))
        // A failure with Retry-After opens until the later of the two.
        var other = self.breaker()
        for _ in 0..<3 {
            _ = other.took(
                .failed, reason: "503", retryAfter: .seconds(90), isProbe: false, at: Self.at(0))
        }
        #expect(other.state.phase == .open)
        #expect(other.state.probeAt == Self.at(90_000))
    }

    @Test func `a restored state keeps its place, but not an instant out of reach`() {
        let kept = DestinationState(
            destination: "crm", phase: .open, failures: 9, probeAt: Self.at(5_000), reason: "503",
            since: Self.at(-100))
        #expect(breaker(restored: kept).permission(at: Self.at(0)) == .wait(until: Self.at(5_000)))
        var far = kept
        far.probeAt = Self.at(1 << 50)
        #expect(breaker(restored: far).state.probeAt == Self.at(3_600_000))
    }

    // The lane.

    @Test func `a lane leases what it can send, and no more than one batch for a probe`() {
        var destination = Destination(name: "crm", url: "http://x", contract: "v2")
        destination.concurrency = 3
        var lane = DestinationLane(destination, now: Self.at(0))
        let delivery = HTTPOutcomeTests.shipment(2).delivery
        #expect(lane.next(at: Self.at(0)) == .lease(limit: 3))
        lane.leaseAnswered(
            LeaseAnswer(deliveries: [delivery, delivery], nextDueAt: Self.at(50)), limit: 3)
        #expect(lane.next(at: Self.at(0)) == .send(delivery, isProbe: false))
        #expect(lane.next(at: Self.at(0)) == .send(delivery, isProbe: false))
        #expect(lane.next(at: Self.at(0)) == .rest(until: Self.at(50)))
        lane.workReturned(dueAt: Self.at(40))
        #expect(lane.next(at: Self.at(0)) == .rest(until: Self.at(40)))
        #expect(lane.next(at: Self.at(40)) == .lease(limit: 1))
        lane.leaseAnswered(LeaseAnswer(deliveries: [], nextDueAt: nil), limit: 1)
        #expect(lane.next(at: Self.at(41)) == .rest(until: nil))
        lane.workArrived()
        #expect(lane.next(at: Self.at(41)) == .lease(limit: 1))
        lane.leaseAnswered(LeaseAnswer(deliveries: [delivery], nextDueAt: nil), limit: 1)
        _ = lane.breaker.hold(reason: "401", at: Self.at(41))
        #expect(lane.next(at: Self.at(42)) == .rest(until: Self.at(30_041)))
        #expect(lane.giveBack() == [delivery.id])
        lane.ended()
        lane.ended()
        #expect(lane.next(at: Self.at(30_041)) == .lease(limit: 1))
    }

    @Test func `dead letters are reported together, not one by one`() {
        var tally = DeadTally()
        let file = HTTPOutcomeTests.file
        #expect(tally.dueAt == nil)
        tally.add([422: 2, 0: 1], of: BatchID(file: file, number: 1))
        let first = tally.report(destination: "crm", at: Self.at(5))
        #expect(
            first?.message
                == "crm: 3 records of batch \(file).b1 became dead letters (no answer: 1, 422: 2)")
        for number in 1...500 { tally.add([422: 1], of: BatchID(file: file, number: number)) }
        #expect(tally.report(destination: "crm", at: Self.at(6)) == nil)
        #expect(tally.dueAt == Self.at(10_005))
        let second = tally.report(destination: "crm", at: Self.at(10_005))
        #expect(second?.message == "crm: 500 records of 500 batches became dead letters (422: 500)")
        tally.add([410: 1], of: BatchID(file: file, number: 1))
        let third = tally.report(destination: "crm", at: Self.at(20_010))
        #expect(third?.message == "crm: 1 record of batch \(file).b1 became a dead letter (410: 1)")
    }

    // Keys, envelopes, signatures.

    @Test func `any subset of the records becomes the JSON of just these`() throws {
        for mask in 1..<128 {
            let only = (0..<7).filter { mask >> $0 & 1 == 1 }
            let shipment = HTTPOutcomeTests.shipment(7, only: only)
            let text = String(decoding: Array(shipment.envelope.joined()), as: UTF8.self)
            let ids = text.matches(of: /\{"id":"[0-9a-z]+\.(\d+)","data":\{\}\}/)
                .compactMap { Int($0.1) }
            #expect(ids == only.map { $0 + 1 })
            #expect(!text.contains(",]") && !text.contains(",,") && !text.contains("[,"))
            #expect(text.hasSuffix("]}"))
        }
    }

    @Test func `a key names the batch and the set of its records`() {
        let batch = BatchID(file: HTTPOutcomeTests.file, number: 3)
        var keys: Set<String> = []
        for mask in 1..<128 {
            var records = RecordSet(capacity: 7)
            for index in 0..<7 where mask >> index & 1 == 1 { records.insert(index) }
            let key = IdempotencyKey(batch: batch, records: records).description
            #expect(key == IdempotencyKey(batch: batch, records: records).description)
            #expect((key == batch.description) == (mask == 127))
            keys.insert(key)
        }
        #expect(keys.count == 127)
    }

    @Test func `a payload that does not hold the batch's records is not sent`() {
        let delivery = HTTPOutcomeTests.shipment(3).delivery
        #expect(Shipment(delivery, payload: []) == nil)
        #expect(Shipment(delivery, payload: Array("{},\n{}".utf8)) == nil)
        #expect(Shipment(delivery, payload: Array("{},\n{},\n{},\n".utf8)) == nil)
        #expect(Shipment(delivery, payload: Array("{},\n{},\n{}".utf8)) != nil)
    }

    @Test func `a signature is Standard Webhooks' own example`() throws {
        let secret = try #require(
            WebhookSecret(Array("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8)))
        let body = Array(#"{"test": 2432232314}"#.utf8)
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
            body: [body[..<5], body[5...]])
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(
            secret.verifies(
                "v1,xxx \(signature)", id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
                timestamp: 1_614_265_330, body: body))
        #expect(!secret.verifies(signature, id: "msg_other", timestamp: 1_614_265_330, body: body))
        #expect(WebhookSecret([]) == nil)
        #expect(WebhookSecret(Array("whsec_".utf8)) == nil)
        #expect(WebhookSecret(Array("whsec_§".utf8)) == nil)
    }

    @Test func `base 64 goes there and back`() {
        #expect(Base64.encode(Array("foobar".utf8)) == "Zm9vYmFy")
        #expect(Base64.encode(Array("fooba".utf8)) == "Zm9vYmE=")
        #expect(Base64.encode(Array("foob".utf8)) == "Zm9vYg==")
        #expect(Base64.decode("Zm9vYg") == Array("foob".utf8))
        #expect(Base64.decode("Z") == nil)
        for count in 0..<40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }
}
