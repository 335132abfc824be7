import HTTP
import Intake
import JSON
import Outbox
import Synchronization
import Testing
import Vocabulary

@testable import Service

@Suite struct ControlAPITests {
    private final class Changes: Sendable {
        let ids = Mutex<[Int64]>([])
    }

    private func api(
        _ changes: Changes = Changes(), reload: ControlAPI.ReloadOutcome = .refused("no")
    ) -> ControlAPI {
        ControlAPI(
            status: { ["pid": 1] }, reload: { reload },
            replay: { request throws(ReplayFailure) in
                guard request.file.text != "0000000000000000" else { throw .unknown("no file") }
                guard request.rows != .dead else { throw .refused("nothing is dead") }
                return ReplayReport(
                    file: request.file, feed: FeedName(partner: "p", feed: "f"), name: "a.csv",
                    origin: ReplayOrigin(
                        file: request.file, first: request.file, rows: request.rows,
                        isSelection: true), revision: RevisionID("r"),
                    records: request.isRepeated ? 2 : 1, unreadFromLine: nil, sentBefore: 0)
            },
            changeDead: { change throws(OutboxError) in
                switch change {
                case .retryDead(let ids, _), .discardDead(let ids, _):
                    changes.ids.withLock { $0 += ids.map(\.row) }
                    return ids.count
                default: throw .failed("not a change of dead letters")
                }
            })
    }

    private func ask(
        _ api: ControlAPI, _ method: String, _ path: String, _ body: String = ""
    ) throws -> (status: Int, document: JSONValue) {
        let answer = api.answer(
            HTTPServerRequest(
                method: method, path: path, query: [], headers: [], body: Array(body.utf8)))
        return (answer.status, try JSONValue.parse(answer.body))
    }

    @Test func `a refused reload is 422 with the mistakes`() throws {
        let answer = try ask(api(reload: .refused("partners/a.yaml:1:1: bad")), "POST", "/reload")
        #expect(answer.status == 422)
        #expect(answer.document["error"]?.text == "partners/a.yaml:1:1: bad")
    }

    @Test func `an accepted reload names the revision`() throws {
        let outcome = ControlAPI.ReloadOutcome.accepted(
            revision: RevisionID("abc"), changed: true)
        let answer = try ask(api(reload: outcome), "POST", "/reload")
        #expect(answer.status == 200)
        #expect(answer.document["revision"]?.text == "abc")
    }

    @Test(arguments: ["/dead/retry", "/dead/discard"])
    func `dead letters are changed by their numbers`(path: String) throws {
        let changes = Changes()
        let answer = try ask(api(changes), "POST", path, #"{"ids": [3, 5]}"#)
        #expect(answer.status == 200)
        #expect(answer.document["changed"]?.int == 2)
        #expect(changes.ids.withLock { $0 } == [3, 5])
    }

    @Test(arguments: ["", "[]", #"{"ids": "3"}"#, #"{"ids": [3, "x"]}"#, #"{"ids": [1.5]}"#])
    func `a body without ids is refused and changes nothing`(body: String) throws {
        let changes = Changes()
        #expect(try ask(api(changes), "POST", "/dead/retry", body).status == 400)
        #expect(changes.ids.withLock { $0 }.isEmpty)
    }

    @Test func `a replay is told to 200, an unknown file to 404, a refusal to 409`() throws {
        let body = #"{"file": "7k3m9q2c4x8v1b5n", "rows": "rejected", "again": true}"#
        let answer = try ask(api(), "POST", "/replay", body)
        #expect(answer.status == 200)
        #expect(answer.document["records"]?.int == 2)
        #expect(answer.document["rows"]?.text == "rejected")
        let unknown = #"{"file": "0000000000000000", "rows": "all"}"#
        #expect(try ask(api(), "POST", "/replay", unknown).status == 404)
        let refused = #"{"file": "7k3m9q2c4x8v1b5n", "rows": "dead"}"#
        #expect(try ask(api(), "POST", "/replay", refused).document["error"] == "nothing is dead")
        #expect(try ask(api(), "GET", "/replay").status == 405)
    }

    @Test(arguments: ["", "[]", #"{"file": "x", "rows": "all"}"#, #"{"file": "7k3m9q2c4x8v1b5n"}"#])
    func `a replay of nothing in particular is refused`(body: String) throws {
        #expect(try ask(api(), "POST", "/replay", body).status == 400)
    }

    @Test func `wrong methods and unknown paths are told apart`() throws {
        #expect(try ask(api(), "GET", "/reload").status == 405)
        #expect(try ask(api(), "GET", "/nothing").status == 404)
        #expect(try ask(api(), "GET", "/status").status == 200)
    }
}
