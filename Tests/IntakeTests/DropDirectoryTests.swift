import Configuration
import Intake
import Platform
import Testing
import Vocabulary

private typealias Notice = DropDirectory.Notice
private typealias Action = DropDirectory.Action

private func name(_ text: String) -> EntryName { EntryName(bytes: Array(text.utf8)) }

private func status(
    _ size: Int64 = 10, inode: UInt64 = 1, kind: FileStatus.Kind = .regular, links: UInt64 = 1
) -> FileStatus {
    FileStatus(
        device: 1, inode: inode, size: size, links: links, kind: kind,
        modifiedAtNanoseconds: size, changedAtNanoseconds: size)
}

@Suite struct DropDirectoryTests {
    static let feed = FeedName(partner: "acme", feed: "f")

    static func drops(_ ready: Readiness, within: Int64 = 3_600_000, capacity: Int = 1000)
        -> DropDirectory
    {
        DropDirectory(
            DropRules([
                DropRules.Rule(feed: feed, match: ["*.csv"], ready: ready, within: within)
            ]), capacity: capacity)
    }

    private func claim(_ text: String, marker: String? = nil) -> [Action] {
        [.claim(name(text), Self.feed, marker: marker.map { name($0) })]
    }

    private func looks(_ actions: [Action]) -> Bool {
        actions == [.look(name("a.csv"), .looked)]
    }

    @Test(arguments: [Notice.closed, .movedIn, .scanned])
    private func `with settle a file is claimed when it was found unchanged that long after`(
        notice: Notice
    ) {
        var drops = Self.drops(.settle(.seconds(2)))
        #expect(drops.noticed(name("a.csv"), notice, status(), at: 0) == [])
        #expect(drops.nextDeadline == 2000)
        #expect(drops.tick(at: 1999) == [])
        #expect(looks(drops.tick(at: 2000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(), at: 2000) == claim("a.csv"))
    }

    @Test func `with settle a file that has grown waits anew`() {
        var drops = Self.drops(.settle(.seconds(2)))
        _ = drops.noticed(name("a.csv"), .closed, status(10), at: 0)
        #expect(looks(drops.tick(at: 2000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(11), at: 2000) == [])
        #expect(looks(drops.tick(at: 4000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(11), at: 4000) == claim("a.csv"))
    }

    @Test func `with settle a change seen by a scan counts from the scan`() {
        var drops = Self.drops(.settle(.seconds(2)))
        _ = drops.noticed(name("a.csv"), .closed, status(10), at: 0)
        _ = drops.noticed(name("a.csv"), .scanned, status(11), at: 1500)
        #expect(looks(drops.tick(at: 2000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(11), at: 2000) == [])
        #expect(drops.tick(at: 3499) == [])
        #expect(looks(drops.tick(at: 3500)))
        #expect(drops.noticed(name("a.csv"), .looked, status(11), at: 3500) == claim("a.csv"))
    }

    @Test func `a file that was created and never closed must rest for a minute`() {
        var drops = Self.drops(.settle(.seconds(2)))
        #expect(drops.noticed(name("a.csv"), .created, status(0), at: 0) == [])
        #expect(drops.tick(at: 5000) == [])
        #expect(drops.noticed(name("a.csv"), .scanned, status(7), at: 30_000) == [])
        #expect(drops.tick(at: 40_000) == [])
        #expect(drops.noticed(name("a.csv"), .scanned, status(7), at: 89_999) == [])
        #expect(drops.noticed(name("a.csv"), .scanned, status(7), at: 90_000) == claim("a.csv"))
    }

    @Test func `with renamed a file that is moved in is claimed at once`() {
        var drops = Self.drops(.renamed)
        #expect(drops.noticed(name("a.csv"), .movedIn, status(), at: 0) == claim("a.csv"))
    }

    @Test(arguments: [0, 3_000_000])
    func `with renamed a file written under its final name is never claimed`(scan: Int64) {
        var drops = Self.drops(.renamed)
        #expect(drops.noticed(name("a.csv"), .created, status(0), at: 0) == [])
        #expect(drops.noticed(name("a.csv"), .closed, status(9), at: 10) == [])
        #expect(drops.noticed(name("a.csv"), .scanned, status(9), at: scan) == [])
        #expect(drops.tick(at: scan + 500_000) == [])
    }

    @Test func `with renamed what only a scan has found counts when it stays the same`() {
        var drops = Self.drops(.renamed)
        #expect(drops.noticed(name("a.csv"), .scanned, status(5), at: 0) == [])
        #expect(looks(drops.tick(at: 2000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(6), at: 2000) == [])
        #expect(looks(drops.tick(at: 4000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(6), at: 4000) == claim("a.csv"))
    }

