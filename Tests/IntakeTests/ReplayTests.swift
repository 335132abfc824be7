import Configuration
import Formats
import Intake
import JSON
import Mapping
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@Suite struct ReplayTests {
    @Test func `rejected rows come out under the new configuration, with their own numbers`()
        throws
    {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3, 4, 17]), as: "a.csv")
        #expect(stage.scratch.read("drops/acme/receipts/a.csv.rejected.csv") != nil)
        stage.reload { $0.record.fields[0].match = "^!?[^!4]*$" }
        let report = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
        #expect(report.records == 3 && report.sentBefore == 0)
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        let replay = try #require(try stage.store.story(of: report.file)).summary
        #expect(replay.counts == RecordCounts(accepted: 2, rejected: 1, filtered: 0))
        #expect(replay.revision == RevisionID("r2"))
        #expect(
            replay.replay
                == ReplayOrigin(file: file, first: file, rows: .rejected, isSelection: true))
        let payload = String(
            decoding: try stage.store.payload(of: BatchID(file: report.file, number: 1)),
            as: UTF8.self)
        let records = payload.split(separator: "\n")
        #expect(records.count == 2)
        #expect(records.first?.contains(#""id":"\#(report.file).3","line":4,"#) == true)
        #expect(records.last?.contains(#""id":"\#(report.file).17","line":18,"#) == true)
        let rejects = try stage.store.rejects(of: report.file, after: 0, limit: 9)
        #expect(rejects.map(\.number) == [4] && rejects.map(\.line) == [5])
        // The partner is told in the receipt of what it dropped, and has one row left to mend.
        let receipt = stage.receipt("a.csv") {
            $0["replays"]?.elements?.first?["state"] == "archived"
        }
        #expect(receipt?["file"]?.text == file.text)
        #expect(receipt?["records"]?["rejected"]?.int == 3)
        #expect(receipt?["replays"]?.elements?.first?["rejected"]?.int == 1)
        let rows = try #require(stage.scratch.read("drops/acme/receipts/a.csv.rejected.csv"))
        #expect(rows.split(separator: "\r\n").count == 2 && rows.contains("!4"))
        #expect(try stage.store.recount() == [])
        #expect(try stage.store.ledger().allSatisfy(\.isBalanced))
        #expect(stage.scratch.names(in: "state/work") == [])
    }

    @Test func `a file that was set aside is replayed whole, and its copies are two`() throws {
        let stage = try IntakeStage {
            $0.rejects = RejectsPolicy(limit: .count(1), over: .quarantine)
            $0.release = .wholeFile
        }
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(30, bad: [3, 4, 17]), as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined) != nil)
        let file = try #require(try stage.store.files(FilesQuery()).first).file
        stage.reload { $0.record.fields[0].match = nil }
        let report = try stage.intake.replay(ReplayRequest(file: file, rows: .all))
        #expect(report.records == nil)
        #expect(stage.wait(for: .fileArchived) != nil)
        let replay = try #require(try stage.store.story(of: report.file)).summary
        #expect(replay.counts == RecordCounts(accepted: 30, rejected: 0, filtered: 0))
        let day = try #require(stage.scratch.names(in: "state/archive").first)
        #expect(stage.scratch.names(in: "state/archive/" + day).count == 1)
        #expect(stage.scratch.names(in: "state/quarantine/" + day).count == 1)
        #expect(throws: ReplayFailure.self) {
            try stage.intake.replay(ReplayRequest(file: file, rows: .all))
        }
        let again = try stage.intake.replay(
            ReplayRequest(file: file, rows: .all, isRepeated: true))
        #expect(again.file != report.file)
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
    }

    @Test func `what was not read of a file set aside is replayed with its rejected rows`() throws {
        let stage = try IntakeStage {
            $0.rejects = RejectsPolicy(limit: .count(1000), over: .quarantine)
        }
        try stage.start()
        defer { stage.stop() }
        // Reading ends with the chunk that exceeds the limit; the file goes on behind it.
        let text =
            IntakeStage.rows(2000, bad: Set(1...1500))
            + (1...60_000).map { "m\($0),x\r\n" }.joined()
        stage.drop(text, as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined) != nil)
        let origin = try #require(try stage.store.files(FilesQuery()).first)
        #expect(origin.counts.read < 62_000)
        stage.reload { $0.record.fields[0].match = nil }
        let report = try stage.intake.replay(ReplayRequest(file: origin.file, rows: .rejected))
        #expect(report.records == origin.counts.rejected)
        #expect(report.unreadFromLine != nil)
        #expect(stage.wait(for: .fileArchived) != nil)
        let replay = try #require(try stage.store.story(of: report.file)).summary
        #expect(replay.counts.accepted == 62_000 - origin.counts.accepted)
        #expect(try stage.store.recount() == [])
    }

    @Test func `dead records go to where they died, and nowhere else`() throws {
        let stage = try IntakeStage {
            $0.deliver = [Route(destination: "crm"), Route(destination: "billing")]
        }
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(250), as: "a.csv")
        try stage.settle("crm", dead: [2, 120, 121])
        try stage.settle("billing", dead: [120, 240])
        let report = try stage.intake.replay(ReplayRequest(file: file, rows: .dead))
        #expect(report.records == 4)
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        #expect(try stage.store.deadLetters(DeadLettersQuery()) == [])
        let story = try #require(try stage.store.story(of: report.file))
        #expect(story.summary.counts == RecordCounts(accepted: 4, rejected: 0, filtered: 0))
        #expect(try stage.numbers(at: "crm") == [2, 120, 121])
        #expect(try stage.numbers(at: "billing") == [120, 240])
        #expect(try stage.store.recount() == [])
        #expect(try stage.store.ledger().allSatisfy(\.isBalanced))
        #expect(throws: ReplayFailure.refused("no record of file \(file) is dead")) {
            try stage.intake.replay(ReplayRequest(file: file, rows: .dead))
        }
    }

    @Test func `a format that numbers the rows differently is noticed, and nothing of it is sent`()
        throws
    {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3, 17]), as: "a.csv")
        stage.reload {
            $0.format.kind = .csv(CSVDialect(header: false, columns: ["a", "b"], skipLines: 3))
            $0.record.fields[0].match = nil
        }
        let report = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
        let told = stage.wait(for: .fileQuarantined)
        #expect(told?.first?.contains("record 3 began on line 4") == true)
        let story = try #require(try stage.store.story(of: report.file))
        #expect(story.summary.batches == 0 && story.destinations.isEmpty)
        // A file that has become shorter is noticed, too.
        stage.reload("r3") {
            $0.format.kind = .csv(CSVDialect(footerLines: 20))
            $0.record.fields[0].match = nil
        }
        _ = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
        let second = stage.wait(for: .fileQuarantined, count: 2)
        #expect(second?.last?.contains("has only 10") == true)
        #expect(try stage.store.recount() == [])
    }

    @Test func `what can't be replayed is refused with the reason, and leaves nothing`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3]), as: "a.csv")
        func refusal(_ request: ReplayRequest) -> String {
            do throws(ReplayFailure) {
                return "replayed as \(try stage.intake.replay(request).file)"
            } catch {
                return error.reason
            }
        }
        let unknown = try #require(FileID("0000000000000000"))
        #expect(
            refusal(ReplayRequest(file: unknown, rows: .all)) == "there is no file \(unknown)")
        #expect(
            refusal(ReplayRequest(file: file, rows: .dead)) == "no record of file \(file) is dead")
        stage.drop(IntakeStage.rows(30, bad: [3]), as: "b.csv")
        #expect(stage.wait(for: .fileDuplicate) != nil)
        let duplicate = try #require(try stage.store.files(FilesQuery(name: "b.csv")).first).file
        #expect(
            refusal(ReplayRequest(file: duplicate, rows: .all)).hasSuffix(
                "the same bytes as file \(file): replay that one"))
        try stage.settle("crm", dead: [5])
        stage.reload { $0.format.encoding = "windows-1252" }
        #expect(
            refusal(ReplayRequest(file: file, rows: .dead)).contains("format is another"))
        stage.reload("r3") { $0.deliver = [Route(destination: "billing")] }
        #expect(
            refusal(ReplayRequest(file: file, rows: .dead)).contains(
                "does not deliver to crm any more"))
        var without = stage.configuration
        without.revision = RevisionID("r4")
        without.partners.removeAll()
        stage.intake.reload(without)
        #expect(refusal(ReplayRequest(file: file, rows: .all)).contains("not configured any more"))
        stage.intake.reload(stage.configuration)
        let day = try #require(stage.scratch.names(in: "state/archive").first)
        for name in stage.scratch.names(in: "state/archive/" + day) {
            stage.scratch.remove("state/archive/\(day)/\(name)")
        }
        #expect(
            refusal(ReplayRequest(file: file, rows: .rejected)).contains(
                "kept there for 30d (retention: archive)"))
        stage.scratch.write("other", to: "state/archive/\(day)/\(try workName(file, stage))")
        #expect(refusal(ReplayRequest(file: file, rows: .all)).contains("other bytes"))
        #expect(stage.scratch.names(in: "state/work") == [])
        #expect(stage.messages(.fileReplayed) == [])
        #expect(try stage.store.files(FilesQuery()).count == 2)
    }

    private func workName(_ file: FileID, _ stage: IntakeStage) throws -> String {
        try #require(try stage.store.story(of: file)).summary.workName
    }

    @Test func `a replay whose answer is lost is read all the same, and only once`() throws {
        let stage = try IntakeStage(
            wrap: { real in
                FaultyStore(real, at: 1, fault: .answerLost) { change in
                    if case .replay = change { true } else { false }
                }
            })
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3]), as: "a.csv")
        stage.reload { $0.record.fields[0].match = nil }
        let report = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        #expect(try stage.store.story(of: report.file)?.summary.counts.accepted == 1)
        #expect(throws: ReplayFailure.self) {
            try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
        }
        #expect(try stage.store.files(FilesQuery()).count == 2)
    }

    @Test func `rejected rows of a file that was held back leave its cancelled records`() throws {
        let stage = try IntakeStage {
            $0.rejects = RejectsPolicy(limit: .count(1), over: .quarantine)
            $0.release = .wholeFile
        }
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(30, bad: [3, 4]), as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined) != nil)
        let file = try #require(try stage.store.files(FilesQuery()).first).file
        stage.reload { $0.record.fields[0].match = nil }
        let report = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
        #expect(report.cancelled == 28 && report.records == 2)
        #expect(stage.wait(for: .fileArchived) != nil)
        #expect(try stage.store.story(of: report.file)?.summary.counts.accepted == 2)
    }

    @Test(arguments: [1, 2, 3])
    func `a commit that fails on the way changes nothing in what a replay gives`(
        number: Int
    ) throws {
        // Runs of rejected rows of every length, over many pages of runs.
        let bad = Set((1...40_000).filter { $0 % 7 < 3 || $0 % 1000 < 200 })
        func replayed(_ wrap: (SQLiteOutbox) -> any OutboxStore) throws -> [String] {
            let stage = try IntakeStage(wrap: wrap)
            try stage.start()
            defer { stage.stop() }
            let file = try stage.taken(IntakeStage.rows(40_000, bad: bad), as: "a.csv")
            stage.reload { $0.record.fields[0].match = nil }
            let report = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected))
            #expect(report.records == Int64(bad.count))
            #expect(stage.wait(for: .fileArchived, count: 2) != nil)
            let summary = try #require(try stage.store.story(of: report.file)).summary
            #expect(summary.counts.accepted == Int64(bad.count))
            #expect(try stage.store.recount() == [])
            return try (1...summary.batches).map {
                String(
                    decoding: try stage.store.payload(of: BatchID(file: report.file, number: $0)),
                    as: UTF8.self)
            }
        }
        let expected = try replayed { $0 }
        let numbers = expected.joined(separator: "\n").split(separator: "\n").compactMap {
            $0.split(separator: "\"").dropFirst(3).first?.split(separator: ".").last
        }
        #expect(Set(numbers.compactMap { Int($0) }) == bad)
        let replays = Monitor(false)
        let found = try replayed { real in
            FaultyStore(real, at: number, fault: number == 2 ? .answerLost : .failed) { change in
                if case .replay = change { replays.withLock { $0 = true } }
                guard case .append = change else { return false }
                return replays.withLock { $0 }
            }
        }
        #expect(found == expected)
    }
}

