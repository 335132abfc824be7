import Configuration
import Formats
import Glibc
import Intake
import JSON
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

/// Feeds whose files go through a program first.
@Suite struct PipeTests {
    /// A stage whose partner acme sends its files through a shell script.
    private func stage(
        _ script: String, in scratch: ScratchDirectory = ScratchDirectory(),
        adjust: (inout FilterProgram) -> Void = { _ in }
    ) throws -> IntakeStage {
        let path = scratch.write("#!/bin/sh\n" + script + "\n", to: "script")
        #expect(unsafe chmod(path, 0o700) == 0)
        // Run itself, it could be busy: a test beside this one forks while it is being written.
        var program = FilterProgram(run: ["/bin/sh", path, "one argument"])
        adjust(&program)
        return try IntakeStage(scratch) { $0.format.filter = program }
    }

    private func onlyFile(_ stage: IntakeStage) throws -> FileSummary {
        try #require(try stage.store.files(FilesQuery()).first)
    }

    /// Nothing is left in work/ a moment after a file has been finished.
    private func isSwept(_ stage: IntakeStage) -> Bool {
        for _ in 0..<500 {
            if stage.scratch.names(in: "state/work").isEmpty { return true }
            usleep(10_000)
        }
        return false
    }

    @Test func `what the program makes of a file is read, and the archive has what came`() throws {
        let stage = try stage("tr '|' ','")
        try stage.start()
        defer { stage.stop() }
        let text = IntakeStage.rows(250).replacing(",", with: "|")
        stage.drop(text, as: "a.csv")
        #expect(stage.wait(for: .fileArchived)?.first?.hasPrefix("a.csv is read: 250") == true)
        let file = try onlyFile(stage)
        #expect(file.counts.accepted == 250)
        let day = try #require(stage.scratch.names(in: "state/archive").first)
        #expect(stage.scratch.read("state/archive/\(day)/\(file.workName)") == text)
        #expect(isSwept(stage))
    }

    @Test func `its output may be compressed, and rejected rows come back in its columns`() throws {
        let stage = try stage("tr '|' ',' | gzip")
        try stage.start()
        defer { stage.stop() }
        stage.drop("a|b\nn1|x\n!2|y\n", as: "a.csv")
        #expect(stage.receipt("a.csv")?["rejected_rows"]?.text == "a.csv.rejected.csv")
        let rows = try #require(stage.scratch.read("drops/acme/receipts/a.csv.rejected.csv"))
        #expect(rows.hasPrefix("a,b,line,reason\r\n!2,y,3,"))
        #expect(isSwept(stage))
    }

    @Test func `a file that the program fails on is set aside, and the journal quotes nothing`()
        throws
    {
        let stage = try stage("cat; echo 'first' >&2; echo 'no key for Anna' >&2; exit 3")
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        let said = try #require(stage.wait(for: .fileQuarantined)?.first)
        #expect(said.hasPrefix("a.csv is set aside (pipe): "))
        #expect(said.hasSuffix("/bin/sh ended with exit code 3"))
        #expect(!said.contains("Anna"))
        let receipt = stage.receipt("a.csv")
        #expect("\(String(describing: receipt))".contains("first; no key for Anna"))
        let file = try onlyFile(stage)
        #expect(file.state == .quarantined)
        #expect(file.counts == RecordCounts())
        #expect(isSwept(stage))
    }

    @Test(arguments: [
        ("exec yes", "put out more than 65536 bytes"), ("sleep 1000", "did not end within 1 s"),
        ("kill -SEGV $$", "was killed by signal 11"),
    ])
    func `a program that goes wrong costs the file`(script: String, reason: String) throws {
        let stage = try stage(script) {
            $0.output = 64 << 10
            $0.timeout = .seconds(1)
        }
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined)?.first?.hasSuffix(reason) == true)
        #expect(isSwept(stage))
    }

    @Test func `a program that is killed from outside is tried again, three times`() throws {
        let stage = try stage("kill -TERM $$")
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(
            stage.wait(for: .fileQuarantined)?.first?.hasSuffix("was killed by signal 15") == true)
        #expect(stage.messages(.fileRetried).count == 1)
    }

    @Test func `a program that is not here is waited for`() throws {
        let scratch = ScratchDirectory()
        let stage = try stage("cat", in: scratch) { $0.run = [scratch.path + "/later"] }
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(stage.wait(for: .fileRetried)?.first?.contains("is not here") == true)
        scratch.rename("script", to: "later")
        #expect(stage.wait(for: .fileArchived) != nil)
    }

    @Test func `no output is an empty file`() throws {
        let stage = try stage("exit 0")
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined)?.first?.contains("(pipe)") == false)
    }

    @Test func `a slow program delays its own feed only, with a single worker`() throws {
        let stage = try stage("while [ ! -e \"$GO\" ]; do sleep 0.05; done; cat") {
            $0.environment = ["GO": "/nowhere"]
        }
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "slow.csv")
        #expect(stage.wait(for: .fileClaimed) != nil)
        stage.drop(IntakeStage.rows(3), as: "quick.csv", partner: "globex")
        #expect(stage.wait(for: .fileArchived)?.first?.hasPrefix("quick.csv") == true)
    }

    @Test func `a stop kills the program, and the next start runs it again`() throws {
        let scratch = ScratchDirectory()
        let script = "[ -e \"$GO\" ] || sleep 1000; cat"
        let go = scratch.path + "/go"
        let first = try stage(script, in: scratch) { $0.environment = ["GO": go] }
        try first.start()
        first.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(first.wait(for: .fileClaimed) != nil)
        first.stop()
        scratch.write("", to: "go")
        // What a crash would have left.
        scratch.write("a,b\n", to: "state/work/.hopper-1.tmp")
        scratch.write("x", to: "state/work/.filter-1/deep/file")
        let second = try stage(script, in: scratch) { $0.environment = ["GO": go] }
        try second.start()
        defer { second.stop() }
        #expect(second.wait(for: .fileArchived)?.first?.contains("3 accepted") == true)
        #expect(isSwept(second))
    }

    @Test func `what was prepared before a crash is used again`() throws {
        let scratch = ScratchDirectory()
        let first = try stage("sleep 1000", in: scratch)
        try first.start()
        first.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(first.wait(for: .fileClaimed) != nil)
        let name = try onlyFile(first).workName
        first.stop()
        scratch.write("a,b\nprepared,1\n", to: "state/work/\(name).prepared")
        let second = try stage("sleep 1000", in: scratch)
        try second.start()
        defer { second.stop() }
        #expect(second.wait(for: .fileArchived)?.first?.contains("1 accepted") == true)
        #expect(try second.payloads().joined().contains("prepared"))
    }

    @Test func `its directory is its own, and gone afterwards`() throws {
        let stage = try stage(
            "mkdir -p deep/er; echo x > deep/er/file; echo a,b; echo $HOME,$PWD; echo $TMPDIR,$LANG"
        )
        try stage.start()
        defer { stage.stop() }
        stage.drop("x", as: "a.csv")
        #expect(stage.wait(for: .fileArchived) != nil)
        let payload = try stage.payloads().joined()
        #expect(payload.contains(stage.scratch.path + "/state/work/.filter-"))
        #expect(payload.contains("C.UTF-8"))
        #expect(isSwept(stage))
    }
}
