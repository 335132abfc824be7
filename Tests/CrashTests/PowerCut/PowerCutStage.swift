import Foundation
import JSON
import TestSupport
import Testing

/// A daemon whose state and drop directories lie on devices that lose their power, a partner that
/// drops files meanwhile, and a receiver that stands elsewhere.
final class PowerCutStage {
    let scratch = ScratchDirectory("hopper-cut")
    let receiver: RecordingReceiver
    let devices: [CutDevice]
    let files: [PartnerFile]
    let state: String
    let inbox: String
    let receipts: String
    /// What is dropped, by name: the same bytes each time.
    let contents: [String: Data]
    /// Names of the files whose upload was durable before the power went: those must not be lost.
    var uploaded: Set<String> = []

    private var daemon: Process?
    /// How often the log said that a daemon runs before the last one was started.
    private var starts = 0

    /// - Parameter apart: whether the drop directories are on a device of their own.
    init(_ kind: CutDevice.Kind, apart: Bool, files: [PartnerFile]) throws {
        self.files = files
        receiver = try RecordingReceiver(
            isTerminal: Rehearsal.isTerminal, isPassing: Rehearsal.isPassing)
        devices = try (apart ? ["state", "drops"] : ["device"]).map { [scratch] in
            try CutDevice(kind, named: $0, below: scratch.path)
        }
        state = devices[0].mountPoint + "/hopper"
        let drops = devices[devices.count - 1].mountPoint + "/srv"
        inbox = drops + "/acme/inbox"
        receipts = drops + "/acme/receipts"
        contents = try Dictionary(
            uniqueKeysWithValues: files.map { [scratch] in
                ($0.name, try $0.content(scratch: scratch))
            })
        try FileManager.default.createDirectory(
            atPath: inbox, withIntermediateDirectories: true)
        for device in devices { device.synchronize() }
    }

    /// To be called before the value goes: devices can't be unmounted under a daemon.
    func end() {
        if let daemon, daemon.isRunning {
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }
        for device in devices { try? device.unmount() }
    }

    var log: String { scratch.read("hopperd.log") ?? "" }

    private var timesRun: Int { log.components(separatedBy: " runs: ").count }

    func start(_ environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = BuiltProgram("hopperd").url
        process.arguments = ["--config", scratch.path + "/config"]
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }.merging(environment) { $1 }
        let log = scratch.path + "/hopperd.log"
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let handle = try #require(FileHandle(forWritingAtPath: log))
        handle.seekToEndOfFile()
        process.standardError = handle
        process.standardOutput = handle
        starts = timesRun
        try process.run()
        daemon = process
        return process
    }

    /// Whether the daemon that was started last runs, so that `hopperctl` leaves the outbox to it.
    var isUp: Bool { timesRun > starts }

    func control(_ arguments: String...) throws -> BuiltProgram.Outcome {
        try BuiltProgram("hopperctl").run(["--config", scratch.path + "/config"] + arguments)
    }

    func wait(
        _ seconds: Double, every pause: Double = 0.002, until condition: () throws -> Bool
    ) throws -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: pause)
        }
        return false
    }

    /// The ledger's sum of what was settled at the receiver; it never becomes less.
    func settled() throws -> Int {
        let answer = try control("status", "--json")
        guard answer.code == 0,
            let ledger = try JSONValue.parse(Array(answer.output.utf8))["ledger"]?.elements
        else { return 0 }
        return ledger.reduce(0) { $0 + ($1["delivered"]?.int ?? 0) + ($1["dead"]?.int ?? 0) }
    }

    /// Every file that the ledger knows; nil when it can't be asked.
    func ledgerFiles() throws -> [JSONValue]? {
        let answer = try control("files", "--json", "--limit", "1000")
        guard answer.code == 0 else { return nil }
        return try JSONValue.parse(Array(answer.output.utf8)).elements
    }

    /// Whether the ledger's file is one that was dropped, and whole: what a partner did not
    /// synchronize may have come back as less.
    func isWhole(_ entry: JSONValue, _ file: PartnerFile) -> Bool {
        // A member is there only if its archive was whole.
        guard entry["name"]?.text == file.name else { return true }
        return entry["size"]?.int == contents[file.name]?.count
    }
}