extension IntakeStage {
    /// Drops a file and waits until it is archived.
    func taken(_ text: String, as name: String) throws -> FileID {
        drop(text, as: name)
        #expect(wait(for: .fileArchived) != nil)
        let file = try #require(try store.files(FilesQuery(name: name)).first)
        #expect(receipt(name) != nil)
        return file.file
    }

    /// Another configuration comes into force.
    func reload(_ revision: String = "r2", _ adjust: (inout Feed) -> Void) {
        var changed = IntakeStage.configuration(scratch, adjust)
        changed.revision = RevisionID(revision)
        intake.reload(changed)
    }

    /// Delivers everything that waits there, but for the records of these numbers, which die.
    func settle(_ destination: String, dead: Set<Int>) throws {
        for delivery in try store.lease(
            LeaseRequest(destination: destination, now: Timestamp(milliseconds: .max), limit: 100)
        ).deliveries {
            let numbers = try numbers(in: delivery)
            var delivered = delivery.records
            var letters: [DeadRecord] = []
            for (index, number) in zip(delivery.records.indices, numbers)
            where dead.contains(number) {
                delivered.remove(index)
                letters.append(
                    DeadRecord(
                        index: index, record: RecordID(file: delivery.batch.file, number: number),
                        status: 422, error: "no"))
            }
            _ = try committer.commit(
                .settle(
                    Settlement(
                        delivery: delivery.id, at: Timestamp(milliseconds: 1),
                        delivered: delivered, dead: letters, remaining: [], lastAnswer: "207")))
        }
    }

    /// The numbers of the records that wait there.
    fileprivate func numbers(at destination: String) throws -> [Int] {
        try store.lease(
            LeaseRequest(destination: destination, now: Timestamp(milliseconds: .max), limit: 100)
        ).deliveries.flatMap { try numbers(in: $0) }
    }

    private func numbers(in delivery: LeasedDelivery) throws -> [Int] {
        let lines = try store.payload(of: delivery.batch).split(separator: UInt8(ascii: "\n"))
        return delivery.records.indices.compactMap { index in
            let id = String(decoding: lines[index], as: UTF8.self).split(separator: "\"")[3]
            return id.split(separator: ".").last.flatMap { Int($0) }
        }
    }
}
