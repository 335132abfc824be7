import HTTP
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

    @Test func `wrong methods and unknown paths are told apart`() throws {
        #expect(try ask(api(), "GET", "/reload").status == 405)
        #expect(try ask(api(), "GET", "/nothing").status == 404)
        #expect(try ask(api(), "GET", "/status").status == 200)
    }
}
