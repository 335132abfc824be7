/// Why a record was rejected, in one line: `E-Mail: is not … (match): "value"`.
package enum RejectReason {
    package static func text(_ reject: RejectedRecord) -> String {
        let place = reject.column.map { "\($0): " } ?? ""
        let value = reject.value.map { ": \"\($0)\"" } ?? ""
        return "\(place)\(reject.reason) (\(reject.rule))\(value)"
    }

    /// Whether this is such a line, also while quotes in it are still doubled or escaped.
    package static func isOne(_ text: some RandomAccessCollection<UInt8>) -> Bool {
        var rest = text[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "(")) {
            let inside = rest[rest.index(after: open)...]
            let rule = inside.prefix { 0x61...0x7A ~= $0 || $0 == UInt8(ascii: "_") }
            let after = inside[rule.endIndex...]
            let isBehindText = open > text.startIndex && text[text.index(before: open)] == 0x20
            if isBehindText, !rule.isEmpty, after.first == UInt8(ascii: ")") {
                let value = after.dropFirst()
                if value.isEmpty { return true }
                if value.starts(with: ": ".utf8), value.last == UInt8(ascii: "\"") { return true }
            }
            rest = inside
        }
        return false
    }
}
