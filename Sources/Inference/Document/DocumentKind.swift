import JSON

/// What a text is, by how it begins.
enum DocumentKind {
    case empty, binary, xml, jsonLines, lines
    case json(isLine: Bool)

    init(_ text: [UInt8], isWhole: Bool) {
        let start = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        guard let first = start.first else {
            self = .empty
            return
        }
        if Self.isNoText(text.prefix(64 << 10)) {
            self = .binary
        } else if first == UInt8(ascii: "<"), Self.isXML(start) {
            self = .xml
        } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            self = Self.ofJSON(start, first: first, isWhole: isWhole)
        } else {
            self = .lines
        }
    }

    /// Control characters in number and variety. One or two kinds may delimit fields; 0x0B is a line
    /// end within a cell in exports of FileMaker.
    private static func isNoText(_ look: ArraySlice<UInt8>) -> Bool {
        var count = 0
        var kinds: Set<UInt8> = []
        for byte in look {
            switch byte {
            case 0x00...0x08, 0x0E...0x1A, 0x7F:
                count += byte == 0 ? 3 : 1
                kinds.insert(byte)
            default: break
            }
        }
        return count * 50 > look.count && (kinds.count > 2 || kinds.contains(0))
    }

    private static func isXML(_ text: ArraySlice<UInt8>) -> Bool {
        if text.starts(with: "<?xml".utf8) || text.starts(with: "<!--".utf8)
            || text.starts(with: "<!DOCTYPE".utf8)
        {
            return true
        }
        // <name ...> with a letter behind the bracket, and a closing tag somewhere.
        guard let letter = text.dropFirst().first,
            (0x41...0x5A).contains(letter) || (0x61...0x7A).contains(letter) || letter == 0x5F
        else { return false }
        let look = text.prefix(4096)
        return zip(look, look.dropFirst()).contains {
            $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "/")
        }
            || zip(look, look.dropFirst()).contains {
                $0 == UInt8(ascii: "/") && $1 == UInt8(ascii: ">")
            }
    }

    private static func ofJSON(
        _ text: ArraySlice<UInt8>, first: UInt8, isWhole: Bool
    ) -> DocumentKind {
        let lines = text.split(maxSplits: 6, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        let whole = lines.count > 6 || !isWhole ? lines.dropLast() : lines[...]
        if first == UInt8(ascii: "{") {
            let objects = whole.count { isJSON(Array($0)) }
            if lines.count == 1, isMostlyAnArray(text) { return .json(isLine: true) }
            if objects > 0, objects * 2 >= whole.count { return .jsonLines }
            // A single object over several lines, with an array of records in it.
            let second = text.dropFirst().first { $0 > 0x20 }
            return second == UInt8(ascii: "\"") || second == UInt8(ascii: "}")
                ? .json(isLine: false) : .lines
        }
        let second = text.dropFirst().first { $0 > 0x20 }
        if let second, second == UInt8(ascii: "{") || second == UInt8(ascii: "]") {
            return .json(isLine: false)
        }
        // [1, 2] by lines is JSON too, though no records; [x],… is CSV.
        if isWhole, text.count < 1 << 20, isJSON(Array(text)) { return .json(isLine: false) }
        return .lines
    }

    private static let envelopes: Set<String> = [
        "/data", "/records", "/results", "/rows", "/result", "/response", "/value", "/data/items",
        "/data/records", "/data/rows", "/data/results", "/hits/hits", "/response/docs",
    ]

    /// What an interface answers: an envelope around an array, however little is in it where the
    /// array is called so. A record with a few lines in it has more of its own.
    private static func isMostlyAnArray(_ text: ArraySlice<UInt8>) -> Bool {
        guard let array = JSONOutline(Array(text), maximum: 2).best?.chosen else { return false }
        if envelopes.contains(array.pointer.lowercased()) { return true }
        if isEnvelope(Array(text), of: array.pointer) { return true }
        return array.objects.count > 1 && array.bytes * 2 > text.count
    }

    /// What stands beside the array says how it was asked for, and how to go on.
    private static let aroundArrays: Set<String> = [
        "nextpagetoken", "prevpagetoken", "next", "previous", "prev", "page", "pages", "total",
        "count",
        "limit", "offset", "size", "pagesize", "perpage", "totalcount", "totalpages", "totalitems",
        "totalresults", "totalrecords", "hasmore", "hasnext", "cursor", "nextcursor", "links",
        "_links",
        "meta", "metadata", "status", "success", "ok", "error", "errors", "message", "code", "kind",
        "etag",
        "took", "timedout", "version", "timestamp", "generated", "generatedat", "exportedat",
        "requestid",
        "paging", "pagination", "pageinfo", "nextlink", "@odata.nextlink", "@odata.context",
        "@odata.count", "warnings", "self", "first", "last", "source", "query", "apiversion",
    ]

    private static func isEnvelope(_ text: [UInt8], of pointer: String) -> Bool {
        guard pointer.dropFirst().firstIndex(of: "/") == nil, let name = pointer.dropFirst().last,
            name == "s" || ["items", "list", "content", "page"].contains(pointer.dropFirst()),
            case .object(let members)? = try? JSONValue.parse(text)
        else { return false }
        return members.allSatisfy { member in
            let name = member.name.lowercased().filter { $0 != "_" && $0 != "-" }
            return "/" + member.name == pointer || aroundArrays.contains(name)
                || aroundArrays.contains(member.name.lowercased())
        }
    }
}
