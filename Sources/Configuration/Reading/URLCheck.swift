/// Whether a destination's URL is one that requests can be made to (RFC 3986, http and https).
enum URLCheck {
    typealias Problem = (message: String, hint: String?)

    /// Nil when all is well.
    static func problem(in url: String) -> Problem? {
        let rest: Substring
        if url.hasPrefix("http://") {
            rest = url.dropFirst(7)
        } else if url.hasPrefix("https://") {
            rest = url.dropFirst(8)
        } else {
            return ("must begin with http:// or https://", nil)
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") {
            return (
                "must not hold a user or a password", "name a credential: auth: { bearer: NAME }"
            )
        }
        if rest.contains("#") { return ("must not have a fragment ('#')", nil) }
        return problem(inAuthority: authority) ?? problem(inPath: rest.dropFirst(authority.count))
    }

    private static func problem(inAuthority authority: Substring) -> Problem? {
        let host: Substring
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                return ("has a '[' without its ']'", nil)
            }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            if rest.hasPrefix(":") {
                port = rest.dropFirst()
            } else if !rest.isEmpty {
                return ("has no valid host", nil)
            }
        } else {
            let parts = authority.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts.first ?? ""
            port = parts.count > 1 ? parts[1] : nil
        }
        if host.isEmpty { return ("has no host", nil) }
        if host.contains("{") {
            return ("can have '{contract}' only behind its host", nil)
        }
        guard host.utf8.allSatisfy(isHostByte) else {
            return ("has no valid host: \(String(host).quoted)", nil)
        }
        if let port {
            guard let number = Quantities.digits(port), (1...65_535).contains(number) else {
                return ("has no valid port: \(String(port).quoted)", nil)
            }
        }
        return nil
    }

    private static func problem(inPath path: Substring) -> Problem? {
        var rest = path
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace...].hasPrefix("{contract}") else {
                let end = rest[brace...].firstIndex(of: "}").map { rest.index(after: $0) }
                let shown = String(rest[brace..<(end ?? rest.endIndex)])
                return ("knows no placeholder \(shown.quoted)", "there is one, {contract}")
            }
            rest = rest[brace...].dropFirst("{contract}".count)
        }
        guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !excluded.contains($0) }) else {
            return ("holds a character that must be percent-encoded", nil)
        }
        return nil
    }

    private static let excluded = Array("\"<>\\^`|".utf8)

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}
