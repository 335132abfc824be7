import Mapping
import YAML

/// Compiles a feed's mapping plan to find what only the compiler sees: expressions, templates, time
/// formats, zones, bounds. What it finds is reported where it stands in the file.
struct PlanCheck {
    let record: PlacedRecord
    let routes: [PlacedRoute]
    let findings: Findings

    func run() {
        // Without a field, which has been reported, there is nothing to compile.
        guard !record.spec.fields.isEmpty else { return }
        do throws(PlanError) {
            _ = try MappingPlan(
                compiling: record.spec, routes: routes.map { $0.route.condition })
        } catch {
            // Parts with a mistake went in incomplete: what is said of them may not be so.
            let broken = error.problems.map { isBroken($0) }
            for (problem, isBroken) in zip(error.problems, broken) where !isBroken {
                findings.report(message(problem), at: span(of: problem))
            }
        }
    }

    private func isBroken(_ problem: PlanError.Problem) -> Bool {
        switch problem.place {
        case .record: findings.hasMistake(within: record.whole)
        case .field(let index, _):
            field(index).map { findings.hasMistake(within: $0.whole) } ?? false
                && (!Self.independent.contains(problem.option)
                    || findings.hasMistake(within: span(of: problem)))
        case .key, .filter, .route: findings.hasMistake(within: span(of: problem))
        }
    }

    private func message(_ problem: PlanError.Problem) -> String {
        switch problem.place {
        case .filter(let subject), .route(_, let subject): "\(subject.quoted): \(problem.message)"
        case .record, .field, .key: "\(problem.option.quoted): \(problem.message)"
        }
    }

    private func span(of problem: PlanError.Problem) -> SourceSpan {
        switch problem.place {
        case .record: record.span
        case .field(let index, _):
            field(index).map { $0.options[problem.option] ?? $0.key } ?? record.span
        case .key(let index):
            record.keyPlaces.indices.contains(index) ? record.keyPlaces[index] : record.span
        case .filter(let subject): record.filterPlaces[subject] ?? record.span
        case .route(let index, let subject):
            routes.indices.contains(index)
                ? routes[index].places[subject] ?? routes[index].span : record.span
        }
    }

    /// Options that mean the same whatever stands beside them.
    private static let independent = ["match", "template", "format", "timezone"]

    private func field(_ index: Int) -> PlacedField? {
        guard record.spec.fields.indices.contains(index) else { return nil }
        return record.fields[record.spec.fields[index].name]
    }
}
