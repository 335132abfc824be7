import Configuration
import Testing
import Vocabulary

@testable import Inference

/// What is printed is a configuration that is in order but for the name of the destination.
@Suite struct FeedTextTests {
    private func check(_ text: String, destination: String) -> String? {
        let sources = [
            ConfigurationSource(path: "partners/p.yaml", bytes: Array(text.utf8)),
            ConfigurationSource(
                path: "destinations/d.yaml",
                bytes: Array(
                    "destination: \(destination)\ntype: http\nurl: http://127.0.0.1:1/\n".utf8)),
        ]
        do throws(ConfigurationError) {
            _ = try parseConfiguration(sources: sources, directory: "/")
            return nil
        } catch {
            return error.render(colored: false)
        }
    }

    private func feed(_ text: String, name: String = "sample-20261123.csv") -> String? {
        let findings = infer(FileSample(head: Array(text.utf8)))
        return FeedWriter(findings, name: SampleName(path: name), partner: "acme", feed: nil)
            .text()
    }

    @Test func `feeds of everyday files are in order`() throws {
        for seed in 1000..<UInt64(1040) {
            let file = EverydayFile(seed: seed)
            let findings = infer(FileSample(head: file.bytes))
            let text = try #require(
                FeedWriter(
                    findings, name: SampleName(path: "x/y.csv"), partner: "acme", feed: nil
                ).text())
            let mistakes = check(text, destination: FeedWriter.destination)
            #expect(mistakes == nil, "seed \(seed): \(text)")
        }
    }

    @Test(
        arguments: [
            "a,a,,\"x\"\"y\"\n1,2,3,4\n", "yes,null,~,#\n1,2,3,4\n5,6,7,8\n",
            "\"a: b\",\"{c}\",\"[d]\",\"e # f\"\n1,2,3,4\n", "*a,&b,!c,%d\n1,2,3,4\n",
            "\"line\nbreak\",'q',\\b,\u{1B}e\n1,2,3,4\n", "Ä.Ö,..,__,1st\n1,2,3,4\n",
            "日本,имя,ελ,x\n1,2,3,4\n", "id,id_2,id,ID\n1,2,3,4\n", "x\n", "-,?,:,@\na,b,c,d\n",
            "{\"a/b\":1,\"~\":2,\"\":3,\"a.b\":4,\"a\":{\"b\":5}}\n{\"a\":{\"b\":{\"c\":1}}}\n",
        ])
    func `whatever columns are called, the feed is in order`(_ file: String) throws {
        let text = try #require(feed(file))
        let mistakes = check(text, destination: FeedWriter.destination)
        #expect(mistakes == nil, "\(mistakes ?? "")\n\(text)")
    }

    @Test func `small amounts have groups where other columns have them`() throws {
        let rows = (1...9).map { "\($0);\($0).400,50;\($0),99;\($0),5\n" }.joined()
        let text = try #require(feed("no;total;tax;share\n" + rows))
        let grouped = #"type: decimal, decimal: ",", grouping: ".""#
        #expect(text.split(separator: "\n").count { $0.contains(grouped) } == 3)
        let other = try #require(
            feed("no;total;rate\n" + (1...9).map { "\($0);\($0) 400,50;\($0).5\n" }.joined()))
        #expect(other.contains("rate: { from: rate, type: decimal, required: true }"))
    }

    @Test(arguments: [("stock.csv", true), ("a-1.csv", true), ("stock-20261123.csv", false)])
    func `a name that says nothing of the next one's is unsure`(name: String, isUnsure: Bool) throws
    {
        let text = try #require(feed("id,name\n1,a\n2,b\n", name: name))
        #expect(
            text.contains(
                "    # unsure: is every file called so? * stands for what differs\n    match:")
                == isUnsure)
    }

    @Test func `the destination has to be named before it is in order`() throws {
        let text = try #require(feed("id,name\n1,a\n2,b\n"))
        let mistakes = try #require(check(text, destination: "crm"))
        #expect(mistakes.contains("there is no destination '\(FeedWriter.destination)'"))
    }

    @Test func `a file's name gives the feed's and a pattern`() {
        let names = [
            "in/Customers_20261123.csv": ("customers", "Customers_*.csv"),
            "orders-2026-11-23T0930.csv.gz": ("orders-t0930", "orders-*T*.csv.gz"),
            "kunden[1].csv": ("kunden", "kunden?1?.csv"), "4711.txt": ("feed", "*.txt"),
            "Bestände.CSV": ("bestaende", "Bestände.CSV"),
        ]
        for (path, expected) in names {
            let name = SampleName(path: path)
            #expect((name.feed, name.pattern) == expected)
        }
    }

    @Test func `a file that is empty or no text has no feed`() {
        #expect(feed("") == nil)
        #expect(feed("\n\n\n") == nil)
        var random = SeededGenerator(seed: 7)
        let bytes = (0..<4000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(infer(FileSample(head: bytes)).columns.isEmpty)
    }
}
