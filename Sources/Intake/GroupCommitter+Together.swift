import Outbox
import Platform

extension GroupCommitter {
    /// Hands over several changes for one transaction, in order, and waits for all of their results.
    /// - Parameter answered: called with each change's place and result on the committer's thread,
    ///   as soon as it has it: must not block.
    func commitTogether(
        _ changes: [OutboxChange],
        answered: @escaping @Sendable (Int, Result<OutboxResult, OutboxError>) -> Void = { _, _ in }
    ) -> [Result<OutboxResult, OutboxError>] {
        let results = Monitor<[Int: Result<OutboxResult, OutboxError>]>([:])
        submitTogether(
            changes.enumerated().map { index, change in
                (
                    change: change,
                    completion: { result in
                        answered(index, result)
                        results.withLock(notify: true) { $0[index] = result }
                    }
                )
            })
        return results.wait { results in
            results.count == changes.count ? changes.indices.compactMap { results[$0] } : nil
        } ?? []
    }
}
