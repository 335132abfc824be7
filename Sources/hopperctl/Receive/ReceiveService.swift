import Digest
import Glibc
import HTTP
import JSON
import Platform
import Vocabulary

/// The shell around `ReceiveCore`: the server, the log, the clock and the signals.
final class ReceiveService: Sendable {
    private let options: ReceiveOptions
    private let core: Monitor<ReceiveCore>
    private let log: ReceiveLog?
    private let beganAt = ContinuousClock.now

    init(_ options: ReceiveOptions) throws {
        self.options = options
        core = Monitor(ReceiveCore(options))
        log = try options.log.map { try ReceiveLog($0) }
    }

    func run(until signals: sigset_t) throws(ListenError) {
        var signals = signals
        let server = try HTTPServer(
            on: .tcp(host: options.bind, port: options.port),
            threads: options.delay > .zero ? .perConnection : .shared(1),
            handler: { [self] in answer($0) })
        if !options.isQuiet {
            receiveWarning("receiving on http://\(options.bind):\(server.port)/")
        }
        var last = ReceiveFigures()
        while true {
            var second = timespec(tv_sec: 1, tv_nsec: 0)
            if options.showsStats || options.exitAfter != nil {
                if case .time(let span)? = options.exitAfter {
                    let left = span - (ContinuousClock.now - beganAt)
                    if left <= .zero { break }
                    if left < .seconds(1) {
                        second = timespec(
                            tv_sec: 0, tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
                    }
                }
                if unsafe sigtimedwait(&signals, nil, &second) > 0 { break }
            } else if unsafe sigwaitinfo(&signals, nil) > 0 {
                break
            }
            if options.showsStats { last = show(since: last) }
        }
        server.stop()
        let figures = core.withLock { $0.figures }
        if options.json {
            print(figures.json.serialized(indented: true))
        } else if !options.isQuiet {
            print(figures.summary, terminator: "")
        }
    }

    private func show(since last: ReceiveFigures) -> ReceiveFigures {
        let now = core.withLock { $0.figures }
        receiveWarning(
            "\(now.taken) records taken (\(now.taken - last.taken)/s), \(now.putOff) put off, "
                + "\(now.refused) refused, \(now.requests) requests")
        return now
    }

    private func answer(_ request: HTTPServerRequest) -> HTTPServerResponse {
        if request.method == "GET", request.path == "/stats" {
            return HTTPServerResponse(
                200, json: core.withLock { $0.figures }.json.serialized(indented: true) + "\n")
        }
        guard request.method == "POST" else {
            return HTTPServerResponse(405, text: "POST a batch, or GET /stats\n")
        }
        if options.delay > .zero {
            let (seconds, attoseconds) = options.delay.components
            var pause = timespec(
                tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
            unsafe nanosleep(&pause, nil)
        }
        if let outage = options.outage, isDown(outage) {
            core.withLock { $0.refused(\.outages) }
            return HTTPServerResponse(503, text: "an outage\n")
        }
        if let complaint = unauthorized(request) {
            core.withLock { $0.refused(\.unauthorized) }
            return HTTPServerResponse(401, text: complaint)
        }
        guard let batch = ReceivedBatch(request.body) else {
            core.withLock { $0.refused(\.malformed) }
            return HTTPServerResponse(400, text: "not a batch\n")
        }
        let (answer, taken) = core.withLock { $0.receive(batch, body: request.body) }
        log?.write(taken, of: batch, key: request.header("Idempotency-Key") ?? "")
        if case .records(let count)? = options.exitAfter,
            core.withLock({ $0.figures.taken }) >= count
        {
            kill(getpid(), SIGTERM)
        }
        return response(answer, batch)
    }

    private func response(
        _ answer: ReceiveCore.Answer, _ batch: ReceivedBatch
    ) -> HTTPServerResponse {
        switch answer {
        case .status(let status) where status < 300: return HTTPServerResponse(status, json: "{}\n")
        case .status(let status):
            let error = status == 503 ? "try again" : "refused by the stand-in"
            return HTTPServerResponse(status, json: #"{"error":"\#(error)"}"# + "\n")
        case .results(let statuses):
            var body = Array(#"{"results":["#.utf8)
            for (index, status) in statuses.enumerated() {
                body += (index == 0 ? #"{"id":"# : #",{"id":"#).utf8
                JSONValue.write(batch.records[index].id, into: &body)
                body += #","status":\#(status)"#.utf8
                switch status {
                case 422: body += #","error":"refused by the stand-in"}"#.utf8
                case 503: body += #","error":"try again"}"#.utf8
                default: body.append(UInt8(ascii: "}"))
                }
            }
            body += "]}\n".utf8
            return HTTPServerResponse(200, contentType: "application/json", body: body)
        }
    }

    private func isDown(_ outage: ReceiveOptions.Outage) -> Bool {
        let passed = (ContinuousClock.now - beganAt).wholeMilliseconds
        let period = max(1, outage.period.wholeMilliseconds)
        return passed % period >= period - outage.length.wholeMilliseconds
    }

    /// What is wrong with the request's token or signature.
    private func unauthorized(_ request: HTTPServerRequest) -> String? {
        if let token = options.token, request.header("Authorization") != "Bearer \(token)" {
            return "not the right bearer token\n"
        }
        guard let secret = options.secret else { return nil }
        guard let id = request.header("webhook-id"),
            let signature = request.header("webhook-signature"),
            let timestamp = request.header("webhook-timestamp").flatMap({ Int64($0) })
        else { return "not signed\n" }
        guard abs(timestamp - Int64(time(nil))) <= 300 else { return "signed at another time\n" }
        return secret.verifies(signature, id: id, timestamp: timestamp, body: request.body)
            ? nil : "not the right signature\n"
    }
}
