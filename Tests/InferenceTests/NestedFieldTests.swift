import Testing

@testable import Inference

/// Arrays of objects become fields within a field, and paths pleasant names.
@Suite struct NestedFieldTests {
    private func feed(_ text: String) -> String {
        let findings = infer(FileSample(head: Array(text.utf8)))
        return FeedWriter(findings, name: SampleName(path: "x"), partner: "acme", feed: nil).text()
            ?? ""
    }

    @Test func `members of an array's objects are fields within its field`() {
        let feed = feed(
            """
            {"id":1,"items":[{"sku":"X","price":{"net":"1.50"}},{"sku":"Y","price":{"net":"2.5"}}]}
            {"id":2,"items":[]}
            {"id":3,"items":[{"sku":"Z","price":{"net":"9.50"},"note":"x"}]}
            """)
        #expect(
            feed.contains(
                """
                        items:
                          from: items
                          fields:
                            sku: { from: sku }
                            price.net: { from: "/price/net", type: decimal }
                            note: { from: note }

                """), "\(feed)")
    }

    @Test(arguments: [
        "{\"id\":1,\"a\":[[1,2]]}\n{\"id\":2,\"a\":[3]}\n",
        "{\"id\":1,\"a\":[{\"b\":1}]}\n{\"id\":2,\"a\":[3]}\n",
        "{\"id\":1,\"a\":\"none\"}\n{\"id\":2,\"a\":[{\"b\":1}]}\n",
        "{\"id\":1,\"a\":[{\"b\":1}]}\n{\"id\":2,\"a\":{}}\n",
    ])
    func `what is not always an array of objects goes through as JSON`(_ text: String) {
        let feed = feed(text)
        #expect(feed.contains("a: { from: a, type: json"), "\(feed)")
        #expect(!feed.contains("fields:\n            b"))
    }

    @Test(arguments: [
        "{\"id\":1,\"tags\":[\"x\",2]}\n{\"id\":2,\"tags\":[]}\n{\"id\":3}\n",
        "<rows><row id=\"1\"><tags>a</tags><tags>b</tags></row><row id=\"2\"><tags>c</tags></row></rows>",
    ])
    func `texts of which there are several are a list`(_ text: String) {
        let feed = feed(text)
        #expect(feed.contains("        tags: { from: tags, type: list }\n"), "\(feed)")
    }

    @Test func `elements that repeat are fields within a field, called as what holds them`() {
        let feed = feed(
            """
            <orders>
            <order id="1"><total currency="EUR">12.50</total>
            <items><item sku="A"><text lang="de">Stuhl</text><price>3.50</price></item>
            <item sku="B"><text lang="de">Tisch</text><price>9.50</price></item></items></order>
            <order id="2"><total currency="EUR">3.50</total>
            <items><item sku="C"/><item sku="D"/></items></order>
            </orders>
            """)
        #expect(
            feed.contains(
                """
                        id: { from: "@id", type: integer, required: true }
                        total_currency: { from: "total/@currency" }
                        total: { from: total, type: decimal }
                        items:
                          from: items/item
                          fields:
                            sku: { from: "@sku" }
                            text_lang: { from: "/text/@lang" }
                            text: { from: "/text/#text" }
                            price: { from: price, type: decimal }

                """), "\(feed)")
    }
}
