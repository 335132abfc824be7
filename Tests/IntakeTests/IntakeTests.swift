import Configuration
import Formats
import Intake
import JSON
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@Suite struct IntakeTests {
    @Test func `a file goes from the inbox to batches, archive and receipt`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(250) + "skip,\r\n", as: "first.csv")
        #expect(stage.wait(for: .fileArchived)?.first?.hasPrefix("first.csv is read: 251") == true)
        let file = try #require(try stage.store.files(FilesQuery()).first)
        #expect(file.state == .archived)
        #expect(file.batches == 3)
        #expect(file.counts == RecordCounts(accepted: 250, rejected: 0, filtered: 1))
        let lines = try stage.payloads().flatMap { $0.split(separator: "\n") }
        #expect(lines.count == 250)
        #expect(lines[0].hasPrefix(#"{"id":"\#(file.file).1""#))
        #expect(stage.inboxAtLast() == [])
        #expect(stage.scratch.names(in: "state/work") == [])
        let day = try #require(stage.scratch.names(in: "state/archive").first)
        #expect(stage.scratch.names(in: "state/archive/" + day) == [file.workName])
        let receipt = try #require(stage.receipt("first.csv"))
        #expect(receipt["state"]?.text == "archived")
        #expect(receipt["records"]?["accepted"]?.int == 250)
        #expect(receipt["destinations"]?.elements?.first?["pending"]?.int == 250)
        #expect(receipt["delivery_ended"] == .boolean(false))
        #expect(stage.heard.withLock { Set($0.committed) } == ["crm"])
        let leased = try stage.store.lease(
            LeaseRequest(destination: "crm", now: Timestamp(milliseconds: .max), limit: 10))
        #expect(leased.deliveries.map(\.contract) == ["v7", "v7", "v7"])
    }

    @Test func `the receipt is written again when deliveries have ended`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(2), as: "a.csv")
        #expect(stage.receipt("a.csv") != nil)
        let leased = try stage.store.lease(
            LeaseRequest(destination: "crm", now: Timestamp(milliseconds: .max), limit: 10))
        let delivery = try #require(leased.deliveries.first)
        let result = try stage.committer.commit(
            .settle(
                Settlement(
                    delivery: delivery.id, at: Timestamp(milliseconds: 1),
                    delivered: delivery.records, dead: [], remaining: [], lastAnswer: "200")))
        guard case .settled(let completed) = result else {
            Issue.record("\(result)")
            return
        }
        stage.intake.noteDeliveriesCompleted(completed)
        let receipt = stage.receipt("a.csv") { $0["delivery_ended"] == .boolean(true) }
        #expect(receipt?["destinations"]?.elements?.first?["delivered"]?.int == 2)
    }

    @Test func `rejected rows come back so that they can be corrected and dropped again`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(4, bad: [2, 3]), as: "a.csv")
        #expect(stage.receipt("a.csv")?["rejected_rows"]?.text == "a.csv.rejected.csv")
        let text = try #require(stage.scratch.read("drops/acme/receipts/a.csv.rejected.csv"))
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first == "a,b,line,reason")
        #expect(lines.dropFirst().first?.hasPrefix("!2,\"x, y\",3,") == true)
        #expect(lines.count == 4)
        stage.drop(text.replacing("!", with: "ok"), as: "b.csv")
        #expect(stage.wait(for: .fileArchived, count: 2)?.last?.contains("2 accepted") == true)
    }

    @Test func `the same bytes again are a duplicate, other bytes a new version`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(2), as: "a.csv")
        _ = stage.wait(for: .fileArchived)
        stage.drop(IntakeStage.rows(2), as: "again.csv")
        let first = try #require(try stage.store.files(FilesQuery(name: "a.csv")).first)
        #expect(stage.wait(for: .fileDuplicate)?.first?.hasSuffix(first.file.text) == true)
        #expect(stage.receipt("again.csv")?["duplicate_of"]?.text == first.file.text)
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(stage.wait(for: .fileNewVersion) != nil)
        _ = stage.wait(for: .fileArchived, count: 2)
        #expect(
            stage.receipt("a.csv") { $0["new_version_of"]?.text == first.file.text } != nil)
        #expect(stage.scratch.names(in: "state/work") == [])
    }

    @Test(arguments: [
        ("a,c\r\n1,2\r\n", "header", "\"b\""), ("", "empty", ""),
        ("a,b,b\r\n1,2,3\r\n", "header", "2 columns are called \"b\""),
    ])
    func `a file that can't be read is set aside with the reason`(
        text: String, rule: String, mention: String
    ) throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(text, as: "a.csv")
        let message = try #require(stage.wait(for: .fileQuarantined)?.first)
        #expect(message.contains("(\(rule))") && message.contains(mention))
        #expect(stage.receipt("a.csv")?["reason"]?.text?.hasPrefix(rule) == true)
        let day = try #require(stage.scratch.names(in: "state/quarantine").first)
        #expect(stage.scratch.names(in: "state/quarantine/" + day).count == 1)
        // Nothing else suffers.
        stage.drop(IntakeStage.rows(1), as: "b.csv")
        #expect(stage.wait(for: .fileArchived) != nil)
    }

    @Test(arguments: [ReleasePolicy.streaming, .wholeFile])
    func `too many rejects set a file aside, and whole-file releases nothing of it`(
        release: ReleasePolicy
    ) throws {
        let stage = try IntakeStage(adjust: {
            $0.release = release
            $0.rejects = RejectsPolicy(limit: .share(thousandthsOfPercent: 5000))
        })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(200, bad: Set(1...11)), as: "over.csv")
        #expect(
            stage.wait(for: .fileQuarantined)?.first
                == "over.csv is set aside (rejects): 11 of 200 records rejected, the limit is 5%")
        let leased = try stage.store.lease(
            LeaseRequest(destination: "crm", now: Timestamp(milliseconds: .max), limit: 10))
        #expect(leased.deliveries.isEmpty == (release == .wholeFile))
        stage.drop(IntakeStage.rows(200, bad: Set(1...10)), as: "within.csv")
        #expect(stage.wait(for: .fileArchived) != nil)
        #expect(stage.heard.withLock { $0.committed.contains("crm") })
    }

    @Test func `a limit that is a count ends the reading as soon as it is exceeded`() throws {
        let stage = try IntakeStage(adjust: {
            $0.rejects = RejectsPolicy(limit: .count(5))
        })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(500_000, bad: Set(1...6)), as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined) != nil)
        let file = try #require(try stage.store.files(FilesQuery()).first)
        #expect(file.counts.rejected == 6)
        #expect(file.counts.read < 500_000)
    }

    @Test func `a huge file does not delay another partner's small one, with one worker`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(400_000), as: "huge.csv")
        _ = stage.heard.wait(timeout: .seconds(30)) { $0.committed.isEmpty ? nil : true }
        stage.drop(IntakeStage.rows(3), as: "small.csv", partner: "globex")
        let archived = try #require(stage.wait(for: .fileArchived, count: 2))
        #expect(archived[0].hasPrefix("small.csv"))
        #expect(archived[1].hasPrefix("huge.csv is read: 400000 records"))
    }

    @Test func `hostile names stay names`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let hostile: [UInt8] = [0xFF, 0x0A] + Array("$(x) ..%2F.csv".utf8)
        stage.scratch.writeInPlace(Array(IntakeStage.rows(1).utf8), to: Array("beside".utf8))
        let directory = try BeneathDirectory(at: stage.scratch.path)
        let inbox = try BeneathDirectory(at: stage.scratch.path + "/drops/acme/inbox")
        try directory.rename(Array("beside".utf8), to: hostile, in: inbox, replacing: false)
        #expect(stage.wait(for: .fileArchived) != nil)
        let name = "%FF%0A$(x) ..%252F.csv"
        #expect(try stage.store.files(FilesQuery()).first?.name == name)
        #expect(stage.receipt(name)?["name"]?.text == name)
        #expect(stage.inboxAtLast() == [])
    }

    @Test func `a link planted among the receipts is replaced, not followed`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        stage.scratch.write("untouched", to: "victim")
        stage.scratch.write("", to: "drops/acme/receipts/x")
        stage.scratch.link("drops/acme/receipts/a.csv.receipt.json", to: "../../../victim")
        stage.drop(IntakeStage.rows(1), as: "a.csv")
        #expect(stage.receipt("a.csv") != nil)
        #expect(stage.scratch.read("victim") == "untouched")
    }

    @Test func `receipts that can't be written are reported once and written later`() throws {
        let stage = try IntakeStage()
        stage.scratch.write("in the way", to: "drops/acme/receipts")
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(1), as: "a.csv")
        #expect(stage.wait(for: .receiptFailed) != nil)
        stage.scratch.remove("drops/acme/receipts")
        #expect(stage.receipt("a.csv") != nil)
        #expect(stage.messages(.receiptFailed).count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a stop does not wait for the end of a file's rejected rows`() throws {
        let given = Monitor<Int64>(0)
        let stage = try IntakeStage(wrap: {
            FaultyStore($0, at: .max, fault: .failed, endlessRejects: given) { _ in false }
        })
        try stage.start()
        stage.drop(IntakeStage.rows(3, bad: [2]), as: "a.csv")
        #expect(stage.wait(for: .fileArchived) != nil)
        let begun = given.wait(timeout: .seconds(20)) { $0 > 2 ? true : nil }
        #expect(begun == true)
        let before = stage.intake.progress()[.receipt].steps
        let later = given.wait(timeout: .seconds(20)) { [first = given.withLock { $0 }] in
            $0 > first + 1 ? true : nil
        }
        #expect(later == true)
        // The watchdog sees that it gets on.
        #expect(stage.intake.progress()[.receipt].steps > before)
        stage.stop()
        #expect(stage.scratch.names(in: "drops/acme/receipts") == [])
        let outbox = try SQLiteOutbox.open(
            stage.configuration.settings.outboxPath, mode: .readOnly)
        #expect(try outbox.filesOwingReceipt(limit: 10).count == 1)
    }

    @Test func `many small files of one feed arrive in order and whole`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        for number in 1...60 { stage.drop("a,b\n\(number),x\n", as: "\(number).csv") }
        #expect(stage.wait(for: .fileArchived, count: 60) != nil)
        let names = try stage.store.files(FilesQuery(partner: "acme", limit: 100)).map(\.name)
        #expect(names.reversed() == (1...60).map { "\($0).csv" })
        #expect(try stage.store.ledger().first?.isBalanced == true)
    }
}
