import Foundation
import JSON
import TestSupport
import Testing

/// `hopperctl` as it is called by people and programs.
@Suite struct ControlTests {
    @Test func `JSON may be asked for before the command or behind it`() throws {
        let rehearsal = try Rehearsal(rows: 1)
        let before = try rehearsal.control("--json", "check")
        let behind = try rehearsal.control("check", "--json")
        #expect(before == behind && before.code == 0)
        #expect(try JSONValue.parse(Array(before.output.utf8))["ok"] == true)
    }

    @Test func `a mistake's hint is in the document too`() throws {
        let rehearsal = try Rehearsal(rows: 1)
        let partner = try #require(rehearsal.scratch.read("config/partners/acme.yaml"))
        rehearsal.scratch.write(
            partner.replacingOccurrences(of: "[crm]", with: "[crn]"),
            to: "config/partners/acme.yaml")
        let outcome = try rehearsal.control("check", "--json")
        #expect(outcome.code == 1)
        let mistakes = try JSONValue.parse(Array(outcome.output.utf8))["mistakes"]
        #expect(mistakes?.elements?.first?["hint"]?.text == "did you mean 'crm'?")
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["pipe", "config", "none"])
    func `a dry run refuses what is not a regular file, and waits for no pipe`(
        name: String
    ) throws {
        let rehearsal = try Rehearsal(rows: 1)
        let path = rehearsal.scratch.path + "/" + name
        if name == "pipe" { _ = unsafe mkfifo(path, 0o600) }
        #expect(try rehearsal.control("try", "acme/customers", path).code == 3)
    }
}
