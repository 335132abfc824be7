import Testing

@testable import Inference

/// What tells records apart.
@Suite struct KeyChoiceTests {
    private func findings(_ text: String) -> Findings {
        infer(FileSample(head: Array(text.utf8)))
    }

    @Test func `a column that is unique and called so is the key`() {
        let rows = (1...30).map { "x\($0),C\($0),\($0 % 3)\n" }.joined()
        let found = findings("note,customer_no,n\n" + rows)
        #expect(found.key == ["customer_no"])
        #expect(found.keyDoubt == nil)
    }

    @Test func `columns that are unique together are the key where none is alone`() {
        let rows = (0..<30).map { "\(100 + $0 / 3),\($0 % 3),\($0 % 2)\n" }.joined()
        let found = findings("order_no,line,qty\n" + rows)
        #expect(found.key == ["order_no", "line"])
        #expect(found.keyDoubt?.contains("together") == true)
        #expect(!found.keyIsRecordNumber)
    }

    @Test(arguments: [
        "a,b\n1,x\n1,x\n2,\n2,y\n2,y\n", "a,b\n,\n1,\n,x\n",
        "a;b\n\"\";\"\"\n\"x\";\"\"\n\"\";\"y\"\n",
    ])
    func `where nothing tells records apart each is one of its own`(_ text: String) throws {
        let found = findings(text)
        #expect(found.key == ["record_no"])
        #expect(found.keyIsRecordNumber)
        let writer = FeedWriter(found, name: SampleName(path: "x"), partner: "acme", feed: nil)
        let feed = try #require(writer.text())
        #expect(feed.contains("      key: [record_no]\n"))
        #expect(feed.contains("        record_no: { sequence: feed }\n"))
    }

    @Test func `a column that is called as the record's number keeps its name`() {
        let found = findings("record_no,b\n1,x\n1,x\n1,x\n")
        #expect(found.key == ["hopper_record_no"])
        #expect(found.columns.map(\.field) == ["record_no", "b"])
    }

    @Test func `a series is told apart by its moments`() {
        let rows = (10..<40).map { "2026-01-01 00:\($0),1.5\n" }.joined()
        #expect(findings("time,temp\n" + rows).key == ["time"])
        let split = (10..<40).map { "01.01.2026;00:\($0);1,5\n" }.joined()
        #expect(findings("Datum;Zeit;kW\n" + split).key == ["datum", "zeit"])
    }

    @Test func `a header alone gives the key by its names`() {
        #expect(findings("name,order_id,total\n").key == ["order_id"])
    }
}
