import JSON
import Vocabulary

/// One place where two JSON values differ.
struct JSONDifference: Hashable {
    /// `data.name.given`, `data.lines[2]["unit price"]`; empty for the value itself.
    var path: String
    /// Nil: there is nothing at this place.
    var old: JSONValue?
    /// Nil: there is nothing at this place.
    var new: JSONValue?

    /// All of them, in the order of the values. Objects are the same whatever the order of their
    /// members; numbers are the same if they are written the same.
    static func between(_ old: JSONValue, _ new: JSONValue) -> [JSONDifference] {
        var found: [JSONDifference] = []
        compare(old, new, at: "", into: &found)
        return found
    }

    private static func compare(
        _ old: JSONValue, _ new: JSONValue, at path: String, into found: inout [JSONDifference]
    ) {
        switch (old, new) {
        case (.object(let before), .object(let after)):
            compare(members: before, after, at: path, into: &found)
        case (.array(let before), .array(let after)):
            compare(elements: before, after, at: path, into: &found)
        default:
            if old != new { found.append(JSONDifference(path: path, old: old, new: new)) }
        }
    }

    /// What is the same at the beginning and at the end stays aside, so that an element more makes
    /// one difference.
    private static func compare(
        elements before: [JSONValue], _ after: [JSONValue], at path: String,
        into found: inout [JSONDifference]
    ) {
        let shorter = min(before.count, after.count)
        let start = (0..<shorter).first { before[$0] != after[$0] } ?? shorter
        let end =
            (0..<shorter - start).first {
                before[before.count - 1 - $0] != after[after.count - 1 - $0]
            } ?? shorter - start
        for index in start..<max(before.count, after.count) - end {
            let place = "\(path)[\(index)]"
            if index >= after.count - end {
                found.append(JSONDifference(path: place, old: before[index]))
            } else if index >= before.count - end {
                found.append(JSONDifference(path: place, new: after[index]))
            } else {
                compare(before[index], after[index], at: place, into: &found)
            }
        }
    }

    /// The last of members with the same name counts, as everywhere.
    private static func compare(
        members before: [JSONValue.Member], _ after: [JSONValue.Member], at path: String,
        into found: inout [JSONDifference]
    ) {
        let old = Dictionary(before.map { ($0.name, $0.value) }) { $1 }
        let new = Dictionary(after.map { ($0.name, $0.value) }) { $1 }
        var seen: Set<String> = []
        for name in before.map(\.name) + after.map(\.name) where seen.insert(name).inserted {
            let place = path + step(name, isFirst: path.isEmpty)
            if let old = old[name], let new = new[name] {
                compare(old, new, at: place, into: &found)
            } else {
                found.append(JSONDifference(path: place, old: old[name], new: new[name]))
            }
        }
    }

    /// `.name`, or `["odd name"]` for one that could be mistaken.
    private static func step(_ name: String, isFirst: Bool) -> String {
        let isPlain =
            !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                scalar == "_" || scalar == "-" || scalar == "$" || scalar == "@"
                    || scalar.properties.isAlphabetic
                    || scalar.properties.numericType == .decimal
            }
        guard isPlain else { return "[\(JSONValue.string(name).serialized())]" }
        return isFirst ? name : "." + name
    }
}

extension JSONDifference {
    /// `- path  old` and `+ path  new`, the paths padded to one width.
    static func lines(_ differences: [JSONDifference], indent: String, in ink: Ink) -> [String] {
        let paths = differences.map { $0.path.printable(limit: 200) }
        let width = paths.map(\.unicodeScalars.count).max() ?? 0
        var lines: [String] = []
        for (difference, path) in zip(differences, paths) {
            let gap = String(repeating: " ", count: width - path.unicodeScalars.count)
            let head = path.isEmpty ? "" : "\(path)\(gap)  "
            if let old = difference.old {
                lines.append(indent + ink("- \(head)\(old.shown)", .red))
            }
            if let new = difference.new {
                lines.append(indent + ink("+ \(head)\(new.shown)", .green))
            }
        }
        return lines
    }

    var document: JSONValue {
        var members: [JSONValue.Member] = [.init("path", .string(path))]
        if let old { members.append(.init("old", old)) }
        if let new { members.append(.init("new", new)) }
        return .object(members)
    }
}

extension JSONValue {
    /// In one line fit for a terminal, cut where it is long.
    var shown: String { serialized().printable(limit: 300) }
}
