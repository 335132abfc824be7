/// A field with fields of its own, compiled: what becomes of an element.
struct NestOp: Sendable, BitwiseCopyable {
    /// An object stays an object; otherwise it counts as a list of one.
    var isObject = false
    /// Whether the value lies in an element of another nest.
    var isInner = false
    /// The element's fields.
    var ops = TableRange()
    /// What closes the element's JSON.
    var suffix = ArenaRange()
    /// The first node of the filter, or -1.
    var filter: Int32 = -1
    /// The element itself, in the tree of what is wanted of it.
    var root: Int32 = -1
    /// Into the outers: what is taken of the record around it.
    var outers = TableRange()
    /// Where its wanted values lie in `RecordRun.members`.
    var members = TableRange()
}

/// A place in an element below which something is wanted: a tree, flat in memory.
struct PathNode: Sendable, BitwiseCopyable {
    /// The member's name.
    var name = ArenaRange()
    /// The same as an element's index, should the value above be an array; -1 where it is none.
    var index: Int32 = -1
    var firstChild: Int32 = -1
    var sibling: Int32 = -1
    /// Into the nest's members; -1 where only something below is wanted.
    var member: Int32 = -1
}

/// What a report needs to know of an op.
struct PlannedField: Sendable {
    var spec: FieldSpec
    /// The place of the field, as mistakes are told.
    var place: PlanError.Place
    /// The fields it nests in, from the top.
    var path: [PlanError.Step]
    /// The op of the field it nests in, or -1.
    var parent: Int
    /// Which of the records that are made of one it is a field of.
    var record: Int
}

/// One of the records that are made of a record of the source.
struct RecordOp: Sendable, BitwiseCopyable {
    var ops = TableRange()
    /// What closes its data.
    var suffix = ArenaRange()
    /// What stands between its sequence and its key.
    var afterSequence = ArenaRange()
    /// Into the key's ops.
    var key = TableRange()
    /// The first node of the filter, or -1.
    var filter: Int32 = -1
    /// The nest of the array it is made of, each of its elements; or -1.
    var nest: Int32 = -1
    /// The column of that array.
    var column: Int32 = -1
    /// Into the programs; -1 for none.
    var program: Int32 = -1
    /// Into the path nodes: what is asked of the program's result. -1 for nothing.
    var observed: Int32 = -1
    /// Where its conditions begin in the routes: for each route the first node, -1 for every record,
    /// -2 for none.
    var routes: Int32 = 0
}

/// A column of the record around an element, and the member it is taken as.
struct OuterColumn: Sendable, BitwiseCopyable {
    var column: Int32
    var member: Int32
}
