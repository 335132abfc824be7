import JSON
import TestSupport
import Testing

/// The built `hopperctl` and `hopperd`, from the outside: exit codes, and what goes where.
@Suite struct CommandTests {
    private let scratch = ScratchDirectory("hopper-command")
    private let control = BuiltProgram("hopperctl")

    init() {
        scratch.write(
            """
            state: \(scratch.path)/state
            drops: \(scratch.path)/drops
            runtime: \(scratch.path)/run
            """, to: "config/hopper.yaml")
        scratch.write(
            """
            partner: acme
            feeds:
              customers:
                match: ["*.csv"]
                format: { type: csv }
                record:
                  entity: customer
                  key: [id]
                  fields:
                    id: { from: ID, type: integer }
                    name: NAME
                deliver: [crm]
            """, to: "config/partners/acme.yaml")
        scratch.write(
            "destination: crm\ntype: http\nurl: http://127.0.0.1:1/x\ncontract: v1\n",
            to: "config/destinations/crm.yaml")
    }

    private func run(_ arguments: String...) throws -> BuiltProgram.Outcome {
        try control.run(["--config", scratch.path + "/config"] + arguments)
    }

    @Test func `a good configuration checks with 0 and names its revision`() throws {
        let text = try run("check")
        #expect(text.code == 0)
        #expect(text.output.contains("1 partner, 1 feed, 1 destination; revision "))
        let document = try JSONValue.parse(Array(try run("check", "--json").output.utf8))
        #expect(document["ok"] == true)
        #expect(document["mistakes"]?.elements == [])
    }

    @Test func `mistakes are 1, all at once, with their places`() throws {
        scratch.write("destination: crm\ntype: http\nurll: x\n", to: "config/destinations/crm.yaml")
        scratch.write("state: here\nworkers: many\n", to: "config/hopper.yaml")
        let text = try run("check")
        #expect(text.code == 1)
        #expect(text.errors.contains("destinations/crm.yaml:3:1: unknown key 'urll'"))
        #expect(text.errors.contains("hopper.yaml:2:10: "))
        let document = try JSONValue.parse(Array(try run("check", "--json").output.utf8))
        #expect(document["ok"] == false)
        #expect((document["mistakes"]?.elements?.count ?? 0) >= 2)
    }

    @Test func `a directory that is not there is 3`() throws {
        #expect(try control.run(["--config", scratch.path + "/none", "check"]).code == 3)
    }

    @Test func `a file beside the folders is a mistake, not passed over`() throws {
        scratch.write("partner: beta\n", to: "config/beta.yaml")
        scratch.write("not read", to: "config/notes.txt")
        let text = try run("check")
        #expect(text.code == 1)
        #expect(text.errors.hasPrefix("beta.yaml: is not read; a partner's file belongs into"))
        #expect(text.errors.hasSuffix("1 mistake in 1 file\n"))
    }

