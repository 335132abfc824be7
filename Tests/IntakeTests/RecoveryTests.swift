import Configuration
import Glibc
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// What a start makes of what a crash has left.
@Suite struct RecoveryTests {
    /// A file that is registered and copied, as a crash right after the claim leaves it.
    private func claimed(
        _ stage: IntakeStage, _ text: String = IntakeStage.rows(3), as name: String = "a.csv"
    ) throws -> ClaimedFile {
        let inbox = stage.scratch.path + "/drops/acme/inbox"
        try BeneathDirectory.create(inbox)
        stage.scratch.writeInPlace(text, to: "drops/acme/inbox/" + name)
        let workSpace = try WorkSpace(stage.configuration.settings, clock: SteadyClock())
        let copy = try FileCopy(
            EntryName(printable: name), from: try Inbox(partner: "acme", path: inbox),
            to: workSpace)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { unsafe buffer.deallocate() }
        while try unsafe !copy.step(limit: 1 << 40, through: buffer) {}
        let copied = try copy.finish()
        return ClaimedFile(
            feed: IntakeStage.feed, name: name, content: copied.content, size: copied.status.size,
            workName: copied.workName, source: copied.source, revision: RevisionID("r1"),
            claimedAt: Timestamp(milliseconds: 1_795_464_000_000), skipsDuplicates: true,
            isHeldBack: false)
    }

    private func register(_ claim: ClaimedFile, _ stage: IntakeStage) throws -> FileID {
        try stage.store.accept(claim)
    }

    @Test func `a registered file is read, and its original removed`() throws {
        let stage = try IntakeStage()
        _ = try register(try claimed(stage), stage)
        try stage.start()
        defer { stage.stop() }
        #expect(stage.wait(for: .fileArchived)?.first?.contains("3 accepted") == true)
        #expect(stage.inboxAtLast() == [])
        #expect(try stage.store.unremovedSources() == [])
        #expect(stage.messages(.fileClaimed) == [])
    }

    /// The partner reads that directory, and can't remove anything from it.
    @Test func `receipts that were being written at a power cut do not lie about for ever`() throws
    {
        let stage = try IntakeStage()
        try BeneathDirectory.create(stage.scratch.path + "/drops/acme/receipts")
        stage.scratch.write("half a rec", to: "drops/acme/receipts/.hopper-1abc.tmp")
        stage.scratch.write("half a time", to: "state/.hopper-9.tmp")
        stage.scratch.write("{}", to: "drops/acme/receipts/old.csv.receipt.json")
        stage.scratch.write("mine", to: "drops/acme/receipts/.other.tmp")
        try stage.start()
        defer { stage.stop() }
        #expect(
            stage.scratch.names(in: "drops/acme/receipts")
                == [".other.tmp", "old.csv.receipt.json"])
        #expect(!stage.scratch.names(in: "state").contains(".hopper-9.tmp"))
    }

    @Test func `an original under its way-out name is removed`() throws {
        let stage = try IntakeStage()
        let file = try register(try claimed(stage), stage)
        stage.scratch.rename(
            "drops/acme/inbox/a.csv", to: "drops/acme/inbox/.hopper-\(file)")
        try stage.start()
        defer { stage.stop() }
        stage.wait(for: .fileArchived)
        #expect(stage.inboxAtLast() == [])
    }

    @Test func `a new file under the name of a registered one is taken in too`() throws {
        let stage = try IntakeStage()
        _ = try register(try claimed(stage), stage)
        stage.scratch.remove("drops/acme/inbox/a.csv")
        stage.scratch.writeInPlace(IntakeStage.rows(5), to: "drops/acme/inbox/a.csv")
        try stage.start()
        defer { stage.stop() }
        #expect(stage.wait(for: .fileArchived, count: 2)?.last?.contains("5 accepted") == true)
    }

    @Test func `a file that was set apart by mistake goes back and is taken in`() throws {
        let stage = try IntakeStage()
        let file = try register(try claimed(stage), stage)
        _ = try stage.store.one(.sourceRemoved(file))
        stage.scratch.remove("drops/acme/inbox/a.csv")
        stage.scratch.writeInPlace(
            IntakeStage.rows(5), to: "drops/acme/inbox/.hopper-\(file)")
        try stage.start()
        defer { stage.stop() }
        #expect(stage.wait(for: .fileArchived, count: 2)?.last?.contains("5 accepted") == true)
        #expect(stage.inboxAtLast() == [])
    }

    @Test func `a copy without a claim is removed, and its file taken in anew`() throws {
        let stage = try IntakeStage()
        let claim = try claimed(stage)
        try stage.start()
        defer { stage.stop() }
        stage.wait(for: .fileArchived)
        #expect(stage.scratch.names(in: "state/work") == [])
        let file = try #require(try stage.store.files(FilesQuery()).first)
        #expect(file.workName != claim.workName)
        #expect(try stage.store.files(FilesQuery()).count == 1)
    }

    @Test(arguments: [WorkSpace.Shelf.archive, .quarantine])
    func `a file that was moved and not finished is fetched back`(shelf: WorkSpace.Shelf) throws {
        let stage = try IntakeStage()
        let claim = try claimed(stage)
        _ = try register(claim, stage)
        try WorkSpace(stage.configuration.settings, clock: SteadyClock()).put(claim, on: shelf)
        try stage.start()
        defer { stage.stop() }
        #expect(stage.wait(for: .fileArchived)?.first?.contains("3 accepted") == true)
        let path = WorkSpace.shelfPath(workName: claim.workName, claimedAt: claim.claimedAt)
        #expect(stage.scratch.read("state/archive/" + path) == IntakeStage.rows(3))
        #expect(stage.scratch.names(in: "state/quarantine/2026-11-23") == [])
    }

    @Test func `a file whose copy is gone is set aside and said so`() throws {
        let stage = try IntakeStage()
        let claim = try claimed(stage)
        _ = try register(claim, stage)
        stage.scratch.remove("state/work/" + claim.workName)
        try stage.start()
        defer { stage.stop() }
        #expect(stage.wait(for: .fileQuarantined)?.first?.contains("(missing)") == true)
    }

    @Test func `a file that brings the reader down three times is set aside`() throws {
        let scratch = ScratchDirectory()
        var claim: ClaimedFile?
        for round in 1...3 {
            let stage = try IntakeStage(scratch)
            let file: FileID
            if let claim {
                file = FileID(feed: claim.feed, content: claim.content, occurrence: 1)
            } else {
                let first = try claimed(stage)
                file = try register(first, stage)
                claim = first
            }
            stage.scratch.write("\(file)\n", to: "state/crash-marks")
            if round < 3 {
                // Only what a start notes of it: to be read it would have to crash again.
                let workSpace = try WorkSpace(
                    stage.configuration.settings, clock: SteadyClock())
                let readings = try Recovery(
                    store: stage.store, committer: stage.committer, workSpace: workSpace,
                    settings: stage.configuration.settings, partners: ["acme"],
                    clock: SteadyClock(), events: { _ in }
                ).run().unfinished
                #expect(readings.map(\.isRead) == [false])
            } else {
                try stage.start()
                #expect(
                    stage.wait(for: .fileQuarantined)?.first
                        == "a.csv is set aside (crash): it brought its reader down 3 times")
                #expect(stage.wait(for: .fileReaderCrashed)?.count == 1)
            }
            #expect(stage.scratch.read("state/crash-marks") == "")
            stage.stop()
        }
    }
}
