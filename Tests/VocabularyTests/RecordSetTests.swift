import Testing
import Vocabulary

@Suite struct RecordSetTests {
    @Test(arguments: [0, 1, 7, 8, 63, 64, 65, 1000])
    func `a set survives the way through its bytes`(capacity: Int) {
        var set = RecordSet(capacity: capacity)
        for index in stride(from: 0, to: capacity, by: 3) { set.insert(index) }
        #expect(RecordSet(bytes: set.bytes, capacity: capacity) == set)
        #expect(set.indices == Array(stride(from: 0, to: capacity, by: 3)))
    }

    @Test(arguments: [1, 2, 3, 64, 999])
    func `halves are disjoint and together the whole`(capacity: Int) {
        let all = RecordSet.all(capacity)
        var (first, second) = all.halves()
        #expect(first.count - second.count == capacity % 2)
        let joined = { () -> RecordSet in
            first.formUnion(second); return first
        }()
        #expect(joined == all)
    }

    @Test func `bits past the capacity are refused`() {
        #expect(RecordSet(bytes: [0b100], capacity: 2) == nil)
    }
}
