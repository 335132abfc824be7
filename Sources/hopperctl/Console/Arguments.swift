import Vocabulary

/// A command's words, taken apart: flags, options with a value, and the rest in order.
struct Arguments {
    private(set) var flags: Set<String> = []
    private(set) var values: [String: String] = [:]
    private(set) var positional: [String] = []
    private var followed: [String: Int] = [:]

    /// Reads `--flag`, `--option VALUE` and `--option=VALUE`; `--` ends the options.
    /// - Parameters:
    ///   - flags: the names (with their dashes) that take no value.
    ///   - options: the names that take one.
    ///   - optional: the flags that may take one: `--flag=VALUE`, or as `takeFollower` says.
    init(
        _ words: some Sequence<String>, flags knownFlags: Set<String>, options: Set<String>,
        optional: Set<String> = []
    ) throws(CommandFailure) {
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                positional += rest
                return
            }
            guard word.hasPrefix("-"), word != "-" else {
                positional.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if knownFlags.contains(name), parts.count == 1 {
                flags.insert(name)
            } else if optional.contains(name) {
                flags.insert(name)
                if parts.count == 2 {
                    values[name] = String(parts[1])
                } else {
                    followed[name] = positional.count
                }
            } else if options.contains(name) {
                if parts.count == 2 {
                    values[name] = String(parts[1])
                } else if let value = rest.popFirst() {
                    values[name] = value
                } else {
                    throw .usage("\(name) needs a value")
                }
            } else {
                let known = Array(knownFlags) + Array(options) + Array(optional)
                throw .usage(
                    "unknown option \(name.printable(limit: 60))"
                        + hint(for: name, among: known.sorted()))
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// Makes the word that followed a flag its value: the command has more words than it can use
    /// otherwise.
    mutating func takeFollower(of flag: String) {
        guard values[flag] == nil, let index = followed[flag], index < positional.count else {
            return
        }
        values[flag] = positional.remove(at: index)
    }

    func value(_ option: String) -> String? { values[option] }

    /// The option as a whole number in the range, or the default where it was not given.
    func number(
        _ option: String, in range: ClosedRange<Int>, default standard: Int
    ) throws(CommandFailure) -> Int {
        guard let text = values[option] else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw .usage(
                "\(option) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
