/// Whether a glob pattern (glob(7), as fnmatch(3) reads it) can match the name of a file that Hopper
/// takes in.
enum GlobCheck {
    /// Nil when all is well.
    static func problem(in pattern: String) -> String? {
        let bytes = Array(pattern.utf8)
        if bytes.contains(UInt8(ascii: "/")) { return "must match a name, not a path" }
        if bytes.count > 255 { return "is longer than any file's name" }
        if bytes.first == UInt8(ascii: ".") { return "matches only names that begin with a dot" }
        for suffix in unreadySuffixes where pattern.hasSuffix(suffix) {
            return "matches only names that are not ready ('\(suffix)')"
        }
        var index = 0
        var hasBrace = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): hasBrace = true
            case UInt8(ascii: "}") where hasBrace:
                return "asks for braces in the name; list the patterns one by one, or write [{]"
            case UInt8(ascii: "\\"):
                index += 1
                if index == bytes.count { return "ends with a backslash" }
            case UInt8(ascii: "["):
                guard let end = endOfBracket(in: bytes, from: index) else {
                    return "has a '[' without its ']'"
                }
                index = end
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The index of the `]`; one that comes first, also behind `!` or `^`, stands for itself.
    private static func endOfBracket(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start + 1
        if index < bytes.count,
            bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^")
        {
            index += 1
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "]") { return index }
            index += 1
        }
        return nil
    }

    private static let unreadySuffixes = [".part", ".tmp", ".filepart", ".crdownload"]
}
