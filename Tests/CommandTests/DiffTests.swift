import Foundation
import JSON
import TestSupport
import Testing

/// `hopperctl try … --diff`: what a change of the configuration does to a file.
@Suite struct DiffTests {
    private let fixture = TrialFixture()
    private let path: String

    init() { path = fixture.scratch.write(TrialFixture.rows, to: "in.csv") }

    private func change(_ pairs: KeyValuePairs<String, String>) {
        var record = TrialFixture.record
        for (old, new) in pairs { record = record.replacingOccurrences(of: old, with: new) }
        fixture.write(record: record)
    }

    private func revision() throws -> String {
        try #require(try fixture.run("check", "--json").document()["revision"]?.text)
    }

    @Test func `nothing has changed: 0`() throws {
        try fixture.runDaemonOnce()
        let outcome = try fixture.run("try", "acme/customers", path, "--diff")
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("6 unchanged\nEvery record comes out the same."))
        // Another order of the same members is no difference.
        change([
            "  name: NAME\n": "",
            "  born.on: { from: BORN, type: date }":
                "  born.on: { from: BORN, type: date }\n  name: NAME",
        ])
        #expect(try fixture.run("try", "acme/customers", path, "--diff").code == 0)
    }

    @Test func `each record that comes out differently is shown, member by member`() throws {
        try fixture.runDaemonOnce()
        let old = try revision()
        change([
            "I: inactive": "I: active", "type: integer": "match: '^.*$'",
            "where: { ST: { not: X } }": "where: { NAME: { not: Frieda } }",
        ])
        let outcome = try fixture.run("try", "acme/customers", path, "--diff")
        #expect(outcome.code == 1)
        let text = outcome.output
        #expect(text.contains("- revision \(old), in force last; hopperd is not running\n"))
        #expect(
            text.contains(
                """
                line 2: changed
                  - data.id  1
                  + data.id  "1"

                line 4: newly rejected
                  - filtered
                  + rejected: ST: not one of the values that are known here (map): "X"

                line 5: changed
                  + to[0]        "billing"
                  - data.id      4
                  + data.id      "4"
                  - data.status  "inactive"
                  + data.status  "active"

                line 6: newly accepted
                  - rejected: ID: not an integer: digits, perhaps with a sign (type): "five"
                  + accepted for crm, billing: {"id":"five","name":"Emil",\
                "born":{"on":"1984-01-01"},"status":"active"}

                line 7: newly filtered
                  - accepted for crm, billing: {"id":6,"name":"Frieda",\
                "born":{"on":"1985-01-01"},"status":"active"}
                  + filtered

                """))
        #expect(
            text.contains(
                "2 changed, 1 newly rejected, 1 newly accepted, 1 newly filtered, 1 unchanged\n"
                    + "5 records come out differently.\n"))
        #expect(!text.contains("line 3"))
    }

    @Test func `the document says the same, and the limit leaves nothing uncounted`() throws {
        try fixture.runDaemonOnce()
        change(["I: inactive": "I: active", "type: integer": "match: '^.*$'"])
        let outcome = try fixture.run(
            "try", "acme/customers", path, "--diff", "--limit", "1", "--json")
        #expect(outcome.code == 1)
        let document = try outcome.document()
        #expect(document["same"] == false)
        #expect(document["differing"] == 4 && document["unchanged"] == 2)
        #expect(document["left_out"] == 3)
        #expect(document["counts"]?["changed"] == 3)
        #expect(document["counts"]?["newly_accepted"] == 1)
        let first = try #require(document["differences"]?.elements?.first)
        #expect(document["differences"]?.elements?.count == 1)
        #expect(first["line"] == 2 && first["kind"] == "changed")
        #expect(
            first["changes"]?.elements == [["path": "data.id", "old": 1, "new": "1"]])
        let text = try fixture.run("try", "acme/customers", path, "--diff", "--limit", "1").output
        #expect(text.contains("… and 3 more that differ; --limit N shows more"))
    }

    @Test func `it compares with what the daemon runs, not with what was accepted last`() throws {
        let first = try revision()
        try fixture.runDaemonOnce()
        change(["I: inactive": "I: idle"])
        let second = try revision()
        let daemon = try fixture.startDaemon()
        defer { daemon.terminate() }
        change(["I: inactive": "I: asleep"])
        let running = try fixture.run("try", "acme/customers", path, "--diff").output
        #expect(running.contains("- revision \(second), running\n"))
        #expect(running.contains("  - data.status  \"idle\"\n  + data.status  \"asleep\"\n"))
        // By the beginning of its name, wherever the option stands.
        for words in [
            ["try", "acme/customers", path, "--diff", String(first.prefix(6))],
            ["try", "--diff", String(first.prefix(6)), "acme/customers", path],
            ["try", "acme/customers", "--diff=\(first)", path],
        ] {
            let named = try BuiltProgram("hopperctl").run(
                ["--config", fixture.scratch.path + "/config"] + words)
            #expect(named.output.contains("- revision \(first), as asked for\n"))
            #expect(named.output.contains("  - data.status  \"inactive\"\n"))
        }
    }

    @Test func `an old configuration that came back is the one in force last`() throws {
        let first = try revision()
        try fixture.runDaemonOnce()
        change(["I: inactive": "I: idle"])
        try fixture.runDaemonOnce()
        change([:])
        try fixture.runDaemonOnce()
        let outcome = try fixture.run("try", "acme/customers", path, "--diff")
        #expect(outcome.output.contains("- revision \(first), in force last"))
        #expect(outcome.code == 0)
    }

    @Test func `names that mean no revision, or several, are 2 and list what there is`() throws {
        let first = try revision()
        try fixture.runDaemonOnce()
        let none = try fixture.run("try", "acme/customers", path, "--diff", "zz")
        #expect(none.code == 2)
        #expect(none.errors.contains("no revision that begins with 'zz'; it has \(first) of "))
        // Seventeen revisions: two of them begin with the same digit.
        for number in 0..<16 {
            change(["I: inactive": "I: state\(number)"])
            try fixture.runDaemonOnce()
        }
        let several = try (0..<16).contains { digit in
            let outcome = try fixture.run(
                "try", "acme/customers", path, "--diff", String(digit, radix: 16))
            return outcome.code == 2 && outcome.errors.contains("more than one revision begins")
        }
        #expect(several)
    }

    @Test func `without an outbox, or a feed in it, there is nothing to compare with: 3`() throws {
        #expect(try fixture.run("try", "acme/customers", path, "--diff").code == 3)
        try fixture.runDaemonOnce()
        let partner = try #require(fixture.scratch.read("config/partners/acme.yaml"))
        fixture.scratch.write(
            partner.replacingOccurrences(of: "  customers:", with: "  clients:"),
            to: "config/partners/acme.yaml")
        let outcome = try fixture.run("try", "acme/clients", path, "--diff")
        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("has no feed acme/clients"))
    }

    @Test func `a file that can't be read any more differs, and is not called gone`() throws {
        try fixture.runDaemonOnce()
        change(["from: BORN": "from: BIRTH"])
        let outcome = try fixture.run("try", "acme/customers", path, "--diff")
        #expect(outcome.code == 1)
        #expect(
            outcome.output.contains(
                "+ the file would be quarantined: header: no column \"BIRTH\""))
        #expect(outcome.output.contains("0 unchanged, 6 not compared"))
    }

    @Test func `records that another format finds, or does not, are new or gone`() throws {
        try fixture.runDaemonOnce()
        let partner = try #require(fixture.scratch.read("config/partners/acme.yaml"))
        fixture.scratch.write(
            partner.replacingOccurrences(of: "type: csv", with: "type: csv, footer_lines: 2"),
            to: "config/partners/acme.yaml")
        let outcome = try fixture.run("try", "acme/customers", path, "--diff")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("line 6: gone\n  - rejected: ID"))
        #expect(outcome.output.contains("line 7: gone\n  - accepted for crm, billing: {\"id\":6"))
        #expect(outcome.output.contains("2 gone, 4 unchanged"))
    }

    @Test func `another contract is a difference of the file`() throws {
        try fixture.runDaemonOnce()
        fixture.scratch.write(
            "destination: crm\ntype: http\nurl: http://127.0.0.1:1/x\ncontract: v2\n",
            to: "config/destinations/crm.yaml")
        let outcome = try fixture.run("try", "acme/customers", path, "--diff")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("destination crm: contract v1 → v2\n"))
    }

    @Test func `a person sees it in colour`() throws {
        try fixture.runDaemonOnce()
        change(["I: inactive": "I: active"])
        let outcome = try fixture.runOnTerminal(["try", "acme/customers", path, "--diff"])
        #expect(outcome.output.contains("\u{1B}[31m- data.status  \"inactive\"\u{1B}[0m"))
        #expect(outcome.output.contains("\u{1B}[32m+ data.status  \"active\"\u{1B}[0m"))
    }

    @Test func `files of any length are compared in step`() throws {
        try fixture.runDaemonOnce()
        // Different batch sizes: the chunks of the two readings don't end at the same records.
        fixture.write(
            record: TrialFixture.record.replacingOccurrences(of: "I: inactive", with: "I: idle"),
            more: "    batch: { records: 7 }")
        // Accepted, rejected and filtered records in turns, and long runs of each.
        func isFiltered(_ number: Int) -> Bool {
            number % 7 == 0 || (5_000..<12_000).contains(number)
        }
        func isRejected(_ number: Int) -> Bool {
            !isFiltered(number) && (number % 11 == 0 || (15_000..<18_000).contains(number))
        }
        let idle = (1...30_000).filter { $0 % 1_000 == 1 && !isFiltered($0) && !isRejected($0) }
        let rows = (1...30_000).map { number in
            let status = isFiltered(number) ? "X" : number % 1_000 == 1 ? "I" : "A"
            return "\(isRejected(number) ? "x" : "")\(number),n,1980-01-01,\(status)"
        }
        let path = fixture.scratch.write(
            "ID,NAME,BORN,ST\n" + rows.joined(separator: "\n") + "\n", to: "long.csv")
        let outcome = try fixture.run(
            "try", "acme/customers", path, "--diff", "--json", "--limit", "1000")
        let document = try outcome.document()
        #expect(document["counts"]?["changed"]?.int == idle.count)
        #expect(document["unchanged"]?.int == 30_000 - idle.count)
        #expect(document["differing"]?.int == idle.count)
        #expect(
            document["differences"]?.elements?.map { $0["line"]?.int } == idle.map { $0 + 1 })
        let filtered = (1...30_000).count(where: isFiltered)
        #expect(document["before"]?["filtered"]?.int == filtered)
        #expect(
            document["after"]?["rejected"]?.int == (1...30_000).count(where: isRejected))
    }
}
