import Glibc
import HTTP
import Intake
import JSON
import Outbox
import Vocabulary

/// What `hopperctl` asks of a running daemon, over HTTP on a Unix socket: JSON in, JSON out.
///
///     GET  /status        the live figures
///     POST /reload        200 {revision, changed}, or 422 {error} and nothing has changed
///     POST /dead/retry    {"ids": [17, 18]}  200 {changed}
///     POST /dead/discard  the same
///     POST /replay        {"file": ID, "rows": "all" | "rejected" | "dead", "destination": D,
///                         "again": false}  200 {file, …}; 404 or 409 {error}, and nothing is done
struct ControlAPI: Sendable {
    /// The live figures as one JSON document.
    let status: @Sendable () -> JSONValue
    let reload: @Sendable () -> ReloadOutcome
    /// Registers a replay, and begins it.
    let replay: @Sendable (ReplayRequest) throws(ReplayFailure) -> ReplayReport
    /// Commits the change; the number of dead letters it touched.
    let changeDead: @Sendable (OutboxChange) throws(OutboxError) -> Int

    enum ReloadOutcome: Sendable {
        case accepted(revision: RevisionID, changed: Bool)
        case refused(String)
    }

    func answer(_ request: HTTPServerRequest) -> HTTPServerResponse {
        switch (request.method, request.path) {
        case ("GET", "/status"): return respond(200, status())
        case ("POST", "/reload"):
            switch reload() {
            case .accepted(let revision, let changed):
                return respond(
                    200, ["revision": .string(revision.text), "changed": .boolean(changed)])
            case .refused(let text): return respond(422, ["error": .string(text)])
            }
        case ("POST", "/dead/retry"):
            return dead(request) { ids in .retryDead(ids, at: .now) }
        case ("POST", "/dead/discard"):
            return dead(request) { ids in .discardDead(ids, at: .now) }
        case ("POST", "/replay"): return replay(request)
        case (_, "/status"), (_, "/reload"), (_, "/dead/retry"), (_, "/dead/discard"),
            (_, "/replay"):
            return respond(405, ["error": "this method is not allowed here"])
        default: return respond(404, ["error": "there is no such thing here"])
        }
    }

    private func dead(
        _ request: HTTPServerRequest, _ change: ([DeadLetterID]) -> OutboxChange
    ) -> HTTPServerResponse {
        guard let body = try? JSONValue.parse(request.body),
            let elements = body["ids"]?.elements
        else { return respond(400, ["error": "the body must be {\"ids\": [NUMBER, ...]}"]) }
        let ids = elements.compactMap { $0.int.map { DeadLetterID(row: Int64($0)) } }
        guard ids.count == elements.count else {
            return respond(400, ["error": "ids must be whole numbers"])
        }
        do throws(OutboxError) {
            return respond(200, ["changed": .integer(try changeDead(change(ids)))])
        } catch {
            return respond(503, ["error": .string(error.description)])
        }
    }

    private func replay(_ request: HTTPServerRequest) -> HTTPServerResponse {
        guard let body = try? JSONValue.parse(request.body),
            let file = body["file"]?.text.flatMap({ FileID($0) }),
            let rows = body["rows"]?.text.flatMap({ ReplayedRows(rawValue: $0) })
        else {
            return respond(
                400, ["error": "the body must be {\"file\": ID, \"rows\": all, rejected or dead}"])
        }
        let wanted = ReplayRequest(
            file: file, rows: rows, destination: body["destination"]?.text,
            isRepeated: body["again"] == true)
        do throws(ReplayFailure) {
            return respond(200, try replay(wanted).document)
        } catch {
            let status =
                switch error {
                case .unknown: 404
                case .refused: 409
                case .failed: 503
                }
            return respond(status, ["error": .string(error.reason)])
        }
    }

    private func respond(_ status: Int, _ document: JSONValue) -> HTTPServerResponse {
        HTTPServerResponse(status, json: document.serialized())
    }
}
