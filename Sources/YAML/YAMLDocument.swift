/// One YAML 1.2 document: its tree, and all that is wrong with it.
///
/// Made for files that people write: duplicate keys are problems, aliases are followed up to a bound
/// (so that no file grows without end), and tags, merge keys, further documents and keys that are not
/// scalars are refused.
package struct YAMLDocument: Sendable {
    /// Nil where the text holds no document, or none that could be read to its end.
    package var root: YAMLNode?
    /// In the order in which they were found. After a syntax error nothing more is found.
    package var problems: [YAMLProblem]
    package var source: SourceText

    /// The largest text, in bytes.
    package static let sizeLimit = 1 << 20
    /// The deepest nesting of mappings and sequences.
    package static let depthLimit = 32
    /// The most values, aliased ones counted each time they are used.
    package static let nodeLimit = 200_000

    /// Reads a text. Never throws and never traps, whatever the bytes are.
    package init(_ bytes: [UInt8]) {
        source = SourceText(bytes)
        let start = SourcePlace(line: 1, column: 1)
        guard bytes.count <= Self.sizeLimit else {
            let limit = Self.sizeLimit >> 20
            problems = [YAMLProblem("larger than \(limit) MiB", at: SourceSpan(start, start))]
            return
        }
        if let offset = Self.firstInvalidByte(of: bytes) {
            let place = source.place(at: offset)
            problems = [YAMLProblem("not UTF-8", at: SourceSpan(place, place))]
            return
        }
        // Not YAML (5.1), but libfyaml lets them pass.
        if let offset = bytes.firstIndex(where: { Self.isControl($0) }) {
            let place = source.place(at: offset)
            problems = [YAMLProblem("a control character", at: SourceSpan(place, place))]
            return
        }
        var builder = TreeBuilder()
        EventParser(source).forEachEvent { builder.take($0) }
        root = builder.isComplete ? builder.root : nil
        problems = builder.problems
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): false
        default: byte < 0x20 || byte == 0x7F
        }
    }

    private static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
