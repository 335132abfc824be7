import Formats
import YAML

extension KeyTable {
    static let pipe = KeyTable(
        "a pipe",
        [
            KeySpec(
                "run", .described("a program and its arguments, as a list", as: .program),
                required: true,
                "What is run: its arguments exactly as they stand here, without a shell."),
            KeySpec(
                "timeout", .duration(.seconds(1)...(.seconds(86_400))), default: "5m",
                "How long it may run for one file."),
            KeySpec(
                "output", .size((1 << 10)...(1 << 44)),
                "The most bytes it may put out; without it, `limits.expansion` times the file's size, and at least 64MiB."
            ),
            KeySpec(
                "memory", .size((1 << 20)...(1 << 40)), default: "512MiB",
                "The most memory for data of each of its processes."),
            KeySpec(
                "environment", .map(of: .anyText, atLeast: 0),
                "What it finds in its environment beside `PATH`, `LANG`, `HOME` and `TMPDIR`."),
        ])
}

/// Reads a format's `pipe`: a list, or a mapping with more to say.
struct FilterReader {
    /// Whether a program that is not on this machine is a mistake.
    let demandsProgram: Bool

    func read(_ format: Section) -> FilterProgram? {
        guard let value = format.value("pipe") else { return nil }
        guard case .mapping = value.node.content else {
            return words(value, "pipe").flatMap { program($0, value) }
        }
        guard let section = format.section("pipe"), let run = section.value("run"),
            let words = words(run, "run")
        else { return nil }
        guard var program = program(words, run) else { return nil }
        program.timeout = section.value("timeout")?.duration() ?? program.timeout
        program.output = section.value("output")?.size()
        program.memory = section.value("memory")?.size() ?? program.memory
        program.environment = section.value("environment").map { environment($0) } ?? [:]
        return program
    }

    /// The program and its arguments; a single word is a program without any.
    private func words(_ value: Value, _ key: String) -> [String]? {
        if value.node.isNull { return value.refuse("has no value") }
        switch value.node.content {
        case .mapping: return value.refuse("must be a list, not a mapping")
        case .scalar(let scalar):
            guard !scalar.text.contains(" ") else {
                return value.refuse(
                    "must be a list: there is no shell that would take \(scalar.text.quoted) apart",
                    hint: "write \(key): [\(Self.parts(scalar.text))]")
            }
            return scalar.text.isEmpty ? value.refuse("is empty") : [scalar.text]
        case .sequence(let nodes):
            guard !nodes.isEmpty else { return value.refuse("is empty") }
            let texts = nodes.compactMap { node in
                if case .scalar(let scalar) = node.content { scalar.text } else { nil as String? }
            }
            guard texts.count == nodes.count, !texts[0].isEmpty else {
                return value.refuse("must be a program and its arguments, each a text")
            }
            guard texts.allSatisfy({ !$0.utf8.contains(0) }) else {
                return value.refuse("holds a zero byte")
            }
            return texts
        }
    }

    private static func parts(_ text: String) -> String {
        text.split(separator: " ").prefix(8).joined(separator: ", ")
    }

    private func program(_ words: [String], _ value: Value) -> FilterProgram? {
        let program = FilterProgram(run: words)
        let name = words[0]
        guard name.utf8.first == UInt8(ascii: "/") || !name.contains("/") else {
            return value.refuse(
                "must begin with an absolute path, or with a program's name, not "
                    + name.quoted)
        }
        if demandsProgram, program.located == nil {
            let places =
                name.contains("/")
                ? nil : "it was looked for in \(FilterProgram.directories.listed("and"))"
            return value.refuse(
                "names no program that can be run here: \(name.quoted)", hint: places)
        }
        return program
    }

    private func environment(_ value: Value) -> [String: String] {
        guard case .mapping(let pairs) = value.node.content else {
            value.report("'environment' must be a mapping, not \(value.node.kind)")
            return [:]
        }
        var environment: [String: String] = [:]
        for pair in pairs {
            guard case .scalar(let scalar) = pair.value.content, !pair.value.isNull,
                !scalar.text.utf8.contains(0)
            else {
                value.findings.report(
                    "\(pair.key.quoted) must be a text", at: pair.keySpan)
                continue
            }
            guard Self.isVariable(pair.key) else {
                value.findings.report(
                    "\(pair.key.quoted) can't be the name of a variable",
                    hint: "names are made of A to Z, a to z, 0 to 9 and '_'", at: pair.keySpan)
                continue
            }
            environment[pair.key] = scalar.text
        }
        return environment
    }

    private static func isVariable(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
        }
    }
}
