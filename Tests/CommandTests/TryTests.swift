import JSON
import TestSupport
import Testing

/// `hopperctl try`: the report for people, the records for programs.
@Suite struct TryTests {
    private let fixture = TrialFixture()
    private let path: String

    init() { path = fixture.scratch.write(TrialFixture.rows, to: "in.csv") }

    @Test func `a file goes through its feed's program first`() throws {
        let plain = try fixture.run("try", "acme/customers", path)
        let config = "config/partners/acme.yaml"
        let partner = try #require(fixture.scratch.read(config))
        func pipe(_ run: String) {
            fixture.scratch.write(
                partner.replacing("{ type: csv }", with: "{ type: csv, pipe: \(run) }"),
                to: config)
        }
        let other = fixture.scratch.write(
            TrialFixture.rows.replacing(",", with: "|"), to: "other.csv")
        pipe("[tr, '|', ',']")
        let tried = try fixture.run("try", "acme/customers", other)
        #expect(tried.code == 1)
        #expect(try tried.lines().map { $0["data"] } == plain.lines().map { $0["data"] })
        pipe("[ls, /nonexistent/place]")
        let failed = try fixture.run("try", "acme/customers", other)
        #expect(failed.code == 1)
        #expect(failed.errors.contains("ls ended with exit code 2: "))
        #expect(failed.errors.contains("/nonexistent/place"))
        pipe("[no-such-program]")
        #expect(try fixture.run("try", "acme/customers", other).code == 1)
    }

    @Test func `a workbook goes to the feed's program as it is, and is no archive without one`()
        throws
    {
        let book = ZipBytes([.init("a.xml", "x"), .init("[Content_Types].xml", "y")])
        fixture.scratch.write(book.bytes, to: "book.csv")
        fixture.scratch.write(book.bytes, to: "config/partners/acme.tests/book.csv")
        let path = fixture.scratch.path + "/book.csv"
        for command in [["try", "acme/customers", path], ["infer", path]] {
            let outcome = try BuiltProgram("hopperctl").run(
                ["--config", fixture.scratch.path + "/config"] + command)
            #expect(outcome.code == 1)
            #expect(outcome.errors.contains("such as an Excel workbook, and no archive of files"))
        }
        let partner = try #require(fixture.scratch.read("config/partners/acme.yaml"))
        fixture.scratch.write(
            partner.replacing(
                "{ type: csv }",
                with: "{ type: csv, pipe: [sh, -c, \"printf 'ID,NAME,BORN,ST\\\\n'; wc -c\"] }"),
            to: "config/partners/acme.yaml")
        let report = try fixture.run("try", "acme/customers", path, "--json").document()
        #expect(report["read"] == 1)
        #expect(report["inbox_note"] == .null)
        #expect(try fixture.run("test", "--update").output.contains("0 accepted, 1 rejected"))
    }

