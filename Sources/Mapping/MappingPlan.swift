package import Vocabulary

/// A feed's `record:` and its routes' conditions, compiled once a revision: expressions, formats,
/// zones, lists, templates, the shape of the output. Immutable; `Mapper` runs it.
package struct MappingPlan: Sendable {
    /// The source columns that fields, templates and the filter use, each once, in that order.
    package let wanted: [ColumnReference]
    /// Indexes into `wanted` of the columns that a file with a header must have. (In JSON Lines a
    /// member may be missing: it is null.)
    package var requiredColumns: [Int] { Array(wanted.indices) }
    /// How many routes it was compiled with.
    package var routeCount: Int { tables.routes.count }
    /// The credentials whose content `Mapper` must be given, each once: what hashes are keyed with.
    package var credentials: [String] { tables.credentials }

    /// Whether `Mapper` must be given a register of the file's keys.
    package var asksForUniqueKeys: Bool { !tables.unique.isEmpty }

    let tables: PlanTables
    /// Beside `tables.ops`.
    let fields: [PlannedField]

    /// - Parameters:
    ///   - routes: a condition for each destination of the feed; nil takes every record.
    /// - Throws: everything that is wrong, at once.
    package init(compiling spec: RecordSpec, routes: [Condition?] = []) throws(PlanError) {
        var compiler = PlanCompiler(spec: spec)
        compiler.compile(routes: routes)
        guard compiler.problems.isEmpty else { throw PlanError(problems: compiler.problems) }
        wanted = compiler.wanted
        tables = compiler.tables
        fields = compiler.planned
    }
}
