import Foundation
import TestSupport
import Testing

/// What the built daemon does before it touches anything.
@Suite struct StartTests {
    @Test func `a daemon whose control socket is taken does not look into the inboxes`() throws {
        let rehearsal = try Rehearsal(rows: 1)
        let first = try rehearsal.startDaemon()
        defer {
            first.terminate()
            first.waitUntilExit()
        }
        // Both come from threads of their own, in either order.
        let isUp = try rehearsal.wait {
            rehearsal.log.contains(" runs: ") && rehearsal.log.contains("watching the inbox")
        }
        #expect(isUp, "\(rehearsal.log)")
        // Another state, so that the outbox is free, but the same runtime directory.
        let settings = try #require(rehearsal.scratch.read("config/hopper.yaml"))
        rehearsal.scratch.write(
            settings.replacingOccurrences(of: "/state", with: "/state2"),
            to: "config/hopper.yaml")
        let second = try rehearsal.startDaemon()
        second.waitUntilExit()
        #expect(second.terminationStatus == 3)
        #expect(rehearsal.log.contains("another process listens there"))
        #expect(rehearsal.log.components(separatedBy: "watching the inbox").count == 2)
    }

    @Test func `a scratch directory is made below the configuration, and nowhere else`() throws {
        let rehearsal = try Rehearsal(rows: 1)
        let settings = try #require(rehearsal.scratch.read("config/hopper.yaml"))
        let root = rehearsal.scratch.path
        func start(state: String) throws -> Process {
            rehearsal.scratch.write(
                settings.replacingOccurrences(of: "\(root)/state", with: state),
                to: "config/hopper.yaml")
            return try rehearsal.startDaemon()
        }
        let refused = try start(state: root + "/device/hopper/state")
        refused.waitUntilExit()
        #expect(refused.terminationStatus == 3)
        #expect(rehearsal.log.contains("/device/hopper/state: No such file or directory"))
        #expect(!FileManager.default.fileExists(atPath: root + "/device"))
        let daemon = try start(state: "scratch/deep/state")
        #expect(try rehearsal.wait { rehearsal.log.contains(" runs: ") })
        #expect(
            FileManager.default.fileExists(atPath: root + "/config/scratch/deep/state/outbox.db"))
        daemon.terminate()
        daemon.waitUntilExit()
    }
}
