import Vocabulary

/// Figures as people read them.
enum Figures {
    /// `1,234,567`.
    static func count(_ number: some BinaryInteger) -> String {
        let digits = Array("\(number.magnitude)")
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return (number < 0 ? "-" : "") + grouped
    }

    /// `1 batch`, `1,234 batches`.
    static func count(
        _ number: some BinaryInteger, _ noun: String, plural: String? = nil
    ) -> String {
        "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// `312 B`, `1.4 KiB`, `20.0 GiB`.
    static func bytes(_ number: Int64) -> String {
        var value = Double(number)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1024 || unit == "GiB" {
                return unit == "B" ? "\(number) B" : "\(tenths(value)) \(unit)"
            }
            value /= 1024
        }
        return "\(number) B"
    }

    /// `3.1 s`, `4.2 min`, `2.5 h`, `3.0 d`.
    static func duration(_ duration: Duration) -> String {
        let seconds = Double(duration.wholeMilliseconds) / 1000
        switch seconds {
        case ..<90: return "\(tenths(seconds)) s"
        case ..<5400: return "\(tenths(seconds / 60)) min"
        case ..<172_800: return "\(tenths(seconds / 3600)) h"
        default: return "\(tenths(seconds / 86_400)) d"
        }
    }

    /// One decimal, without any locale.
    static func tenths(_ value: Double) -> String {
        let scaled = Int64((value * 10).rounded())
        return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 10).\(scaled.magnitude % 10)"
    }

    /// `2026-11-23 21:09:46Z`.
    static func instant(_ timestamp: Timestamp) -> String {
        let text = timestamp.description
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8) + "Z"
    }
}
