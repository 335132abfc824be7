import JQ

/// What jq's language has and a record's program may not use. The same record must always become the
/// same, on every machine and when it is read again after a crash; and nothing may come out of a
/// program but its result.
enum JQRefusals {
    private static let time = "the same record must always become the same"
    private static let machine = "a record must become the same on every machine"
    private static let input = "a program sees one record and nothing else"
    private static let output = "a program writes nothing but its result"
    private static let end = "use 'empty' to filter the record, or error(\"…\") to reject it"

    /// Functions by name, with the numbers of parameters they are known with.
    private static let functions: [(name: String, parameters: [Int], why: String)] = [
        ("now", [0], time),
        ("localtime", [0], machine), ("strflocaltime", [1], machine), ("env", [0], machine),
        ("get_search_list", [0], machine), ("get_jq_origin", [0], machine),
        ("get_prog_origin", [0], machine), ("modulemeta", [0], machine),
        ("input", [0], input), ("inputs", [0], input), ("input_filename", [0], input),
        ("input_line_number", [0], input),
        ("debug", [0], output), ("stderr", [0], output),
        ("halt", [0], end), ("halt_error", [0, 1], end),
    ]

    /// What functions are replaced by: names that jq does not know, and says so where one is used.
    private static let mark = "hopper_refuses_"

    /// Stands on a line of its own in front of every program. A definition that the program does not
    /// use is dropped by jq when it compiles.
    ///
    /// `error(null)` of libjq 1.6 can't be told from the end of the results: it would filter a record
    /// that the program wants rejected.
    static let prelude: String = {
        var text = ""
        for function in functions {
            for count in function.parameters {
                let parameters = count == 0 ? "" : "(f)"
                text += "def \(function.name)\(parameters): \(mark)\(function.name); "
            }
        }
        text += "def hopper_error: error; "
        text += "def error: (if . == null then \"null\" else . end) | hopper_error; "
        text += "def error(f): f | error;"
        return text
    }()

    /// What can be told without compiling.
    static func mistakes(in program: String) -> [JQMistake] {
        if program.utf8.contains(0) {
            return [JQMistake(line: 1, message: "there is a NUL in it")]
        }
        return mistake("$ENV", machine, in: program).map { [$0] } ?? []
    }

    /// A word that is refused, at the place where it stands first; nil where it does not.
    static func mistake(_ word: String, _ why: String, in program: String) -> JQMistake? {
        for (index, line) in program.lines.enumerated() {
            guard let column = line.column(of: word) else { continue }
            return JQMistake(
                line: index + 1, column: column, word: word,
                message: "'\(word)' can't be used here: \(why)")
        }
        return nil
    }

    /// The same for what jq does not know because of the prelude; nil for another name.
    static func mistake(unknown name: Substring, in program: String) -> JQMistake? {
        guard name.hasPrefix(mark) else { return nil }
        let word = String(name.dropFirst(mark.count))
        let why = functions.first { $0.name == word }?.why ?? machine
        return mistake(word, why, in: program)
            ?? JQMistake(line: 1, message: "'\(word)' can't be used here: \(why)")
    }

    /// Statements that read other files.
    static let statements = ["import", "include", "module"]
    static let whyNoStatements = machine
}

extension String {
    /// Its lines; at least one.
    var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false) }
}

extension Substring {
    /// Where the word stands first, from 1 in scalars: not as a part of a longer name, and not as a
    /// field's (`.now`) or a variable's (`$now`).
    fileprivate func column(of word: String) -> Int? {
        var rest = self
        while let found = rest.ranges(of: word).first {
            let before = self[..<found.lowerBound].last
            let after = self[found.upperBound...].first
            let isField = before == "." || before == "$"
            if !isField, before?.isOfName != true, after?.isOfName != true {
                return self[..<found.lowerBound].unicodeScalars.count + 1
            }
            rest = self[found.upperBound...]
        }
        return nil
    }
}

extension Character {
    var isOfName: Bool { isLetter || isNumber || self == "_" }
}
