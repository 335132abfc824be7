/// One of a run's ops where it lies in its table. To hand over the op itself, even as `borrowing`,
/// copies its 130 bytes, for every field: nothing tells the compiler that the call leaves the table
/// alone.
@safe @dynamicMemberLookup struct OpReference {
    private let op: UnsafePointer<FieldOp>

    init(_ op: UnsafePointer<FieldOp>) { unsafe self.op = unsafe op }

    @inline(__always) subscript<Value>(dynamicMember member: KeyPath<FieldOp, Value>) -> Value {
        unsafe op.pointee[keyPath: member]
    }
}
