import Mapping
import YAML

/// Compiles a feed's mapping plan to find what only the compiler sees, and reports it at its place.
struct PlanCheck {
    let record: PlacedRecord
    let routes: [PlacedRoute]
    let findings: Findings

    func run() {}
}
