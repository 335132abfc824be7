import HTTP
import JSON
import Platform
import Synchronization

/// A downstream service that remembers every record it was sent, answers some of them 503 the first
/// time and some 422 always, and notices whatever must never happen.
final class RecordingReceiver: Sendable {
    struct State {
        /// The record's data by its id, as first received.
        var payloads: [String: String] = [:]
        /// Ids answered 2xx.
        var accepted: Set<String> = []
        /// Ids answered 422.
        var refused: Set<String> = []
        /// Ids answered 503 once.
        var put: Set<String> = []
        /// The body's record ids under each idempotency key.
        var keys: [String: [String]] = [:]
        var requests = 0
        /// The ids under which a row came, by what the row calls itself (`id` of its data).
        var identities: [String: Set<String>] = [:]
        /// How often a record came that had been answered for good before.
        var again = 0

        /// Records that were answered for good.
        var answered: Int { accepted.count + refused.count }
        /// Broken promises, in words.
        var complaints: [String] = []
    }

    private let state = Monitor(State())
    let server: HTTPServer

    /// - Parameters:
    ///   - isTerminal: whether a record of that number is answered 422.
    ///   - isPassing: whether it is answered 503 the first time.
    init(
        isTerminal: @escaping @Sendable (Int) -> Bool, isPassing: @escaping @Sendable (Int) -> Bool
    ) throws {
        let box = WeakBox()
        server = try HTTPServer(on: .tcp(host: "127.0.0.1", port: 0)) { request in
            box.answer(request)
        }
        box.fill { [state] request in
            Self.answer(request, state, isTerminal: isTerminal, isPassing: isPassing)
        }
    }

    var port: Int { server.port }

    var snapshot: State { state.withLock { $0 } }

    private static func answer(
        _ request: HTTPServerRequest, _ state: Monitor<State>,
        isTerminal: (Int) -> Bool, isPassing: (Int) -> Bool
    ) -> HTTPServerResponse {
        guard let body = try? JSONValue.parse(request.body),
            let records = body["records"]?.elements
        else {
            state.withLock { $0.complaints.append("a body that is not a batch") }
            return HTTPServerResponse(400)
        }
        let key = request.header("idempotency-key") ?? "-"
        let results = state.withLock { state -> [JSONValue] in
            state.requests += 1
            let ids = records.map { $0["id"]?.text ?? "?" }
            if let earlier = state.keys[key], earlier != ids {
                state.complaints.append("key \(key) came with other records than before")
            }
            state.keys[key] = ids
            return records.map { record in
                Self.judge(record, &state, isTerminal: isTerminal, isPassing: isPassing)
            }
        }
        let document: JSONValue = ["results": .array(results)]
        return HTTPServerResponse(200, json: document.serialized())
    }

    private static func judge(
        _ record: JSONValue, _ state: inout State, isTerminal: (Int) -> Bool,
        isPassing: (Int) -> Bool
    ) -> JSONValue {
        let id = record["id"]?.text ?? "?"
        let number = id.split(separator: ".").last.flatMap { Int($0) } ?? 0
        let payload = record.serialized()
        if let earlier = state.payloads[id], earlier != payload {
            state.complaints.append("record \(id) came with another payload")
        }
        state.payloads[id] = payload
        if let row = record["data"]?["id"]?.int {
            state.identities["\(row)", default: []].insert(id)
        }
        if state.accepted.contains(id) || state.refused.contains(id) { state.again += 1 }
        let status: Int
        if isTerminal(number) {
            state.refused.insert(id)
            status = 422
        } else if isPassing(number), state.put.insert(id).inserted {
            status = 503
        } else {
            state.accepted.insert(id)
            status = 200
        }
        return ["id": .string(id), "status": .integer(status)]
    }

    /// Lets the server be made before the closure that needs the receiver's state.
    private final class WeakBox: Sendable {
        typealias Answer = @Sendable (HTTPServerRequest) -> HTTPServerResponse
        private let answer = Mutex<Answer?>(nil)
        func fill(_ answer: @escaping Answer) { self.answer.withLock { $0 = answer } }
        func answer(_ request: HTTPServerRequest) -> HTTPServerResponse {
            answer.withLock { $0 }?(request)
                ?? HTTPServerResponse(503)
        }
    }
}
