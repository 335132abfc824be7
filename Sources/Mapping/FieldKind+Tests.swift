import Vocabulary

/// Comparing an enum of another module is a call through its conformance; a switch is none.
extension FieldKind {
    /// Null, or not there at all.
    @inline(__always) var isNothing: Bool {
        switch self {
        case .absent, .null: true
        case .text, .number, .boolean, .json: false
        }
    }

    @inline(__always) var isText: Bool {
        switch self {
        case .text: true
        case .absent, .null, .number, .boolean, .json: false
        }
    }

    @inline(__always) var isNumber: Bool {
        switch self {
        case .number: true
        case .text, .absent, .null, .boolean, .json: false
        }
    }

    /// A JSON object or array.
    @inline(__always) var isStructured: Bool {
        switch self {
        case .json: true
        case .text, .absent, .null, .boolean, .number: false
        }
    }
}
