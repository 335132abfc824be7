import Configuration
import Glibc
import HTTP
import JSON

/// Talks to the running daemon over its control socket.
struct ControlClient {
    let socketPath: String

    init(_ settings: Settings) { socketPath = settings.controlSocketPath }

    /// One answer of the daemon.
    struct Answer {
        var status: Int
        var document: JSONValue
    }

    /// Asks the daemon; nil where none is listening.
    func ask(
        _ method: HTTPMethod, _ path: String, body: JSONValue? = nil,
        timeout: Duration = .seconds(60)
    ) throws(CommandFailure) -> Answer? {
        let request = body.map { Array($0.serialized().utf8) } ?? []
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try HTTPClient.request(
                unixSocket: socketPath, method, path: path, body: request, timeout: timeout)
        } catch {
            guard error.kind == .notConnected else {
                throw .unreachable("the daemon at \(socketPath): \(error.reason)")
            }
            // A socket that is there and may not be used is another matter than no daemon.
            if unsafe access(socketPath, W_OK) != 0, errno == EACCES {
                throw .unreachable(
                    "\(socketPath): permission denied; be root or in the group of hopperd")
            }
            return nil
        }
        guard let document = try? JSONValue.parse(answer.body) else {
            throw .unreachable("the daemon at \(socketPath) gave an answer that is not JSON")
        }
        return Answer(status: answer.status, document: document)
    }
}
