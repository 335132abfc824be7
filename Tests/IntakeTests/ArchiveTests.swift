import Configuration
import Formats
import JSON
import Outbox
import TestSupport
import Testing
import Vocabulary

@Suite struct ArchiveTests {
    private func member(_ name: String, _ content: String = "a,b\n1,2\n") -> ZipBytes.Member {
        ZipBytes.Member(name, content)
    }

    private func stage(
        _ scratch: ScratchDirectory = ScratchDirectory(), crashing: Bool = false
    ) throws -> IntakeStage {
        try IntakeStage(scratch) { $0.match = ["*.zip"] }
    }

    private func drop(_ archive: ZipBytes, as name: String, into stage: IntakeStage) {
        stage.scratch.write(archive.bytes, to: "beside-\(name)")
        stage.scratch.rename("beside-\(name)", to: "drops/acme/inbox/\(name)")
    }

    @Test func `each member is a file of its own, and archive and members tell of each other`()
        throws
    {
        let stage = try stage()
        defer { stage.stop() }
        try stage.start()
        drop(
            ZipBytes([
                member("d/", ""), member("d/one.csv"), member("two.csv", "a,b\n!,2\n3,4\n"),
                member("__MACOSX/._two.csv"), member(".DS_Store"),
            ]), as: "all.zip", into: stage)
        stage.wait(for: .fileArchived, count: 3)
        let files = try stage.store.files(FilesQuery())
        #expect(files.map(\.name) == ["all.zip:two.csv", "all.zip:d/one.csv", "all.zip"])
        #expect(files.map(\.state) == [.archived, .archived, .archived])
        #expect(files.map(\.counts.read) == [2, 1, 0])
        #expect(files[2].detail == "unpacked into 2 files")
        #expect(files.map(\.archive) == [files[2].file, files[2].file, nil])
        let story = try #require(try stage.store.story(of: files[2].file))
        #expect(story.members.map(\.name) == ["all.zip:d/one.csv", "all.zip:two.csv"])
        let receipt = try #require(stage.receipt("all.zip"))
        #expect(receipt["members"]?.elements?.count == 2)
        #expect(receipt["members"]?.elements?[0]["file"]?.text == files[1].file.text)
        let own = try #require(stage.receipt("all.zip%3Ad%2Fone.csv"))
        #expect(own["archive"]?.text == files[2].file.text)
        _ = try #require(stage.receipt("all.zip%3Atwo.csv"))
        #expect(stage.scratch.read("drops/acme/receipts/all.zip%3Atwo.csv.rejected.csv") != nil)
        #expect(try stage.outbox.recount().isEmpty)
        #expect(stage.scratch.names(in: "state/work").isEmpty)
    }

    @Test func `a member that can't be taken in does not keep the others out`() throws {
        let stage = try stage()
        defer { stage.stop() }
        try stage.start()
        var link = member("link.csv")
        link.mode = 0o120_777
        var secret = member("secret.csv")
        secret.flags = 1
        var damaged = member("damaged.csv")
        damaged.claimedChecksum = 1
        drop(
            ZipBytes([
                link, secret, damaged, member("../../good.csv"), member("../../good.csv", "a,b\n"),
                member("nested.zip", "PK\u{3}\u{4}nothing"),
            ]), as: "mixed.zip", into: stage)
        stage.wait(for: .fileArchived)
        let quarantined = try #require(stage.wait(for: .fileQuarantined, count: 2))
        #expect(quarantined[0].contains("4 of 6 members could not be taken in"))
        let files = try stage.store.files(FilesQuery())
        for reason in [
            "link.csv: it is a link", "secret.csv: it is encrypted",
            "damaged.csv: damaged: its checksum is wrong",
            "good.csv: another member before it has the same name",
        ] {
            #expect(files[2].detail.contains(reason), "\(reason)")
        }
        #expect(quarantined[1].contains("not within another"))
        #expect(files.map(\.state) == [.quarantined, .archived, .quarantined])
        #expect(files[1].name == "mixed.zip:../../good.csv")
        #expect(stage.scratch.names(in: "state/work").isEmpty)
    }

