import Mapping
import YAML

extension KeyTable {
    static let predicate = KeyTable(
        "a condition",
        [
            KeySpec(
                "not", .described("a value, a list or a condition", as: .condition),
                "Holds where this doesn't."),
            KeySpec("gt", .anyText, "Greater than."),
            KeySpec("gte", .anyText, "Greater or equal."),
            KeySpec("lt", .anyText, "Less than."),
            KeySpec("lte", .anyText, "Less or equal."),
            KeySpec("match", .text, "A regular expression that is found in the text."),
            KeySpec("present", .boolean, "Whether there is a value: not null, not empty."),
        ], isNeverEmpty: true)
}

/// A condition, and where its subjects stand.
struct PlacedCondition {
    var condition: Condition
    var places: [String: SourceSpan]
}

/// Reads `where` and `when`: subjects, each with a value, a list of values, or a condition.
struct ConditionReader {
    let findings: Findings

    typealias SubjectProblem = (message: String, hint: String?)

    /// - Parameter problem: what is wrong with a subject; nil when it may be asked for.
    func read(_ pair: YAMLPair, problem: (String) -> SubjectProblem?) -> PlacedCondition? {
        guard case .mapping(let pairs) = pair.value.content, !pairs.isEmpty else {
            let isEmpty = pair.value.isNull || pair.value.content == .mapping([])
            findings.report(
                isEmpty
                    ? "\(pair.key.quoted) is empty"
                    : "\(pair.key.quoted) must be a mapping, not \(pair.value.kind)",
                hint: "write { NAME: VALUE }",
                at: pair.value.isNull ? pair.keySpan : pair.value.span)
            return nil
        }
        var placed = PlacedCondition(condition: Condition(tests: []), places: [:])
        for pair in pairs {
            if let problem = problem(pair.key) {
                findings.report(problem.message, hint: problem.hint, at: pair.keySpan)
            }
            placed.places[pair.key] = pair.keySpan
            if let predicate = predicate(value(of: pair)) {
                placed.condition.tests.append(.init(subject: pair.key, predicate: predicate))
            }
        }
        return placed
    }

    private func value(of pair: YAMLPair) -> Value {
        Value(
            node: pair.value, title: pair.key.quoted, shape: .list(of: .anyText),
            span: pair.keySpan,
            findings: findings)
    }

    private func predicate(_ value: Value) -> Condition.Predicate? {
        switch value.node.content {
        case .scalar:
            if value.node.isNull {
                return value.refuse("has no value", hint: "write { present: false } for none")
            }
            return value.scalar().map { .oneOf([$0.text]) }
        case .sequence: return value.texts().map { .oneOf($0) }
        case .mapping: return operators(value)
        }
    }

    /// Operators side by side mean and.
    private func operators(_ value: Value) -> Condition.Predicate? {
        guard
            let section = Section(
                value.node, as: .predicate, title: value.title, at: value.span, in: findings)
        else { return nil }
        if section.pairs.isEmpty { return value.refuse("is empty") }
        var all: [Condition.Predicate] = []
        for pair in section.pairs {
            guard let operand = KeyTable.predicate[pair.key].flatMap({ section.value($0.name) })
            else { continue }
            switch pair.key {
            case "not": predicate(operand).map { all.append(.not($0)) }
            case "gt": operand.scalar().map { all.append(.greater(than: $0.text)) }
            case "gte": operand.scalar().map { all.append(.atLeast($0.text)) }
            case "lt": operand.scalar().map { all.append(.less(than: $0.text)) }
            case "lte": operand.scalar().map { all.append(.atMost($0.text)) }
            case "match": operand.text().map { all.append(.match($0)) }
            default: operand.boolean().map { all.append(.present($0)) }
            }
        }
        return all.count == 1 ? all[0] : .all(all)
    }
}
