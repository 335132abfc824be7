import JQ
import Platform

/// Records whose data goes through a program: what is asked of them is asked of its result.
extension PlanCompiler {
    mutating func compileProgram(_ op: inout RecordOp) {
        guard let program = spec.program else { return }
        let index = tables.programs.firstIndex(of: program) ?? tables.programs.count
        if index == tables.programs.count { tables.programs.append(program) }
        op.program = Int32(index)
    }

    /// The op that a key or a condition looks at: the field's or, where there is a program, one that
    /// stands for what its result has of that name. Nil where there can't be any.
    mutating func observedOp(_ name: String) -> Int? {
        guard spec.program != nil else { return opOfField[name] }
        guard spec.canHave(name) else { return nil }
        if let known = results.first(where: { $0.record == record && $0.name == name }) {
            return known.op
        }
        results.append((record, name, tables.ops.count))
        tables.ops.append(FieldOp())
        planned.append(
            PlannedField(
                spec: FieldSpec(name: name, source: .constant(.null)), place: .record, path: [],
                parent: -1, record: record))
        return tables.ops.count - 1
    }

    /// Lays out where the results are looked into, and has the programs themselves checked.
    mutating func compilePrograms() {
        guard !tables.programs.isEmpty else { return }
        for index in tables.records.indices where tables.records[index].program >= 0 {
            tables.records[index].observed = placeResults(of: index)
        }
        let mistakes: [[JQMistake]]
        do throws(SystemError) {
            mistakes = try JQCheck.mistakes(in: tables.programs)
        } catch {
            record = specs.firstIndex { $0.program != nil } ?? 0
            return report(.record, "jq", "it can't be checked now: \(error)")
        }
        for index in specs.indices {
            guard let program = specs[index].program,
                let number = tables.programs.firstIndex(of: program)
            else { continue }
            record = index
            for mistake in mistakes[number] {
                report(.record, "jq", mistake.message)
                problems[problems.count - 1].mistake = mistake
            }
        }
    }

    private mutating func placeResults(of index: Int) -> Int32 {
        let root = Int32(tables.pathNodes.count)
        tables.pathNodes.append(PathNode())
        for result in results where result.record == index {
            var node = root
            for part in result.name.split(separator: ".") { node = child(of: node, String(part)) }
            tables.pathNodes[Int(node)].member = Int32(result.op)
        }
        return root
    }
}

extension RecordSpec {
    /// Whether the record can have something of that name. What a program makes nobody knows before it
    /// runs; but it must say the name, in a comment if need be.
    package func canHave(_ name: String) -> Bool {
        if fields.contains(where: { $0.name == name }) { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let program, let last = parts.last, !parts.contains("") else { return false }
        var rest = program[...]
        while let found = rest.ranges(of: last).first {
            let before = rest[..<found.lowerBound].last
            let after = rest[found.upperBound...].first
            if !Self.isOfName(before), !Self.isOfName(after) { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    private static func isOfName(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }
}
