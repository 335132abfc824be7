import JSON
import Outbox
import Vocabulary

/// What a side file says of a file: a checksum, a size, a number of records.
///
/// It may be what sha256sum(1) prints (also with `--tag`), a JSON object, or lines such as
/// `records: 1000`; the names are `sha256`, `bytes` (or `size`) and `records` (or `count`, `rows`).
struct FileManifest: Hashable {
    /// Lower-case hexadecimal digits.
    var sha256: String?
    var bytes: Int64?
    var records: Int64?

    static let sizeLimit = 64 << 10

    /// Something is said under a name that is known, and not understood: what it was to prove is not
    /// proven by what stands beside it.
    private var isUnclear = false

    /// - Parameter name: the file's, for manifests of several files.
    /// - Returns: nil if nothing of it is understood, or not all that had to be.
    init?(_ content: [UInt8], for name: String) {
        let text = Self.text(of: content)
        if case .object(let members)? = try? JSONValue.parse(Array(text.utf8)) {
            for member in members { take(member.name, Self.text(of: member.value)) }
        } else {
            let lines = text.split(whereSeparator: \.isNewline).map {
                $0.trimmingSpaces
            }.filter { !$0.isEmpty }
            let digests = lines.compactMap { Self.digest(in: $0) }
            let own = digests.first { $0.name == name } ?? (digests.count == 1 ? digests[0] : nil)
            sha256 = own.flatMap { $0.name == nil || $0.name == name ? $0.sha256 : nil }
            for line in lines where Self.digest(in: line) == nil {
                guard let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
                    continue
                }
                take(
                    String(line[..<mark].trimmingSpaces),
                    String(line[line.index(after: mark)...].trimmingSpaces))
            }
        }
        if isUnclear || (sha256 == nil && bytes == nil && records == nil) { return nil }
    }

    /// In UTF-8, or with the byte order mark that Windows puts before a text.
    private static func text(of content: [UInt8]) -> String {
        if content.starts(with: [0xFF, 0xFE]) {
            let units = stride(from: 2, to: content.count - 1, by: 2).map {
                UInt16(content[$0]) | UInt16(content[$0 + 1]) << 8
            }
            return String(decoding: units, as: UTF16.self)
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return String(
            decoding: content.dropFirst(content.starts(with: mark) ? mark.count : 0),
            as: UTF8.self)
    }

    private mutating func take(_ key: String, _ value: String?) {
        guard let value else { return }
        switch key.lowercased() {
        case "sha256", "sha-256":
            sha256 = value.lowercased()
            if !Self.isDigest(value) { isUnclear = true }
        // Of whatever kind it is.
        case "checksum":
            if Self.isDigest(value) { sha256 = value.lowercased() }
        case "bytes", "size": bytes = number(value)
        case "records", "count", "rows": records = number(value)
        default: break
        }
    }

    private mutating func number(_ text: String) -> Int64? {
        let number = Int64(text)
        if number == nil { isUnclear = true }
        return number
    }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .number(let digits): return "\(digits)"
        default: return nil
        }
    }

    /// `HEX  NAME`, `HEX *NAME`, `HEX` alone, or `SHA256 (NAME) = HEX`.
    private static func digest(in line: Substring) -> (sha256: String, name: String?)? {
        if line.hasPrefix("SHA256 ("), let end = line.range(of: ") = ") {
            let digest = line[end.upperBound...]
            let name = line[line.index(line.startIndex, offsetBy: 8)..<end.lowerBound]
            return isDigest(digest) ? (digest.lowercased(), lastPart(name)) : nil
        }
        let digest = line.prefix(64)
        guard isDigest(digest) else { return nil }
        let rest = line.dropFirst(64)
        if rest.isEmpty { return (digest.lowercased(), nil) }
        guard rest.first == " " || rest.first == "\t" else { return nil }
        let name = rest.drop { $0 == " " || $0 == "\t" || $0 == "*" }
        return (digest.lowercased(), lastPart(name))
    }

    private static func lastPart(_ path: Substring) -> String {
        String(path.split(separator: "/").last ?? path)
    }

    private static func isDigest(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

extension FileManifest {
    static let sayingNothing =
        "its manifest holds no SHA-256, size or number of records for a file of this name, or one "
        + "that can't be read"

    /// What of the file itself does not agree; nil when all does. The records are counted later.
    func mistake(in claim: ClaimedFile) -> String? {
        if let bytes, bytes != claim.size {
            return "the manifest says \(bytes) bytes, and the file has \(claim.size)"
        }
        if let sha256, sha256 != "\(claim.content)" {
            return "its SHA-256 is not the manifest's"
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension Substring {
    /// The first place where a text stands.
    fileprivate func range(of part: String) -> Range<Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
            at = index(after: at)
        }
        return nil
    }
}
