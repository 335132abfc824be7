import Foundation
import JSON
import TestSupport
import Testing

/// `hopperctl test`: samples beside a partner's configuration.
@Suite struct SampleTests {
    private let fixture = TrialFixture()
    private let folder = "config/partners/acme.tests"

    private func sample(_ text: String = TrialFixture.rows, _ name: String = "first.csv") {
        fixture.scratch.write(text, to: "\(folder)/\(name)")
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.scratch.path + "/" + folder)
            .sorted()
    }

    private func expected() throws -> String {
        try #require(fixture.scratch.read("\(folder)/first.expected.jsonl"))
    }

    private func edit(_ name: String, _ old: String, _ new: String) throws {
        let text = try #require(fixture.scratch.read(name))
        #expect(text.contains(old))
        fixture.scratch.write(text.replacingOccurrences(of: old, with: new), to: name)
    }

    @Test func `without samples there is nothing to do`() throws {
        let outcome = try fixture.run("test")
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("There are no samples"))
        #expect(try fixture.run("check", "--json").document()["tests"] == .null)
    }

    @Test func `a new sample says so, is written once, and passes from then on`() throws {
        sample()
        let new = try fixture.run("test")
        #expect(new.code == 1)
        #expect(new.output.contains("hopperctl test --update writes it"))
        #expect(try names() == ["first.csv"])

        let update = try fixture.run("test", "--update")
        #expect(update.code == 0)
        #expect(
            update.output == """
                ok    acme/customers  first.csv  3 accepted, 2 rejected, 1 filtered
                  wrote partners/acme.tests/first.expected.jsonl: 4 lines
                  wrote partners/acme.tests/first.rejects.txt: 2 lines
                1 sample: 1 updated

                """)
        #expect(
            try expected() == """
                {"line":2,"entity":"customer","key":["1"],"to":["billing","crm"],\
                "data":{"id":1,"name":"Anna","born":{"on":"1980-12-24"},"status":"active"}}
                {"line":4,"filtered":true}
                {"line":5,"entity":"customer","key":["4"],"to":["crm"],\
                "data":{"id":4,"name":"Dora","born":{"on":"1983-01-01"},"status":"inactive"}}
                {"line":7,"entity":"customer","key":["6"],"to":["billing","crm"],\
                "data":{"id":6,"name":"Frieda","born":{"on":"1985-01-01"},"status":"active"}}

                """)
        #expect(
            fixture.scratch.read("\(folder)/first.rejects.txt") == """
                3\tBORN\ttype\tno such day in the calendar; written as YYYY-MM-DD
                6\tID\ttype\tnot an integer: digits, perhaps with a sign

                """)
        let again = try fixture.run("test")
        #expect(again.code == 0)
        #expect(again.output.hasSuffix("1 sample: 1 passed\n"))
        #expect(try fixture.run("test", "--update").output.hasSuffix("1 sample: 1 passed\n"))
    }

    @Test func `what comes out differently is shown, line by line`() throws {
        sample()
        _ = try fixture.run("test", "--update")
        try edit("config/partners/acme.yaml", "I: inactive", "I: active")
        try edit("config/partners/acme.yaml", "type: integer", "match: '^[0-9]*$'")
        try edit("config/partners/acme.yaml", "where: { ST: { not: X } }", "")
        let outcome = try fixture.run("test", "acme/customers")
        #expect(outcome.code == 1)
        #expect(
            outcome.output == """
                FAIL  acme/customers  first.csv  6 differences (- expected, + now)
                  line 2
                    - data.id  1
                    + data.id  "1"
                  line 4
                    - {"line":4,"filtered":true}
                    + rejected: ST  map  not one of the values that are known here
                  line 5
                    + to[0]        "billing"
                    - data.id      4
                    + data.id      "4"
                    - data.status  "inactive"
                    + data.status  "active"
                  line 6
                    - rejected: ID  type  not an integer: digits, perhaps with a sign
                    + rejected: ID  match  does not match ^[0-9]*$
                  line 7
                    - data.id  6
                    + data.id  "6"
                1 sample: 1 failed

                """)
        let few = try fixture.run("test", "--limit", "1").output
        #expect(few.contains("6 differences") && few.contains("… and 5 more"))
        let check = try fixture.run("check")
        #expect(check.code == 1)
        #expect(check.output.contains("no mistakes") && check.output.contains("line 5"))
        #expect(check.output.hasSuffix("1 sample: 1 failed\n"))
        #expect(try fixture.run("check", "--no-tests").code == 0)
        let document = try fixture.run("check", "--json").document()
        #expect(document["ok"] == false && document["tests"]?["failed"] == 1)
    }

    @Test func `an update changes only the file that differs`() throws {
        sample()
        _ = try fixture.run("test", "--update")
        let rejects =
            "# what the partner knows of\n\n"
            + (try #require(fixture.scratch.read("\(folder)/first.rejects.txt")))
            .replacingOccurrences(of: "\t", with: "   ")
        fixture.scratch.write(rejects, to: "\(folder)/first.rejects.txt")
        // Order and spaces of a record are of no meaning, either.
        try edit(
            "\(folder)/first.expected.jsonl", #"{"line":4,"filtered":true}"#,
            #"{ "filtered": true, "line": 4 }"#)
        try edit(
            "\(folder)/first.expected.jsonl", #""to":["billing","crm"]"#,
            #""to": ["crm", "billing"]"#)
        #expect(try fixture.run("test").code == 0)
        try edit("config/partners/acme.yaml", "I: inactive", "I: idle")
        let update = try fixture.run("test", "--update")
        #expect(update.output.contains("wrote partners/acme.tests/first.expected.jsonl"))
        #expect(!update.output.contains("rejects.txt"))
        #expect(fixture.scratch.read("\(folder)/first.rejects.txt") == rejects)
        #expect(try expected().contains("idle"))
    }

    @Test func `with nothing rejected any more the list of rejects goes`() throws {
        sample()
        _ = try fixture.run("test", "--update")
        sample("ID,NAME,BORN,ST\n1,Anna,1980-12-24,A\n")
        #expect(try fixture.run("test").code == 1)
        let update = try fixture.run("test", "--update")
        #expect(update.output.contains("removed partners/acme.tests/first.rejects.txt"))
        #expect(try names() == ["first.csv", "first.expected.jsonl"])
        #expect(try fixture.run("test").code == 0)
    }

    @Test func `what a file can't be read for can be expected`() throws {
        sample("ID,NAME,ST\n1,a,A\n")
        _ = try fixture.run("test", "--update")
        #expect(
            fixture.scratch.read("\(folder)/first.rejects.txt")
                == "file\t-\theader\tno column \"BORN\"; the file has \"ID\", \"NAME\", \"ST\"\n")
        #expect(try fixture.run("test").code == 0)
        sample()
        let outcome = try fixture.run("test").output
        #expect(outcome.contains("  the file\n    - rejected: -  header  no column"))
    }

    @Test func `a line of rejects that names no line of the sample is a mistake`() throws {
        sample()
        _ = try fixture.run("test", "--update")
        try edit("\(folder)/first.rejects.txt", "3\tBORN", "BORN")
        let outcome = try fixture.run("test")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("first.rejects.txt:1: begins with no line number"))
    }

    @Test func `a name that is not UTF-8 is called so`() throws {
        sample()
        let name = Array("\(fixture.scratch.path)/\(folder)/".utf8) + [0xE4] + Array(".csv\0".utf8)
        let descriptor = unsafe name.withUnsafeBytes { bytes in
            unsafe creat(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), 0o600)
        }
        #expect(descriptor >= 0)
        close(descriptor)
        let outcome = try fixture.run("test")
        #expect(outcome.output.contains("\u{FFFD}.csv: has a name that is not UTF-8; rename it"))
        let lossy = String(decoding: name.dropLast(), as: UTF8.self)
        let trial = try fixture.run("try", "acme/customers", lossy)
        #expect(trial.code == 3 && trial.errors.contains("a name that is not UTF-8 can't be given"))
    }

    @Test func `what is not in order below the directory is a mistake`() throws {
        sample()
        _ = try fixture.run("test", "--update")
        sample("x", "readme.txt")
        sample("x", "half.csv.part")
        sample(TrialFixture.rows, "first.csv.gz")
        sample("x", "gone.rejects.txt")
        sample("x", ".hidden")
        fixture.scratch.write("x", to: "\(folder)/deep/down.csv")
        fixture.scratch.write("x", to: "config/partners/acmee.tests/a.csv")
        let outcome = try fixture.run("test")
        #expect(outcome.code == 1)
        for text in [
            "acme.tests/readme.txt: no feed of acme takes a file of this name: "
                + "customers (*.csv, *.csv.gz)",
            "acme.tests/half.csv.part: would be taken for an upload that is under way",
            "acme.tests/first.csv.gz: first.csv and it would share first.expected.jsonl",
            "acme.tests/gone.rejects.txt: belongs to no sample",
            "acme.tests/deep: is not a regular file",
            "acmee.tests: there is no partner 'acmee'; known: acme",
            "1 sample: 1 passed, 6 mistakes",
        ] { #expect(outcome.output.contains(text)) }
        #expect(!outcome.output.contains("hidden"))
        let document = try fixture.run("test", "--json").document()
        #expect(document["ok"] == false && document["passed"] == 1)
        #expect(document["mistakes"]?.elements?.count == 6)
    }

    @Test func `of a zip archive the first member is a sample, as it is for try`() throws {
        try edit("config/partners/acme.yaml", "\"*.csv.gz\"", "\"*.zip\"")
        let zip = ZipBytes([
            .init("__MACOSX/x", "x"), .init("in.csv", TrialFixture.rows), .init("b"),
        ])
        fixture.scratch.write(zip.bytes, to: "\(folder)/day.zip")
        fixture.scratch.write(Array(zip.bytes.dropLast(30)), to: "\(folder)/torn.zip")
        let outcome = try fixture.run("test", "--update")
        #expect(
            outcome.output.contains(
                "day.zip   3 accepted, 2 rejected, 1 filtered\n"
                    + "  wrote partners/acme.tests/day.expected.jsonl: 4 lines\n"
                    + "  wrote partners/acme.tests/day.rejects.txt: 2 lines\n"
                    + "  read is member in.csv, the first of 2\n"))
        #expect(outcome.output.contains("torn.zip  0 accepted, 0 rejected, 0 filtered; set aside"))
        let again = try fixture.run("test")
        #expect(again.code == 0)
        #expect(again.output.contains("2 samples: 2 passed"))
    }

    @Test func `a marker or manifest beside its sample is no mistake`() throws {
        try edit(
            "config/partners/acme.yaml", "format:",
            "ready: { manifest: \"{name}.sha256\" }\n    format:")
        sample()
        sample("x", "first.csv.sha256")
        #expect(try fixture.run("test", "--update").code == 0)
        sample("x", "other.csv.sha256")
        let outcome = try fixture.run("test")
        #expect(outcome.code == 1)
        #expect(
            outcome.output.contains("other.csv.sha256: would be taken for the marker of other.csv"))
        #expect(outcome.output.contains("1 sample: 1 passed, 1 mistake"))
    }

    @Test func `an expectation that is not JSON is named with its line, and mended by an update`()
        throws
    {
        sample()
        _ = try fixture.run("test", "--update")
        try edit("\(folder)/first.expected.jsonl", #"{"line":4,"filtered":true}"#, "{oops")
        let outcome = try fixture.run("test")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("partners/acme.tests/first.expected.jsonl:2: not JSON"))
        #expect(try fixture.run("test", "--update").code == 0)
        #expect(try fixture.run("test").code == 0)
    }

    @Test func `samples are no part of the configuration`() throws {
        let before = try fixture.run("check", "--json").document()["revision"]
        sample()
        fixture.scratch.write("no: yaml", to: "\(folder)/x.yaml")
        _ = try fixture.run("test", "--update")
        let after = try fixture.run("check", "--json", "--no-tests").document()["revision"]
        #expect(before == after)
    }

    @Test func `an update writes through no link`() throws {
        sample()
        let outside = fixture.scratch.write("precious", to: "outside/first.expected.jsonl")
        try FileManager.default.createSymbolicLink(
            atPath: fixture.scratch.path + "/\(folder)/first.expected.jsonl",
            withDestinationPath: outside)
        #expect(try fixture.run("test", "--update").code == 3)
        #expect(fixture.scratch.read("outside/first.expected.jsonl") == "precious")
        try FileManager.default.moveItem(
            atPath: fixture.scratch.path + "/" + folder,
            toPath: fixture.scratch.path + "/outside/acme.tests")
        try FileManager.default.createSymbolicLink(
            atPath: fixture.scratch.path + "/" + folder,
            withDestinationPath: fixture.scratch.path + "/outside/acme.tests")
        let linked = try fixture.run("test", "--update")
        #expect(linked.output.contains("acme.tests: is not a directory"))
    }

    @Test func `no secret is read: what is hashed under one comes out the same everywhere`() throws
    {
        fixture.write(
            record: TrialFixture.record.replacingOccurrences(
                of: "name: NAME", with: "name: { from: NAME, hash: { with: pepper } }"))
        sample()
        #expect(try fixture.run("test", "--update").code == 0)
        // printf Anna | openssl dgst -sha256 -hmac 'stand-in for pepper'
        #expect(
            try expected().contains(
                #""name":"205b46953e883e238cd3d28777a59279fc2c5b41c72f8d05238b17ef74d7f24d""#))
    }

    @Test func `the partners' directory may be a link`() throws {
        sample()
        let partners = fixture.scratch.path + "/config/partners"
        try FileManager.default.moveItem(atPath: partners, toPath: fixture.scratch.path + "/real")
        try FileManager.default.createSymbolicLink(
            atPath: partners, withDestinationPath: fixture.scratch.path + "/real")
        #expect(try fixture.run("test", "--update").code == 0)
        #expect(try fixture.run("check").output.contains("1 sample: 1 passed"))
    }

    @Test func `only the chosen partner's or feed's samples are read`() throws {
        sample()
        #expect(try fixture.run("test", "acme", "--update").code == 0)
        #expect(try fixture.run("test", "acme/customers").output.contains("1 sample: 1 passed"))
        #expect(try fixture.run("test", "acme/none").code == 2)
        #expect(try fixture.run("test", "none").code == 2)
    }

    @Test func `the samples of the example configuration give what is expected`() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let outcome = try BuiltProgram("hopperctl").run(
            ["--config", root.path + "/config/example", "test", "--json"])
        #expect(outcome.code == 0)
        let document = try outcome.document()
        #expect((document["passed"]?.int ?? 0) >= 3)
        #expect(document["new"] == 0 && document["mistakes"]?.elements == [])
    }

    @Test func `the recipes have no mistakes, and their samples give what is expected`() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let recipes = root.path + "/config/examples"
        let names = try FileManager.default.contentsOfDirectory(atPath: recipes + "/partners")
        let partners = names.filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(5) }
        #expect(partners.count >= 10)
        for partner in partners {
            let samples = try FileManager.default.contentsOfDirectory(
                atPath: recipes + "/partners/\(partner).tests")
            #expect(samples.contains { $0.hasSuffix(".expected.jsonl") }, "\(partner)")
        }
        #expect(try BuiltProgram("hopperctl").run(["--config", recipes, "check"]).code == 0)
        let outcome = try BuiltProgram("hopperctl").run(["--config", recipes, "test", "--json"])
        #expect(outcome.code == 0)
        let document = try outcome.document()
        #expect((document["passed"]?.int ?? 0) >= partners.count)
        #expect(document["new"] == 0 && document["mistakes"]?.elements == [])
    }
}
