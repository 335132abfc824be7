/// What came of a record that went through a program. What goes along with it is in brackets.
package enum JQOutcome: UInt32, Sendable {
    /// One object (its JSON, without white space).
    case object
    /// No result at all.
    case nothing
    /// An error of the program's (its text, which may hold what is in the record).
    case error
    /// More results than one.
    case several
    /// One result that is no object (its JSON, cut).
    case notObject
    /// A number of the record has more digits than jq's numbers hold (as it stands in the record).
    case inexact
    /// A number of the result is none in JSON: it is not a number, or infinite.
    case noNumber
    /// The result nests deeper than `JQLimits.depth`.
    case tooDeep
    /// The result is larger than `JQLimits.result`.
    case tooLarge
    /// The process was ended: the record took longer than `JQLimits.seconds`.
    case outOfTime
    /// The process ended over the record: it needed more than `JQLimits.memory`, or libjq crashed.
    case crashed
}

/// What a program may use. Nothing in libjq keeps a program from running for ever or from taking all
/// memory there is; the process it runs in does.
package enum JQLimits {
    /// Processor time for one record.
    package static let seconds = 5
    /// Memory of a process, in bytes.
    package static let memory: Int64 = 256 << 20
    /// A result's JSON, in bytes.
    package static let result = 64 << 20
    /// Levels of arrays and objects in a result.
    package static let depth = 256
    /// Characters of an error's text, or bytes of a value, that are kept for the report.
    package static let said = 256
}
