/// Where a wanted value stands in a JSON document: RFC 6901's reference tokens from the top.
package struct JSONPointer: Hashable, Sendable {
    package var tokens: [String]

    /// A top-level member's name, or a JSON Pointer if it begins with `/`. Nil for a pointer with a
    /// `~` that is neither `~0` nor `~1`.
    package init?(_ reference: String) {
        guard reference.hasPrefix("/") else {
            tokens = [reference]
            return
        }
        tokens = []
        for part in reference.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            var token: [UInt8] = []
            var isEscape = false
            for byte in part {
                if isEscape {
                    switch byte {
                    case UInt8(ascii: "0"): token.append(UInt8(ascii: "~"))
                    case UInt8(ascii: "1"): token.append(UInt8(ascii: "/"))
                    default: return nil
                    }
                    isEscape = false
                } else if byte == UInt8(ascii: "~") {
                    isEscape = true
                } else {
                    token.append(byte)
                }
            }
            if isEscape { return nil }
            tokens.append(String(decoding: token, as: UTF8.self))
        }
    }
}
