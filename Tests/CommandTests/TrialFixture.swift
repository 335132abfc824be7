import Foundation
import JSON
import TestSupport
import Testing

/// A configuration with one feed in a scratch directory, and `hopperctl` to look at it with.
struct TrialFixture {
    let scratch = ScratchDirectory("hopper-trial")
    private let control = BuiltProgram("hopperctl")

    /// The feed's `record`, as most tests have it.
    static let record = """
        entity: customer
        key: [id]
        fields:
          id: { from: ID, type: integer }
          name: NAME
          born.on: { from: BORN, type: date }
          status: { from: ST, map: { A: active, I: inactive } }
        where: { ST: { not: X } }
        """

    static let rows = """
        ID,NAME,BORN,ST
        1,Anna,1980-12-24,A
        2,Berta,1981-02-30,A
        3,Cäsar,1982-01-01,X
        4,Dora,1983-01-01,I
        five,Emil,1984-01-01,A
        6,Frieda,1985-01-01,A

        """

    init() {
        scratch.write(
            """
            state: \(scratch.path)/state
            drops: \(scratch.path)/drops
            runtime: \(scratch.path)/run
            limits: { free_disk: 1MiB }
            """, to: "config/hopper.yaml")
        write(record: Self.record)
        for name in ["crm", "billing"] {
            scratch.write(
                "destination: \(name)\ntype: http\nurl: http://127.0.0.1:1/x\ncontract: v1\n",
                to: "config/destinations/\(name).yaml")
        }
    }

    func write(record: String, more: String = "") {
        let indented = record.split(separator: "\n").map { "      " + $0 }
        scratch.write(
            """
            partner: acme
            feeds:
              customers:
                match: ["*.csv", "*.csv.gz"]
                format: { type: csv }
                record:
            \(indented.joined(separator: "\n"))
                deliver: [crm, { to: billing, when: { status: active } }]
            \(more)
            """, to: "config/partners/acme.yaml")
    }

    func run(_ arguments: String...) throws -> BuiltProgram.Outcome {
        try control.run(["--config", scratch.path + "/config"] + arguments)
    }

    func runOnTerminal(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> BuiltProgram.Outcome {
        try control.runOnTerminal(
            ["--config", scratch.path + "/config"] + arguments, environment: environment)
    }

    /// Starts `hopperd` and waits until it answers.
    func startDaemon() throws -> Process {
        let process = Process()
        process.executableURL = BuiltProgram("hopperd").url
        process.arguments = ["--config", scratch.path + "/config"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let end = Date(timeIntervalSinceNow: 30)
        while try !run("status").output.contains("hopperd runs") {
            guard Date() < end, process.isRunning else {
                process.terminate()
                throw CocoaError(.fileReadUnknown)
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return process
    }

    /// A daemon ran here with the configuration as it is now, and is down again.
    func runDaemonOnce() throws {
        let daemon = try startDaemon()
        daemon.terminate()
        daemon.waitUntilExit()
    }
}

extension BuiltProgram.Outcome {
    /// The output as one JSON document.
    func document() throws -> JSONValue { try JSONValue.parse(Array(output.utf8)) }

    /// The output as JSON Lines.
    func lines() throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
    }
}