    @Test func `with renamed another file under the name of a written one counts`() {
        var drops = Self.drops(.renamed)
        _ = drops.noticed(name("a.csv"), .created, status(0, inode: 1), at: 0)
        _ = drops.noticed(name("a.csv"), .scanned, status(5, inode: 2), at: 60_000)
        #expect(looks(drops.tick(at: 62_000)))
        #expect(
            drops.noticed(name("a.csv"), .looked, status(5, inode: 2), at: 62_000)
                == claim("a.csv"))
    }

    @Test(arguments: [Notice.closed, .movedIn, .scanned])
    private func `with marker the side file decides, whichever comes first`(notice: Notice) {
        let marker = name("a.csv.done")
        var fileFirst = Self.drops(.marker("{name}.done"))
        #expect(fileFirst.noticed(name("a.csv"), .closed, status(), at: 0) == [])
        #expect(fileFirst.tick(at: 100_000) == [])
        #expect(
            fileFirst.noticed(marker, notice, status(0, inode: 2), at: 200_000)
                == claim("a.csv", marker: "a.csv.done"))

        var markerFirst = Self.drops(.marker("{name}.done"))
        #expect(markerFirst.noticed(marker, notice, status(0, inode: 2), at: 0) == [])
        #expect(markerFirst.noticed(name("a.csv"), .created, status(), at: 1) == [])
        #expect(
            markerFirst.noticed(name("a.csv"), .closed, status(), at: 2)
                == claim("a.csv", marker: "a.csv.done"))
    }

    @Test func `a marker counts for one file only`() {
        var drops = Self.drops(.marker("{name}.done"))
        _ = drops.noticed(name("a.csv"), .closed, status(), at: 0)
        _ = drops.noticed(name("a.csv.done"), .closed, status(0, inode: 2), at: 0)
        #expect(drops.claimEnded(name("a.csv"), .taken, at: 1) == [])
        #expect(drops.noticed(name("a.csv"), .closed, status(3, inode: 3), at: 2) == [])
    }

    @Test(arguments: [".a.csv", "a.csv.part", "a.csv.tmp", "a.csv.filepart", "a.csv.crdownload"])
    func `a name that says it is not complete is not claimed, and reported late`(text: String) {
        var drops = Self.drops(.settle(.seconds(2)), within: 60_000)
        #expect(drops.noticed(name(text), .closed, status(), at: 0) == [])
        #expect(drops.tick(at: 59_999) == [])
        #expect(drops.tick(at: 60_000) == [.reportPartial(name(text), Self.feed)])
        #expect(drops.noticed(name(text), .scanned, status(), at: 120_000) == [])
        #expect(drops.tick(at: 500_000) == [])
    }

    @Test func `a file that does not get ready is reported once`() {
        var drops = Self.drops(.marker("{name}.done"), within: 60_000)
        _ = drops.noticed(name("a.csv"), .closed, status(), at: 0)
        #expect(drops.tick(at: 60_000) == [.reportPartial(name("a.csv"), Self.feed)])
        _ = drops.noticed(name("a.csv"), .scanned, status(), at: 60_001)
        #expect(drops.tick(at: 999_999) == [])
    }

    @Test(arguments: [
        ("x.txt", status(), DropDirectory.NotTaken.matchesNoFeed),
        ("a.csv", status(kind: .symbolicLink), .isA(.symbolicLink)),
        ("a.csv", status(kind: .fifo), .isA(.fifo)),
        ("a.csv", status(kind: .directory), .isA(.directory)),
        ("a.csv", status(kind: .device), .isA(.device)),
        ("a.csv", status(links: 2), .hardLinked),
    ])
    func `what is not to be taken is reported once and left alone`(
        text: String, status: FileStatus, why: DropDirectory.NotTaken
    ) {
        var drops = Self.drops(.settle(.seconds(2)))
        #expect(drops.noticed(name(text), .created, status, at: 0) == [])
        #expect(drops.tick(at: 2000) == [.look(name(text), .looked)])
        #expect(
            drops.noticed(name(text), .looked, status, at: 2000)
                == [.reportNotTaken(name(text), why)])
        #expect(drops.noticed(name(text), .scanned, status, at: 60_000) == [])
        #expect(drops.noticed(name(text), .closed, status, at: 70_000) == [])
        #expect(drops.tick(at: 9_000_000) == [])
    }

    @Test func `a hard link that goes away soon is not reported`() {
        var drops = Self.drops(.settle(.seconds(2)))
        _ = drops.noticed(name("a.csv"), .created, status(links: 2), at: 0)
        #expect(looks(drops.tick(at: 2000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(links: 1), at: 2000) == [])
        #expect(drops.noticed(name("a.csv"), .scanned, status(links: 1), at: 60_000) == [])
    }

    @Test func `a name that is taken again during its claim is claimed again afterwards`() {
        var drops = Self.drops(.renamed)
        _ = drops.noticed(name("a.csv"), .movedIn, status(), at: 0)
        #expect(drops.noticed(name("a.csv"), .movedIn, status(inode: 2), at: 1) == [])
        #expect(drops.gone(name("a.csv")) == [])
        #expect(
            drops.claimEnded(name("a.csv"), .taken, at: 2) == [.look(name("a.csv"), .movedIn)])
        #expect(
            drops.noticed(name("a.csv"), .movedIn, status(inode: 2), at: 2) == claim("a.csv"))
    }

    @Test func `a claim that failed is tried again, with longer waits`() {
        var drops = Self.drops(.renamed)
        _ = drops.noticed(name("a.csv"), .movedIn, status(), at: 0)
        #expect(
            drops.claimEnded(name("a.csv"), .failed("no"), at: 0)
                == [.reportFailed(name("a.csv"), Self.feed, "no")])
        #expect(drops.tick(at: 999) == [])
        #expect(drops.tick(at: 1000) == claim("a.csv"))
        #expect(drops.claimEnded(name("a.csv"), .failed("no"), at: 1000) == [])
        #expect(drops.tick(at: 2999) == [])
        #expect(drops.tick(at: 3000) == claim("a.csv"))
    }

    @Test func `a file that changed while it was copied waits until it rests`() {
        var drops = Self.drops(.renamed)
        _ = drops.noticed(name("a.csv"), .movedIn, status(), at: 0)
        #expect(drops.claimEnded(name("a.csv"), .changed, at: 0) == [])
        #expect(looks(drops.tick(at: 2000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(20), at: 2000) == [])
        #expect(looks(drops.tick(at: 4000)))
        #expect(drops.noticed(name("a.csv"), .looked, status(20), at: 4000) == claim("a.csv"))
    }

    @Test func `an original that could not be removed is tried at each scan, and not claimed`() {
        let file = FileID("0123456789abcdef")!
        var drops = Self.drops(.renamed)
        _ = drops.noticed(name("a.csv"), .movedIn, status(), at: 0)
        #expect(drops.claimEnded(name("a.csv"), .notRemoved(file, status()), at: 1) == [])
        #expect(
            drops.noticed(name("a.csv"), .scanned, status(), at: 60_000)
                == [.removeAgain(name("a.csv"), file)])
        #expect(drops.noticed(name("a.csv"), .movedIn, status(99), at: 70_000) == claim("a.csv"))
    }

    @Test func `what a scan does not find is forgotten`() {
        var drops = Self.drops(.settle(.seconds(2)))
        _ = drops.noticed(name("a.csv"), .closed, status(), at: 0)
        drops.scanBegan()
        _ = drops.noticed(name("b.csv"), .scanned, status(inode: 2), at: 1)
        #expect(drops.scanEnded() == [])
        #expect(drops.count == 1)
        #expect(drops.tick(at: 2000) == [])
    }

    @Test func `memory is bounded, and what was left out is scanned for later`() {
        var drops = Self.drops(.renamed, capacity: 4)
        for number in 1...9 {
            _ = drops.noticed(name("\(number).csv"), .movedIn, status(), at: 0)
        }
        #expect(drops.count == 4)
        #expect(drops.claimEnded(name("1.csv"), .taken, at: 0) == [])
        #expect(drops.claimEnded(name("2.csv"), .taken, at: 0) == [.scan])
    }

    @Test func `our own names are not seen`() {
        var drops = Self.drops(.renamed)
        #expect(drops.noticed(name(".hopper-0123456789abcdef"), .movedIn, status(), at: 0) == [])
        #expect(drops.count == 0)
    }

    @Test func `new rules forget what has changed and keep what is being claimed`() {
        var drops = Self.drops(.renamed)
        _ = drops.noticed(name("a.csv"), .movedIn, status(), at: 0)
        _ = drops.noticed(name("b.csv"), .scanned, status(inode: 2), at: 0)
        drops.rulesChanged(to: DropRules([]))
        #expect(drops.count == 1)
        #expect(drops.claimEnded(name("a.csv"), .taken, at: 0) == [])
        #expect(drops.count == 0)
    }
}
