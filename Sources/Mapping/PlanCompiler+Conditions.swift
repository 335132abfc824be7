extension PlanCompiler {
    private enum Scope {
        case filter
        case route(Int)

        func place(_ subject: String) -> PlanError.Place {
            switch self {
            case .filter: .filter(subject: subject)
            case .route(let index): .route(index: index, subject: subject)
            }
        }

        var option: String {
            switch self {
            case .filter: "where"
            case .route: "when"
            }
        }
    }

    mutating func compile(filter: Condition) -> Int32 { compile(filter, .filter) }

    mutating func compile(route: Condition, index: Int) -> Int32 { compile(route, .route(index)) }

    private mutating func compile(_ condition: Condition, _ scope: Scope) -> Int32 {
        let start = tables.conditions.count
        tables.conditions.append(ConditionNode(kind: .all))
        for test in condition.tests {
            guard let subject = subject(test, scope) else { continue }
            compile(test.predicate, subject, test.subject, scope)
        }
        tables.conditions[start].end = Int32(tables.conditions.count)
        return Int32(start)
    }

    private mutating func subject(_ test: Condition.Test, _ scope: Scope) -> Int32? {
        switch scope {
        case .filter:
            if test.subject.isEmpty {
                report(scope.place(""), "where", "the column's name is empty")
            }
            return column(Self.reference(test.subject))
        case .route:
            guard let op = observedOp(test.subject) else {
                report(
                    scope.place(test.subject), "when", Self.noField(test.subject, spec.fields))
                return nil
            }
            if spec.program == nil, !tables.ops[op].isSingle, !Self.asksPresenceOnly(test.predicate)
            {
                report(
                    scope.place(test.subject), "when",
                    "the field is not a single value: only `present` can be asked of it")
            }
            tables.ops[op].options.insert(.observed)
            return Int32(op)
        }
    }

    private static func asksPresenceOnly(_ predicate: Condition.Predicate) -> Bool {
        switch predicate {
        case .present: true
        case .not(let inner): asksPresenceOnly(inner)
        case .all(let parts): parts.allSatisfy { asksPresenceOnly($0) }
        default: false
        }
    }

    private mutating func compile(
        _ predicate: Condition.Predicate, _ subject: Int32, _ name: String, _ scope: Scope
    ) {
        let start = tables.conditions.count
        var node = ConditionNode(kind: .all, subject: subject)
        tables.conditions.append(node)
        switch predicate {
        case .oneOf(let texts):
            node.kind = .oneOf
            node.list = tables.addLookup(texts.map { ($0, "") })
        case .not(let inner):
            node.kind = .not
            compile(inner, subject, name, scope)
        case .all(let parts):
            for part in parts { compile(part, subject, name, scope) }
        case .greater(let bound): (node.kind, node.bound) = (.greater, tables.intern(bound))
        case .atLeast(let bound): (node.kind, node.bound) = (.atLeast, tables.intern(bound))
        case .less(let bound): (node.kind, node.bound) = (.less, tables.intern(bound))
        case .atMost(let bound): (node.kind, node.bound) = (.atMost, tables.intern(bound))
        case .match(let pattern):
            node.kind = .match
            node.list = expression(pattern, scope.place(name), scope.option) ?? -1
        case .present(let isPresent): node.kind = isPresent ? .present : .absent
        }
        node.end = Int32(tables.conditions.count)
        tables.conditions[start] = node
    }
}
