import Configuration
import Glibc
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// What a partner can do to a file while it is being taken in.
@Suite struct ClaimTests {
    let scratch = ScratchDirectory()
    let inbox: Inbox
    let workSpace: WorkSpace
    let name = EntryName(bytes: Array("a.csv".utf8))
    let file = FileID("0123456789abcdef")!

    init() throws {
        scratch.folder("inbox")
        inbox = try Inbox(partner: "acme", path: scratch.path + "/inbox")
        workSpace = try WorkSpace(
            IntakeStage.configuration(scratch).settings, clock: SteadyClock())
    }

    private func step(_ copy: FileCopy, _ limit: Int64 = 1 << 40) throws -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 16)
        defer { unsafe buffer.deallocate() }
        return try unsafe copy.step(limit: limit, through: buffer)
    }

    private func copied() throws -> CopiedFile {
        let copy = try FileCopy(name, from: inbox, to: workSpace)
        while try !step(copy) {}
        return try copy.finish()
    }

    private func failure(_ body: () throws -> Void) -> ClaimFailure? {
        do {
            try body()
            return nil
        } catch {
            return error as? ClaimFailure
        }
    }

    @Test func `what is copied is what was hashed`() throws {
        scratch.writeInPlace("abc", to: "inbox/a.csv")
        let copied = try copied()
        #expect(
            copied.content.description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(scratch.read("state/work/" + copied.workName) == "abc")
        #expect(copied.status.size == 3)
    }

    @Test func `a copy that would take what must stay free is not begun`() throws {
        scratch.writeInPlace(String(repeating: "x", count: 100_000), to: "inbox/a.csv")
        let free = try workSpace.work.freeBytes()
        let failure = failure {
            _ = try FileCopy(name, from: inbox, to: workSpace, reserve: free - 50_000)
        }
        guard case .tooLarge(size: 100_000, free: _, reserve: _)? = failure else {
            // Where the file system can reflink, a copy takes nothing.
            #expect(failure == nil || failure == .noRoom)
            return
        }
        #expect(scratch.names(in: "state/work") == [])
    }

    @Test func `what is no regular file with one link is not copied`() {
        scratch.writeInPlace("x", to: "target")
        scratch.link("inbox/link", to: "../target")
        scratch.fifo("inbox/pipe")
        scratch.folder("inbox/folder")
        scratch.hardLink("inbox/hard", to: "target")
        let expected: [(String, ClaimFailure)] = [
            ("link", .notTaken(.isA(.symbolicLink))), ("pipe", .notTaken(.isA(.fifo))),
            ("folder", .notTaken(.isA(.directory))), ("hard", .notTaken(.hardLinked)),
            ("none", .vanished),
        ]
        for (entry, why) in expected {
            let found = failure {
                _ = try FileCopy(EntryName(bytes: Array(entry.utf8)), from: inbox, to: workSpace)
            }
            #expect(found == why, "\(entry)")
        }
        #expect(scratch.names(in: "state/work") == [])
    }

    @Test(arguments: ["append", "overwrite", "replace", "remove", "link", "rename"])
    func `a file that changes while it is copied is not claimed`(change: String) throws {
        scratch.writeInPlace(String(repeating: "x", count: 100), to: "inbox/a.csv")
        let found = failure {
            let copy = try FileCopy(name, from: inbox, to: workSpace)
            #expect(try step(copy, 40) == false)
            switch change {
            case "append":
                scratch.writeInPlace(String(repeating: "y", count: 120), to: "inbox/a.csv")
            case "overwrite":
                scratch.writeInPlace(String(repeating: "y", count: 100), to: "inbox/a.csv")
            case "replace":
                scratch.writeInPlace("other", to: "other")
                scratch.rename("other", to: "inbox/a.csv")
            case "remove": scratch.remove("inbox/a.csv")
            case "link": scratch.hardLink("inbox/second", to: "inbox/a.csv")
            default: scratch.rename("inbox/a.csv", to: "inbox/b.csv")
            }
            while try !step(copy) {}
            _ = try copy.finish()
        }
        #expect(found == .changed)
        #expect(scratch.names(in: "state/work") == [])
    }

    @Test func `the original is removed when it is the one that was copied`() throws {
        scratch.writeInPlace("abc", to: "inbox/a.csv")
        let source = try copied().source
        #expect(
            SourceRemoval(inbox: inbox).remove(name, of: file, copiedFrom: source) == .removed)
        #expect(scratch.names(in: "inbox") == [])
        // Once more, as a restart does.
        #expect(
            SourceRemoval(inbox: inbox).remove(name, of: file, copiedFrom: source) == .removed)
    }

    @Test(arguments: ["replaced", "written", "linked away"])
    func `what is not the copied file is never removed`(what: String) throws {
        scratch.writeInPlace("abc", to: "inbox/a.csv")
        let source = try copied().source
        switch what {
        case "replaced":
            scratch.writeInPlace("new", to: "other")
            scratch.rename("other", to: "inbox/a.csv")
        case "written": scratch.writeInPlace("abcdef", to: "inbox/a.csv")
        default:
            scratch.remove("inbox/a.csv")
            scratch.link("inbox/a.csv", to: "../elsewhere")
        }
        #expect(
            SourceRemoval(inbox: inbox).remove(name, of: file, copiedFrom: source) == .changed)
        #expect(scratch.names(in: "inbox") == ["a.csv"])
    }

    @Test func `what was set apart and is something else goes back under its name`() throws {
        scratch.writeInPlace("abc", to: "inbox/a.csv")
        let source = try copied().source
        scratch.remove("inbox/a.csv")
        scratch.writeInPlace("swapped", to: "inbox/.hopper-\(file)")
        #expect(
            SourceRemoval(inbox: inbox).remove(name, of: file, copiedFrom: source) == .changed)
        #expect(scratch.read("inbox/a.csv") == "swapped")
    }

    @Test func `what can't go back waits until its name is free`() throws {
        scratch.writeInPlace("abc", to: "inbox/a.csv")
        let source = try copied().source
        scratch.writeInPlace("second", to: "inbox/.hopper-\(file)")
        scratch.writeInPlace("third", to: "inbox/a.csv")
        let wayOut = SourceRemoval.wayOut(of: file)
        #expect(
            SourceRemoval(inbox: inbox).remove(name, of: file, copiedFrom: source)
                == .stranded(wayOut))
        inbox.strand(name, as: wayOut)
        inbox.restoreStranded()
        #expect(scratch.read("inbox/a.csv") == "third")
        scratch.remove("inbox/a.csv")
        inbox.restoreStranded()
        #expect(scratch.read("inbox/a.csv") == "second")
        #expect(scratch.names(in: "inbox") == ["a.csv"])
    }
}