    @Test func `into a pipe it writes every accepted record, and the report to stderr`() throws {
        let tried = try fixture.run("try", "acme/customers", path)
        #expect(tried.code == 1)
        #expect(
            try tried.lines().map { $0["data"]?["id"] } == [
                .number("1"), .number("4"), .number("6"),
            ])
        #expect(tried.errors.contains("6 read = 3 accepted + 2 rejected + 1 filtered; 1 batch"))
        #expect(tried.errors.contains("filtered: line 4"))
        #expect(!tried.errors.contains("\u{1B}"))
        let same = try fixture.run("try", "acme/customers", path, "--records")
        #expect(same == tried)
    }

    @Test func `on a terminal it shows the report with the first records`() throws {
        let tried = try fixture.runOnTerminal(["try", "acme/customers", path])
        #expect(tried.code == 1)
        #expect(tried.output.contains("\u{1B}[31m2 rejected\u{1B}[0m"))
        #expect(tried.output.contains("  \"name\": \"Anna\""))
        let plain = try fixture.runOnTerminal(
            ["try", "acme/customers", path], environment: ["NO_COLOR": "1"])
        #expect(!plain.output.contains("\u{1B}"))
        let piped = try fixture.run("try", "acme/customers", path, "--report")
        #expect(plain.output == piped.output && piped.errors.isEmpty)
        let records = try fixture.runOnTerminal(["try", "acme/customers", path, "--records"])
        #expect(try records.lines().count == 3)
    }

    @Test func `the report is aligned, and names rules, columns, places and values`() throws {
        let tried = try fixture.run("try", "acme/customers", path, "--report", "--first", "1")
        let revision = try #require(
            try fixture.run("check", "--json").document()["revision"]?.text)
        #expect(
            tried.output == """
                \(path) as acme/customers, revision \(revision)
                6 read = 3 accepted + 2 rejected + 1 filtered; 1 batch
                filtered: line 4

                DESTINATION  CONTRACT  RECORDS  BATCHES
                crm          v1              3        1
                billing      v1              2        1

                REJECTED  RULE  COLUMN  LINE  BYTE  REASON AND VALUE
                       1  type  BORN       3    36  no such day in the calendar; written as \
                YYYY-MM-DD: "1981-02-30"
                       1  type  ID         6    99  not an integer: digits, perhaps with a sign: \
                "five"

                line 2: customer 1 → crm, billing
                {
                  "id": 1,
                  "name": "Anna",
                  "born": {
                    "on": "1980-12-24"
                  },
                  "status": "active"
                }

                """)
    }

    @Test func `examples are few for each rule and column, and all are counted`() throws {
        let rows = (1...1200).map { "\($0 % 2 == 0 ? "\($0)" : "x\($0)"),n,1980-01-01,A" }
        let path = fixture.scratch.write(
            "ID,NAME,BORN,ST\n" + rows.joined(separator: "\n") + "\n", to: "many.csv")
        let tried = try fixture.run("try", "acme/customers", path, "--report", "--rejects", "2")
        #expect(tried.output.contains("1,200 read = 600 accepted + 600 rejected"))
        #expect(tried.output.contains("\n     600  type  ID         2    16  not an integer"))
        #expect(tried.output.contains("\"x3\"") && !tried.output.contains("\"x5\""))
        let document = try fixture.run("try", "acme/customers", path, "--json").document()
        #expect(document["rejected_by"]?.elements?.first?["count"] == 600)
        #expect(document["rejects"]?.elements?.map { $0["value"]?.text } == ["x1", "x3", "x5"])
        #expect(document["records"]?.elements?.count == 3)
        #expect(document["destinations"]?.elements?.first?["records"] == 600)
    }

    @Test func `what the feed's limit would make of it is said`() throws {
        fixture.write(record: TrialFixture.record, more: "    rejects: { limit: 5% }")
        let tried = try fixture.run("try", "acme/customers", path, "--report")
        #expect(tried.output.contains("the limit is 5%: the file would be quarantined"))
        let document = try fixture.run("try", "acme/customers", path, "--json").document()
        #expect(document["over_rejects_limit"] == true)
    }

    @Test func `control characters of a partner don't reach the terminal`() throws {
        let path = fixture.scratch.write(
            "ID,NAME,BORN,ST\n1,\u{1B}[2J\u{9B}2J\u{202E}x,,A\ny\u{1B}[2J,n,,A\n", to: "evil.csv")
        let tried = try fixture.runOnTerminal(
            ["try", "acme/customers", path], environment: ["NO_COLOR": ""])
        #expect(tried.output.contains("2 read"))
        for scalar in ["\u{1B}", "\u{9B}", "\u{202E}"] {
            #expect(!tried.output.unicodeScalars.contains(Unicode.Scalar(scalar)!))
        }
    }

    @Test func `what the inbox would make of the name is said`() throws {
        let path = fixture.scratch.write(TrialFixture.rows, to: "in.txt")
        let note = "in the inbox: no feed of acme takes a file of this name: customers (*.csv"
        #expect(try fixture.run("try", "acme/customers", path).errors.contains(note))
        let part = fixture.scratch.write(TrialFixture.rows, to: "in.csv.part")
        let document = try fixture.run("try", "acme/customers", part, "--json").document()
        #expect(document["inbox_note"]?.text?.hasSuffix("an upload that is under way") == true)
        let good = try fixture.run("try", "acme/customers", self.path, "--json").document()
        #expect(good["inbox_note"] == .null)
    }

    @Test func `the elements of an array are one column, and each is named`() throws {
        fixture.scratch.write(
            """
            partner: acme
            feeds:
              orders:
                match: "*.jsonl"
                format: jsonl
                record:
                  entity: order
                  key: [id]
                  fields:
                    id: no
                    items:
                      from: items
                      fields:
                        sku: sku
                        qty: { from: qty, type: integer }
                deliver: [crm]
            """, to: "config/partners/acme.yaml")
        let path = fixture.scratch.write(
            """
            {"no":"1","items":[{"sku":"a","qty":1},{"sku":"b","qty":"x"}]}
            {"no":"2","items":[{"sku":"a","qty":"y"}]}

            """, to: "a.jsonl")
        let tried = try fixture.run("try", "acme/orders", path, "--report")
        #expect(
            tried.output.contains(
                "\n       2  type  items/*/qty     1     0  items/1/qty: not an integer"))
        #expect(tried.output.contains("items/0/qty: not an integer"))
    }

    @Test func `a file that lacks a column says so and is 1`() throws {
        let path = fixture.scratch.write("ID,NAME,ST\n1,a,A\n", to: "short.csv")
        let tried = try fixture.run("try", "acme/customers", path, "--report")
        #expect(tried.code == 1)
        #expect(tried.output.contains("header: no column \"BORN\""))
    }

    @Test(arguments: [
        ["--report", "--records"], ["--json", "--records"], ["--limit", "3"],
        ["--diff", "--records"], ["--diff", "--first", "3"], ["--rejects", "some"],
    ])
    func `options that don't go together are 2`(options: [String]) throws {
        let outcome = try BuiltProgram("hopperctl").run(
            ["--config", fixture.scratch.path + "/config", "try", "acme/customers", path] + options)
        #expect(outcome.code == 2)
        #expect(outcome.output.isEmpty)
    }
}
