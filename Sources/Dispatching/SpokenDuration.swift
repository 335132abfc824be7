extension Duration {
    /// For people: `250 ms`, `3.1 s`, `12 min`, `2.5 h`, `3.0 d`.
    package var spoken: String {
        let milliseconds =
            Double(components.seconds) * 1000
            + Double(components.attoseconds / 1_000_000_000_000_000)
        func tenths(_ number: Double) -> String {
            let rounded = Int((number * 10).rounded())
            return rounded % 10 == 0 ? "\(rounded / 10)" : "\(rounded / 10).\(rounded % 10)"
        }
        switch milliseconds {
        case ..<1000: return "\(Int(milliseconds)) ms"
        case ..<60_000: return "\(tenths(milliseconds / 1000)) s"
        case ..<3_600_000: return "\(tenths(milliseconds / 60_000)) min"
        case ..<86_400_000: return "\(tenths(milliseconds / 3_600_000)) h"
        default: return "\(tenths(milliseconds / 86_400_000)) d"
        }
    }
}
