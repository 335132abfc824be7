/// Where the records of a JSON document are.
package struct JSONArrayLayout: Hashable, Sendable {
    /// The tokens of the JSON Pointer (RFC 6901) to the array; empty: the document is the array.
    package var array: [String]

    package init(array: [String] = []) { self.array = array }

    /// Nil for what is no pointer.
    package init?(pointer: String) {
        if pointer.isEmpty {
            self.init()
            return
        }
        guard pointer.hasPrefix("/") else { return nil }
        var tokens: [String] = []
        for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let pieces = part.split(separator: "~", omittingEmptySubsequences: false)
            var token = String(pieces[0])
            for piece in pieces.dropFirst() {
                switch piece.first {
                case "0": token += "~" + piece.dropFirst()
                case "1": token += "/" + piece.dropFirst()
                default: return nil
                }
            }
            tokens.append(token)
        }
        self.init(array: tokens)
    }

    /// As it is written.
    package var pointer: String {
        array.map {
            "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined()
    }
}
