import Foundation
import JSON
import TestSupport
import Testing

/// One daemon, one feed and one file in a scratch directory: what a crash test kills and restarts.
final class Rehearsal {
    let scratch = ScratchDirectory("hopper-crash")
    let rows: Int
    let receiver: RecordingReceiver

    /// The rows that must be rejected, filtered and refused, by record number from 1.
    static func isBad(_ number: Int) -> Bool { number % 97 == 0 }
    static func isFiltered(_ number: Int) -> Bool { number % 50 == 0 && !isBad(number) }
    static func isTerminal(_ number: Int) -> Bool { number % 211 == 0 }
    static func isPassing(_ number: Int) -> Bool { number % 13 == 0 }

    var expectedAccepted: [Int] {
        (1...rows).filter { !Self.isBad($0) && !Self.isFiltered($0) }
    }

    private let delimiter: String

    /// - Parameters:
    ///   - delimiter: of the file as it is dropped.
    ///   - pipe: what makes the delimiter a semicolon.
    ///   - settle: how long a file must not have changed to be taken in.
    init(
        rows: Int, release: String = "streaming", delimiter: String = ";", pipe: String? = nil,
        settle: String = "100ms"
    ) throws {
        self.rows = rows
        self.delimiter = delimiter
        let pipe = pipe.map { ", pipe: \($0)" } ?? ""
        receiver = try RecordingReceiver(
            isTerminal: Self.isTerminal, isPassing: Self.isPassing)
        let root = scratch.path
        scratch.write(
            """
            state: \(root)/state
            drops: \(root)/drops
            runtime: \(root)/run
            limits: { free_disk: 1MiB }
            """, to: "config/hopper.yaml")
        scratch.write(
            """
            partner: acme
            feeds:
              customers:
                match: ["customers-*.csv", "customers-*.zip"]
                ready: { settle: \(settle) }
                format: { type: csv, delimiter: ";"\(pipe) }
                record:
                  entity: customer
                  key: [id]
                  fields:
                    id: { from: ID, type: integer, required: true }
                    name: { from: NAME, apply: [trim] }
                    amount: { from: AMOUNT, type: decimal, decimal: "," }
                  where: { KIND: { not: X } }
                batch: { records: 100 }
                release: \(release)
                deliver: [crm]
            """, to: "config/partners/acme.yaml")
        scratch.write(
            """
            destination: crm
            type: http
            url: http://127.0.0.1:\(receiver.port)/{contract}/customers
            contract: v2
            timeout: 10s
            retry: { first: 10ms, factor: 1.5, max: 200ms }
            breaker: { failures: 50, probe: 100ms }
            """, to: "config/destinations/crm.yaml")
        try FileManager.default.createDirectory(
            atPath: root + "/drops/acme/inbox", withIntermediateDirectories: true)
    }

    /// The file that the partner drops, and how many files Hopper makes of it.
    private(set) var name = "customers-1.csv"
    private var files = 1

    /// Drops the file as a partner should: written beside, then renamed into the inbox.
    /// - Parameter archived: as the only member of a zip archive.
    func drop(archived: Bool = false) throws {
        var text = "ID;NAME;AMOUNT;KIND\n"
        for number in 1...rows {
            let amount = Self.isBad(number) ? "much" : "\(number),50"
            let kind = Self.isFiltered(number) ? "X" : "A"
            text += "\(number);\"name \(number)\nof two lines\";\(amount);\(kind)\n"
        }
        text.replace(";", with: delimiter)
        var bytes = Array(text.utf8)
        if archived {
            bytes = ZipBytes([ZipBytes.Member(name, text)]).bytes
            name = "customers-1.zip"
            files = 2
        }
        let part = scratch.write(bytes, to: "drops/acme/inbox/\(name).part")
        try FileManager.default.moveItem(
            atPath: part, toPath: scratch.path + "/drops/acme/inbox/\(name)")
    }

    /// Starts the built daemon; `crashAt` is a named point and a passage, `claim.copied:1`.
    func startDaemon(
        crashAt: String? = nil, environment more: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = BuiltProgram("hopperd").url
        process.arguments = ["--config", scratch.path + "/config"]
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = "enable=no"
        environment["HOPPER_CRASH_AT"] = crashAt
        process.environment = environment.merging(more) { $1 }
        let log = scratch.path + "/hopperd.log"
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let handle = try #require(FileHandle(forWritingAtPath: log))
        handle.seekToEndOfFile()
        process.standardError = handle
        process.standardOutput = handle
        try process.run()
        return process
    }

    /// Runs `hopperctl` to its end.
    func control(_ arguments: String...) throws -> BuiltProgram.Outcome {
        try BuiltProgram("hopperctl").run(["--config", scratch.path + "/config"] + arguments)
    }

    /// Whether the file is archived and nothing is pending any more.
    func isComplete() throws -> Bool {
        let answer = try control("files", "--json")
        guard answer.code == 0,
            let found = try? JSONValue.parse(Array(answer.output.utf8)).elements,
            found.count == files
        else { return false }
        return found.allSatisfy { $0["state"]?.text == "archived" && $0["pending"]?.int == 0 }
    }

    /// Whether the partner's receipt says that everything has been sent. Costs less than asking
    /// `hopperctl`, and needs no outbox.
    var isAnswered: Bool {
        guard let text = scratch.read("drops/acme/receipts/\(name).receipt.json"),
            let receipt = try? JSONValue.parse(Array(text.utf8))
        else { return false }
        return receipt["state"]?.text == "archived" && receipt["delivery_ended"] == true
    }

    /// Waits, within a bound, until `condition` holds.
    func wait(
        _ seconds: Double = 60, until condition: () throws -> Bool
    ) throws -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return false
    }

    var log: String { scratch.read("hopperd.log") ?? "" }
}
