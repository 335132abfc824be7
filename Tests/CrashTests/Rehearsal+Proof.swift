import Foundation
import JSON
import TestSupport
import Testing

/// The end of a rehearsal: what was promised, held against what came.
extension Rehearsal {
    func stop(_ daemon: Process) {
        daemon.terminate()
        daemon.waitUntilExit()
    }

    /// Lets a daemon finish in peace, then checks every promise.
    func finish(_ note: String = "") throws {
        let daemon = try startDaemon()
        let ended = try wait { try !daemon.isRunning || isComplete() }
        try #require(ended && daemon.isRunning, "\(note)\n\(log)")
        stop(daemon)
        #expect(daemon.terminationStatus == 0, "\(note)\n\(log)")

        let seen = receiver.snapshot
        #expect(seen.complaints.isEmpty, "\(note)")
        let expected = expectedAccepted
        let numbers = seen.payloads.keys.compactMap { $0.split(separator: ".").last }
            .compactMap { Int($0) }
        #expect(Set(numbers) == Set(expected), "\(note)")
        #expect(numbers.count == Set(numbers).count, "a record came under two ids \(note)")
        let dead = expected.filter(Self.isTerminal)
        #expect(seen.refused.count == dead.count, "\(note)")
        #expect(seen.accepted.count == expected.count - dead.count, "\(note)")

        let audit = try control("audit", "--json")
        #expect(audit.code == 0, "\(audit.output) \(note)\n\(log)")
        let ledger = try #require(
            try JSONValue.parse(Array(audit.output.utf8))["ledger"]?.elements?.first)
        #expect(ledger["read"]?.int == rows, "\(note)")
        #expect(ledger["accepted"]?.int == expected.count, "\(note)")
        #expect(ledger["delivered"]?.int == expected.count - dead.count, "\(note)")
        #expect(ledger["dead"]?.int == dead.count, "\(note)")
        #expect(ledger["pending"]?.int == 0, "\(note)")
        let receipt = try #require(scratch.read("drops/acme/receipts/\(name).receipt.json"))
        #expect(try JSONValue.parse(Array(receipt.utf8))["state"]?.text == "archived")
        let inbox = try FileManager.default.contentsOfDirectory(
            atPath: scratch.path + "/drops/acme/inbox")
        #expect(inbox.isEmpty, "\(note)")
    }
}
