/// `lookup`: a table's text takes the place of the one that was read.
extension RecordRun {
    @inline(never)
    mutating func lookUp(
        _ op: OpReference, _ text: inout Text, _ becomesNull: inout Bool
    ) -> Fault {
        let extra = extras[Int(op.extra)]
        let key = text
        let found = unsafe references[Int(extra.lookup)]._withUnsafeGuaranteedRef { $0.find(key) }
        if let found {
            text = found
            becomesNull = found.count == 0
            return .none
        }
        switch extra.otherwise {
        case .reject: return .notListed
        case .keep: break
        case .null: becomesNull = true
        case .text: text = arena.text(extra.otherwiseText)
        }
        return .none
    }
}
