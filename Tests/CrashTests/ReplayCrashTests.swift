import Foundation
import Intake
import JSON
import TestSupport
import Testing

/// The built programs: replays through the daemon, without it, and with it killed on the way.
@Suite(.serialized) struct ReplayCrashTests {
    /// A rehearsal whose file was read, with a daemon that runs under a mended configuration.
    private func mended(rows: Int = 1000, crashAt: String? = nil) throws -> (
        rehearsal: Rehearsal, daemon: Process, file: String
    ) {
        let rehearsal = try Rehearsal(rows: rows)
        try rehearsal.drop()
        let first = try rehearsal.startDaemon()
        #expect(try rehearsal.wait { try rehearsal.isComplete() }, "\(rehearsal.log)")
        rehearsal.stop(first)
        let partner = try #require(rehearsal.scratch.read("config/partners/acme.yaml"))
        rehearsal.scratch.write(
            partner.replacingOccurrences(
                of: #"{ from: AMOUNT, type: decimal, decimal: "," }"#, with: "AMOUNT"),
            to: "config/partners/acme.yaml")
        let daemon = try rehearsal.startDaemon(crashAt: crashAt)
        try awaitStart(rehearsal, 2)
        return (rehearsal, daemon, try #require(try files(rehearsal).first?["id"]?.text))
    }

    private func files(_ rehearsal: Rehearsal) throws -> [JSONValue] {
        try JSONValue.parse(Array(try rehearsal.control("files", "--json").output.utf8)).elements
            ?? []
    }

    private func isComplete(_ rehearsal: Rehearsal, files count: Int) throws -> Bool {
        let files = try files(rehearsal)
        return files.count == count
            && files.allSatisfy { $0["state"]?.text == "archived" && $0["pending"]?.int == 0 }
    }

    /// Waits until a daemon has started for the so many-th time: before that `hopperctl` may find
    /// none, and take the outbox for itself.
    private func awaitStart(_ rehearsal: Rehearsal, _ count: Int) throws {
        let isUp = try rehearsal.wait {
            rehearsal.log.components(separatedBy: " runs: 1 feed").count > count
        }
        try #require(isUp, "\(rehearsal.log)")
    }

    /// The numbers of the rows that came under that file's ids.
    private func numbers(_ ids: some Sequence<String>, of file: String) -> [Int] {
        ids.filter { $0.hasPrefix(file + ".") }.compactMap {
            $0.split(separator: ".").last.flatMap { Int($0) }
        }.sorted()
    }

    @Test(arguments: ReplayPoint.allCases.map(\.rawValue) + ["outbox.beforeCommit"])
    func `killed while a replay is registered, it is replayed once`(point: String) throws {
        let at = point.hasPrefix("outbox") ? "\(point):2" : "\(point):1"
        let (rehearsal, daemon, file) = try mended(crashAt: at)
        let asked = try rehearsal.control("replay", file, "--rejected")
        #expect(asked.code == 3, "\(asked)")
        daemon.waitUntilExit()
        let second = try rehearsal.startDaemon()
        defer { rehearsal.stop(second) }
        try awaitStart(rehearsal, 3)
        // Whoever got no answer asks again.
        let again = try rehearsal.control("replay", file, "--rejected", "--json")
        if point == ReplayPoint.registered.rawValue {
            #expect(again.code == 1 && again.errors.contains("already"), "\(again)")
        } else {
            #expect(again.code == 0, "\(again)")
        }
        #expect(
            try rehearsal.wait { try isComplete(rehearsal, files: 2) }, "\(rehearsal.log)")
        let replay = try #require(try files(rehearsal).first { $0["replay_of"]?.text == file })
        let id = try #require(replay["id"]?.text)
        let bad = (1...rehearsal.rows).filter(Rehearsal.isBad)
        let seen = rehearsal.receiver.snapshot
        #expect(seen.complaints.isEmpty)
        #expect(numbers(seen.payloads.keys, of: id) == bad)
        #expect(numbers(seen.payloads.keys, of: file) == rehearsal.expectedAccepted)
        let work = try FileManager.default.contentsOfDirectory(
            atPath: rehearsal.scratch.path + "/state/work")
        #expect(work.isEmpty)
        let audit = try rehearsal.control("audit", "--json")
        #expect(audit.code == 0, "\(audit.output)")
        let proved = try JSONValue.parse(Array(audit.output.utf8))
        #expect(proved["files_read_again"]?.int == 2)
    }

    @Test func `dead records are replayed without a daemon, and read at the next start`() throws {
        let (rehearsal, daemon, file) = try mended()
        rehearsal.stop(daemon)
        let dead = rehearsal.expectedAccepted.filter(Rehearsal.isTerminal)
        let asked = try rehearsal.control("replay", file, "--dead", "--json")
        #expect(asked.code == 0, "\(asked)")
        let document = try JSONValue.parse(Array(asked.output.utf8))
        #expect(document["records"]?.int == dead.count)
        let id = try #require(document["file"]?.text)
        let listed = try rehearsal.control("dead", "list", "--json")
        #expect(try JSONValue.parse(Array(listed.output.utf8)) == [])
        #expect(try rehearsal.control("replay", file, "--dead").code == 1)
        let next = try rehearsal.startDaemon()
        defer { rehearsal.stop(next) }
        #expect(
            try rehearsal.wait { try isComplete(rehearsal, files: 2) }, "\(rehearsal.log)")
        #expect(numbers(rehearsal.receiver.snapshot.refused, of: id) == dead)
        let told = try rehearsal.control("file", id).output
        #expect(told.contains("replay    of \(file), dead records"))
        #expect(try rehearsal.control("file", file).output.contains(id))
        #expect(try rehearsal.control("audit").code == 0)
    }

    @Test func `a whole file is sent again under new ids, and that is said`() throws {
        let (rehearsal, daemon, file) = try mended(rows: 300)
        defer { rehearsal.stop(daemon) }
        let asked = try rehearsal.control("replay", file)
        #expect(asked.code == 0, "\(asked)")
        #expect(asked.output.contains("everything in it is sent again, under new ids; "))
        #expect(
            try rehearsal.wait { try isComplete(rehearsal, files: 2) }, "\(rehearsal.log)")
        let id = try #require(
            try files(rehearsal).first { $0["replay_of"]?.text == file }?["id"]?.text)
        let expected = (1...300).filter { !Rehearsal.isFiltered($0) }
        #expect(numbers(rehearsal.receiver.snapshot.payloads.keys, of: id) == expected)
        #expect(try rehearsal.control("replay", file).code == 1)
        #expect(try rehearsal.control("replay", "0000000000000000").code == 1)
        #expect(try rehearsal.control("replay", file, "--rejected", "--dead").code == 2)
        #expect(try rehearsal.control("replay", file, "--destination", "crm").code == 2)
        #expect(try rehearsal.control("replay", file, "--dead", "--again").code == 2)
        #expect(try rehearsal.control("audit").code == 0)
    }
}
