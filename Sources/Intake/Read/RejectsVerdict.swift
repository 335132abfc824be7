package import Configuration
package import Vocabulary

/// Whether a file has too many rejected records.
package enum RejectsVerdict: Hashable, Sendable {
    case within
    /// Over the limit, and to go through all the same; the text says so.
    case warned(String)
    /// Over the limit: the file is set aside.
    case quarantined(String)

    /// - Parameter isComplete: the file has been read to its end; before that only a limit that is
    ///   a count can be exceeded, because a share may still get smaller.
    package static func judge(
        _ counts: RecordCounts, by policy: RejectsPolicy?, isComplete: Bool
    ) -> RejectsVerdict {
        guard let policy else { return .within }
        let limit: String
        switch policy.limit {
        case .count(let most):
            guard counts.rejected > Int64(most) else { return .within }
            limit = "\(most)"
        case .share(let thousandths):
            // Shares of a file with 2^63 / 100,000 records don't overflow.
            guard isComplete, counts.read > 0,
                counts.rejected * 100_000 > Int64(thousandths) * counts.read
            else { return .within }
            limit = percent(thousandths)
        }
        let text =
            "\(counts.rejected) of \(counted(counts.read, "record")) rejected, the limit is \(limit)"
        switch policy.over {
        case .warn: return isComplete ? .warned(text) : .within
        case .quarantine: return .quarantined(text)
        }
    }

    /// `5%`, `0.25%`.
    private static func percent(_ thousandths: Int) -> String {
        var fraction = String(thousandths % 1000 + 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return "\(thousandths / 1000)\(fraction.isEmpty ? "" : ".\(fraction)")%"
    }
}
