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
    package let routeCount: Int
    /// Whether several records may be made of one.
    package let makesSeveral: Bool
    /// The credentials whose content `Mapper` must be given, each once: what hashes are keyed with.
    package var credentials: [String] { tables.credentials }

    /// Whether `Mapper` must be given a register of the file's keys.
    package var asksForUniqueKeys: Bool { !tables.unique.isEmpty }

    /// Whether records go through programs, which takes its time.
    package var runsPrograms: Bool { !tables.programs.isEmpty }

    let tables: PlanTables
    /// Beside `tables.ops`.
    let fields: [PlannedField]
    /// The column of the array that each record is made of, if it is of one.
    let eaches: [String?]

    /// - Parameters:
    ///   - routes: a condition for each destination of the feed; nil takes every record.
    /// - Throws: everything that is wrong, at once.
    package init(compiling spec: RecordSpec, routes: [Condition?] = []) throws(PlanError) {
        try self.init(compiling: [spec], routes: routes.map { RouteSpec(condition: $0) })
    }

    /// - Parameter specs: the records that are made of each record of the source; one or more.
    /// - Throws: everything that is wrong, at once.
    package init(compiling specs: [RecordSpec], routes: [RouteSpec]) throws(PlanError) {
        var compiler = PlanCompiler(specs: specs)
        compiler.compile(routes: routes)
        guard compiler.problems.isEmpty else { throw PlanError(problems: compiler.problems) }
        wanted = compiler.wanted
        tables = compiler.tables
        fields = compiler.planned
        eaches = specs.map(\.each)
        routeCount = routes.count
        makesSeveral = specs.count > 1 || specs.contains { $0.each != nil }
    }
}

/// Which records a destination gets.
package struct RouteSpec: Hashable, Sendable {
    /// Nil for all; otherwise records of these entities.
    package var entities: [String]?
    /// On the normalized record's fields; nil takes every record.
    package var condition: Condition?

    package init(entities: [String]? = nil, condition: Condition? = nil) {
        self.entities = entities
        self.condition = condition
    }
}
