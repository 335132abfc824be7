package import JQ

/// Everything that is wrong with a `RecordSpec` and its routes, at once.
package struct PlanError: Error, Hashable, Sendable {
    package var problems: [Problem]

    /// One mistake, and where in the YAML it belongs.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        package var place: Place
        /// The option at fault as it is spelled in YAML: `match`, `format`, `min`, `from`,
        /// `template`, `name` (of the field itself), `key`, `where`, `when`, …
        package var option: String
        package var message: String
        /// Which of the records that are made of one it is about.
        package var record = 0
        /// Of a `jq` program: where in it.
        package var mistake: JQMistake?

        package init(place: Place, option: String, message: String) {
            self.place = place
            self.option = option
            self.message = message
        }

        package var description: String {
            switch place {
            case .record: "\(option): \(message)"
            case .field(_, let name): "field \(name): \(option): \(message)"
            case .key(let index): "key \(index + 1): \(message)"
            case .filter(let subject): "where \(subject): \(message)"
            case .route(let index, let subject): "route \(index + 1): when \(subject): \(message)"
            case .within(let step, let inner):
                "field \(step.name): \(Problem(place: inner, option: option, message: message))"
            }
        }
    }

    package enum Place: Hashable, Sendable {
        case record
        /// The index in `RecordSpec.fields`, and the field's name.
        case field(index: Int, name: String)
        /// The index in `RecordSpec.key`.
        case key(index: Int)
        case filter(subject: String)
        /// The index among the routes given.
        case route(index: Int, subject: String)
        /// Within the fields of that field; the place as seen from there.
        indirect case within(Step, Place)
    }

    /// A field that has fields of its own: its index among those beside it, and its name.
    package struct Step: Hashable, Sendable {
        package var index: Int
        package var name: String

        package init(index: Int, name: String) {
            self.index = index
            self.name = name
        }
    }
}