    @Test func `damage costs the member it stands in, behind it and before it all are taken in`()
        throws
    {
        let stage = try stage()
        defer { stage.stop() }
        try stage.start()
        var renamed = member("before/.csv", "a,b\n5,6\n")
        renamed.listedName = Array("before/n.csv".utf8)
        var hidden = member("n.csv", "a,b\n7,8\n")
        hidden.listedName = Array("..csv".utf8)
        var archive = ZipBytes([
            member("1.csv", "a,b\n1,2\n"), member("2.csv"), renamed, hidden,
            member("d/", "a,b\n"), member("3.csv", "a,b\n3,4\n"),
        ]).bytes
        // The second member's header.
        archive[30 + 5 + 8] = 0
        stage.scratch.write(archive, to: "beside")
        stage.scratch.rename("beside", to: "drops/acme/inbox/one.zip")
        stage.wait(for: .fileArchived, count: 2)
        let files = try stage.store.files(FilesQuery())
        #expect(files.map(\.name) == ["one.zip:3.csv", "one.zip:1.csv", "one.zip"])
        let detail = files[2].detail
        #expect(detail.contains("4 of 6 members could not be taken in"))
        for name in ["2.csv", "before/n.csv", "..csv"] {
            #expect(detail.contains("\(name): damaged: the directory and the header"), "\(name)")
        }
        #expect(detail.contains("d/: it is a link, a device or a directory with content"))
    }

    @Test func `bombs, empty and damaged archives are set aside whole`() throws {
        let stage = try stage()
        defer { stage.stop() }
        try stage.start()
        var bomb = member("bomb.csv")
        bomb.claimedSize = 3_000_000_000
        drop(ZipBytes([bomb]), as: "bomb.zip", into: stage)
        stage.wait(for: .fileQuarantined, count: 1)
        drop(ZipBytes([]), as: "empty.zip", into: stage)
        stage.wait(for: .fileQuarantined, count: 2)
        let cut = Array(ZipBytes([member("a.csv")]).bytes.dropLast(3))
        stage.scratch.write(cut, to: "beside-cut.zip")
        stage.scratch.rename("beside-cut.zip", to: "drops/acme/inbox/cut.zip")
        stage.wait(for: .fileQuarantined, count: 3)
        drop(ZipBytes((0...10_000).map { member("\($0).csv", "") }), as: "many.zip", into: stage)
        let said = try #require(stage.wait(for: .fileQuarantined, count: 4))
        #expect(said[0].contains("(expansion)"))
        #expect(said[1].contains("(empty)"))
        #expect(said[2].contains("(compression)"))
        #expect(said[3].contains("more than the 10000 allowed"))
        #expect(try stage.store.files(FilesQuery()).count == 4)
    }

    @Test(arguments: [
        ["docProps/app.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"],
        ["mimetype", "content.xml", "META-INF/manifest.xml"],
    ]) func `a workbook is set aside as one file, and not as its parts`(_ names: [String]) throws {
        let stage = try stage()
        defer { stage.stop() }
        try stage.start()
        drop(ZipBytes(names.map { member($0) }), as: "book.zip", into: stage)
        stage.wait(for: .fileQuarantined)
        let files = try stage.store.files(FilesQuery())
        #expect(files.count == 1)
        #expect(
            files[0].detail
                == "archive: it is a document, such as an Excel workbook, and no archive of files: "
                + "save it as CSV")
    }

    @Test func `the same bytes on the same feed are a duplicate, in an archive too`() throws {
        let stage = try stage()
        defer { stage.stop() }
        try stage.start()
        drop(ZipBytes([member("a.csv"), member("b.csv")]), as: "one.zip", into: stage)
        let said = try #require(stage.wait(for: .fileDuplicate))
        #expect(said[0].hasPrefix("one.zip:b.csv is not read"))
        stage.wait(for: .fileArchived, count: 2)
        #expect(stage.scratch.names(in: "state/work").isEmpty)
        #expect(try stage.payloads().count == 1)
    }

    @Test func `an archive whose unpacking was cut off is unpacked once, and whole`() throws {
        let scratch = ScratchDirectory()
        let first = try stage(scratch)
        try first.start()
        drop(ZipBytes([member("a.csv")]), as: "one.zip", into: first)
        first.wait(for: .fileArchived, count: 2)
        first.stop()
        let again = try stage(scratch)
        defer { again.stop() }
        try again.start()
        #expect(try again.store.files(FilesQuery()).count == 2)
        #expect(try again.store.unfinishedFiles().isEmpty)
    }
}
