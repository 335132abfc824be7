import Outbox
import Platform

extension GroupCommitter {
    /// Hands over several changes at once, in order, and waits for all of their results.
    func commitTogether(_ changes: [OutboxChange]) -> [Result<OutboxResult, OutboxError>] {
        let results = Monitor(
            [Result<OutboxResult, OutboxError>?](repeating: nil, count: changes.count))
        for (index, change) in changes.enumerated() {
            submit(change) { result in
                results.withLock(notify: true) { $0[index] = result }
            }
        }
        return results.wait { results in
            results.allSatisfy { $0 != nil } ? results.compactMap { $0 } : nil
        } ?? []
    }
}
