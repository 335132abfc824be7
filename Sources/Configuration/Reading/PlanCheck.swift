import Mapping
import YAML

/// Compiles a feed's mapping plan to find what only the compiler sees: expressions, templates, time
/// formats, zones, bounds. What it finds is reported where it stands in the file.
struct PlanCheck {
    let records: [PlacedRecord]
    let routes: [PlacedRoute]
    let findings: Findings

    /// The record that a problem is about.
    private var record: PlacedRecord

    init(records: [PlacedRecord], routes: [PlacedRoute], findings: Findings) {
        self.records = records
        self.routes = routes
        self.findings = findings
        record = records[0]
    }

    mutating func run() {
        // Without a field, which has been reported, there is nothing to compile.
        guard records.allSatisfy({ !$0.spec.fields.isEmpty }) else { return }
        do throws(PlanError) {
            _ = try MappingPlan(
                compiling: records.map(\.spec), routes: routes.map { $0.route.spec })
        } catch {
            // Parts with a mistake went in incomplete: what is said of them may not be so.
            let broken = error.problems.map { problem in
                record = records[problem.record]
                return isBroken(problem)
            }
            for (problem, isBroken) in zip(error.problems, broken) where !isBroken {
                record = records[problem.record]
                findings.report(message(problem), at: span(of: problem))
            }
        }
    }

    private func isBroken(_ problem: PlanError.Problem) -> Bool {
        // A program is whole, whatever stands beside it.
        if problem.option == "jq" { return false }
        if case .record = problem.place { return findings.hasMistake(within: record.whole) }
        guard let field = field(at: problem.place) else {
            return findings.hasMistake(within: span(of: problem))
        }
        return findings.hasMistake(within: field.whole)
            && (!Self.independent.contains(problem.option)
                || findings.hasMistake(within: span(of: problem)))
    }

    private func message(_ problem: PlanError.Problem) -> String {
        switch problem.place {
        case .filter(let subject), .route(_, let subject): "\(subject.quoted): \(problem.message)"
        case .record, .field, .key, .within: "\(problem.option.quoted): \(problem.message)"
        }
    }

    private func span(of problem: PlanError.Problem) -> SourceSpan {
        switch problem.place {
        case .record:
            switch problem.option {
            case "jq":
                record.program?.span(of: problem.mistake, in: findings.source) ?? record.span
            case "unique": record.uniqueSpan ?? record.span
            default: record.span
            }
        case .field(let index, _):
            field(index).map { $0.options[problem.option] ?? $0.key } ?? record.span
        case .key(let index):
            record.keyPlaces.indices.contains(index) ? record.keyPlaces[index] : record.span
        case .filter(let subject): record.filterPlaces[subject] ?? record.span
        case .route(let index, let subject):
            routes.indices.contains(index)
                ? routes[index].places[subject] ?? routes[index].span : record.span
        case .within(let step, let inner):
            field(step.index).map { span(of: inner, problem.option, in: $0) } ?? record.span
        }
    }

    /// A place within a field's own fields.
    private func span(
        of place: PlanError.Place, _ option: String, in field: PlacedField
    ) -> SourceSpan {
        guard let nested = field.nested else { return field.key }
        return switch place {
        case .field(let index, _): nested[index].map { $0.options[option] ?? $0.key } ?? field.key
        case .filter(let subject): nested.filterPlaces[subject] ?? field.key
        case .within(let step, let inner):
            nested[step.index].map { span(of: inner, option, in: $0) } ?? field.key
        case .record, .key, .route: nested.span
        }
    }

    /// Options that mean the same whatever stands beside them.
    private static let independent = ["match", "template", "format", "timezone"]

    /// The field at fault, however deep it stands; nil where it is something else.
    private func field(at place: PlanError.Place) -> PlacedField? {
        var place = place
        var fields: PlacedFields?
        var isWithin = false
        while case .within(let step, let inner) = place {
            fields = (isWithin ? fields?[step.index] : field(step.index))?.nested
            (place, isWithin) = (inner, true)
        }
        guard case .field(let index, _) = place else { return nil }
        return isWithin ? fields?[index] : field(index)
    }

    private func field(_ index: Int) -> PlacedField? {
        guard record.spec.fields.indices.contains(index) else { return nil }
        return record.fields[record.spec.fields[index].name]
    }
}