    @Test(arguments: [
        (["fil"], "there is no command 'fil'; did you mean 'file'?", "hopperctl --help"),
        (["files", "--stat", "x"], "option --stat; did you mean '--state'?", "files --help"),
        (["try", "acme/custmers", "x"], "did you mean 'acme/customers'?", "try --help"),
        (["test", "nobody"], "there is no partner nobody; known: acme", "test --help"),
    ])
    func `a wrong word is answered with the nearest, and where to read on`(
        _ words: [String], _ message: String, _ help: String
    ) throws {
        let outcome = try control.run(["--config", scratch.path + "/config"] + words)
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains(message))
        #expect(outcome.errors.contains("Try 'hopperctl"))
        #expect(outcome.errors.hasSuffix(help + "'.\n"))
    }

    @Test func `infer prints a feed that the sample goes through`() throws {
        let file = scratch.write(
            "Nr;Name;Betrag\n1;a;1,50\n2;b;2,50\n3;c;x\n", to: "in/orders-20261123.csv")
        let text = try control.run(["infer", file, "--partner", "beta"])
        #expect(text.code == 0)
        #expect(text.output.contains("partner: beta\n"))
        #expect(text.output.contains("delimiter: \";\""))
        #expect(text.errors.contains("of 3 sampled rows none would be rejected"))
        scratch.write(
            text.output.replacing("name-of-your-destination", with: "crm"),
            to: "config/partners/beta.yaml")
        #expect(try run("check").code == 0)
        let document = try JSONValue.parse(
            Array(try control.run(["infer", file, "--json"]).output.utf8))
        #expect(document["format"]?["delimiter"]?.text == ";")
        #expect(document["columns"]?.elements?.count == 3)
        let empty = scratch.write("", to: "in/empty.csv")
        #expect(try control.run(["infer", empty]).code == 1)
        #expect(try control.run(["infer"]).code == 2)
        #expect(try control.run(["infer", file, "--rows", "0"]).code == 2)
        #expect(try control.run(["infer", file + "x"]).code == 3)
    }

    @Test func `try puts records on stdout and rejects on stderr`() throws {
        let file = scratch.write("ID,NAME\n1,a\nx,b\n3,\"c\nd\"\n", to: "in.csv")
        let tried = try run("try", "acme/customers", file)
        #expect(tried.code == 1)
        let records = try tried.output.split(separator: "\n").map {
            try JSONValue.parse(Array($0.utf8))
        }
        #expect(records.map { $0["data"]?["id"] } == [.number("1"), .number("3")])
        #expect(records.last?["data"]?["name"]?.text == "c\nd")
        #expect(tried.errors.contains("1  type  ID         3    12  not an integer"))
        #expect(tried.errors.contains("3 read = 2 accepted + 1 rejected + 0 filtered"))
        let document = try JSONValue.parse(
            Array(try run("try", "acme/customers", file, "--json").output.utf8))
        #expect(document["rejects"]?.elements?.count == 1)
        #expect(document["accepted"]?.int == 2)
    }

    @Test(arguments: [
        ["nonsense"], ["files", "--state", "odd"], ["file"], ["file", "not-an-id"], ["dead"],
        ["dead", "retry"], ["replay"], ["replay", "x"],
        ["try", "acme/customers"], ["try", "acme/none", "/dev/null"],
        ["status", "--limit", "3"], ["files", "--limit", "0"],
    ])
    func `wrong words are 2, said on stderr alone`(words: [String]) throws {
        let outcome = try control.run(["--config", scratch.path + "/config"] + words)
        #expect(outcome.code == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("hopperctl: "))
    }

    @Test(arguments: ["status", "files", "audit", "reload"])
    func `without an outbox and a daemon it is 3`(command: String) throws {
        let outcome = try run(command)
        #expect(outcome.code == 3)
        #expect(outcome.errors.contains(scratch.path))
    }

    @Test(arguments: [
        "check", "try", "test", "status", "files", "file", "dead", "replay", "audit", "reload",
        "receive",
    ])
    func `every command explains itself`(command: String) throws {
        let help = try run(command, "--help")
        #expect(help.code == 0)
        #expect(help.output.hasPrefix("Usage: hopperctl \(command)"))
        #expect(help.output.contains("Exit codes"))
        #expect(try run("--help").output.contains("\n  \(command) "))
    }

    @Test func `the daemon refuses a bad configuration with 1, and wrong words with 2`() throws {
        let daemon = BuiltProgram("hopperd")
        scratch.write("workers: many\n", to: "config/hopper.yaml")
        let refused = try daemon.run(["--config", scratch.path + "/config"])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("hopper.yaml:1:10: "))
        #expect(try daemon.run(["--nonsense"]).code == 2)
        #expect(try daemon.run(["--config", scratch.path + "/none"]).code == 3)
    }

    @Test func `the daemon names what it can't write`() throws {
        scratch.write("state: /proc/none\nruntime: /proc/nothing\n", to: "config/hopper.yaml")
        let refused = try BuiltProgram("hopperd").run(["--config", scratch.path + "/config"])
        #expect(refused.code == 3)
        #expect(refused.errors.contains("/proc/none"))
    }
}
