package import Vocabulary

/// Dead letters of one destination between two reports: halving sets bad records aside one by one,
/// and the journal is not to hear of each.
package struct DeadTally: Hashable, Sendable {
    private var byStatus: [Int: Int] = [:]
    private var batches: Set<BatchID> = []
    private var reportDueAt: Timestamp?
    private static let pause = Duration.seconds(10)

    package init() {}

    /// - Parameter byStatus: 0 stands for no answer.
    package mutating func add(_ byStatus: [Int: Int], of batch: BatchID) {
        self.byStatus.merge(byStatus, uniquingKeysWith: +)
        batches.insert(batch)
    }

    /// When `report` will have something to say; nil while there is nothing.
    package var dueAt: Timestamp? {
        byStatus.isEmpty ? nil : reportDueAt ?? Timestamp(milliseconds: 0)
    }

    /// One line on all since the last report, at most every ten seconds; the batch if it is one.
    package mutating func report(
        destination: String, at now: Timestamp, isLast: Bool = false
    ) -> (message: String, batch: BatchID?)? {
        guard let dueAt, dueAt <= now || isLast else { return nil }
        let count = byStatus.values.reduce(0, +)
        let reasons = byStatus.sorted { $0.key < $1.key }
            .map { "\($0.key == 0 ? "no answer" : "\($0.key)"): \($0.value)" }
            .joined(separator: ", ")
        let batch = batches.count == 1 ? batches.first : nil
        let subject = batch.map { "batch \($0)" } ?? "\(batches.count) batches"
        byStatus = [:]
        batches = []
        reportDueAt = now + Self.pause
        let noun = count == 1 ? "record" : "records"
        let letters = count == 1 ? "a dead letter" : "dead letters"
        return (
            "\(destination): \(count) \(noun) of \(subject) became \(letters) (\(reasons))", batch
        )
    }
}
