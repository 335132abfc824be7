import Outbox
import Vocabulary

extension OutboxConformance {
    static let claims: [OutboxConformance] = [
        OutboxConformance("a claimed file is unfinished until it is finished") { fixture in
            let store = fixture.store
            let claim = Sample.claim(isHeldBack: true)
            let file = try store.accept(claim)
            try same(file, FileID(feed: claim.feed, content: claim.content, occurrence: 1))
            let unfinished = try store.unfinishedFiles()
            try same(unfinished.count, 1)
            try same(unfinished[0].claim, claim)
            try same(unfinished[0].file, file)
            try same(unfinished[0].checkpoint, .start)
            try same(try store.one(Sample.finish(file)), .done)
            try same(try store.unfinishedFiles(), [])
            try store.refuses(Sample.finish(file))
        },
        OutboxConformance("the same inbox entry is registered once") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try same(try store.one(.claim(Sample.claim())), .claimed(.alreadyClaimed(file)))
            let unremoved = try store.unremovedSources()
            try same(unremoved.map(\.file), [file])
            try same(unremoved.map(\.source), [Sample.claim().source])
            try same(try store.one(.sourceRemoved(file)), .done)
            try same(try store.unremovedSources(), [])
            let again = try store.one(.claim(Sample.claim()))
            guard case .claimed(.duplicate(_, of: file)) = again else {
                throw Nonconformance("not a duplicate: \(again)")
            }
        },
        OutboxConformance("the same content again is a duplicate, or a new occurrence") { fixture in
            let store = fixture.store
            let claim = Sample.claim()
            let first = try store.accept(claim)
            try store.one(.sourceRemoved(first))
            let second = FileID(feed: claim.feed, content: claim.content, occurrence: 2)
            let third = FileID(feed: claim.feed, content: claim.content, occurrence: 3)
            try same(
                try store.one(.claim(Sample.claim(name: "b.csv", inode: 2))),
                .claimed(.duplicate(second, of: first)))
            try same(
                try store.accept(
                    Sample.claim(name: "c.csv", inode: 3, skipsDuplicates: false)), third)
            let duplicates = try store.files(FilesQuery(state: .duplicate))
            try same(duplicates.map(\.file), [second])
            try same(duplicates.first?.detail, first.text)
            try same(try store.filesOwingReceipt(limit: 10), [second])
            try store.refuses(.append(Sample.chunk([], of: second, from: .start)))
            // Another feed's same content is another file.
            let other = try store.accept(Sample.claim("beta", inode: 9))
            try holds(other != first, "a file of another feed has the same id")
        },
        OutboxConformance("the same name with other content is a new version") { fixture in
            let store = fixture.store
            let first = try store.accept(Sample.claim())
            let result = try store.one(.claim(Sample.claim(content: 2, inode: 2)))
            guard case .claimed(.accepted(let second, _, let old)) = result else {
                throw Nonconformance("not accepted: \(result)")
            }
            try same(old, first)
            try same(try store.files(FilesQuery()).first?.newVersionOf, first)
            try same(try store.story(of: second)?.summary.newVersionOf, first)
        },
        OutboxConformance("sequence bases rise above everything that came before") { fixture in
            var highest: Int64 = 0
            var unfinished: FileID?
            for number in 1...6 {
                let store = fixture.store
                let claim = Sample.claim(
                    name: "\(number)", content: UInt8(number), size: 300, inode: UInt64(number))
                let result = try store.one(.claim(claim))
                guard case .claimed(.accepted(let file, let base, _)) = result else {
                    throw Nonconformance("not accepted: \(result)")
                }
                try holds(base >= highest, "base \(base) is not above \(highest)")
                try holds(base < 1 << 53, "base \(base) is not exact in JSON")
                // Every second file is left unfinished when the next one is claimed.
                try store.append([Sample.batch(1, records: 300)], to: file, from: .start)
                highest = base + 300
                if let earlier = unfinished {
                    try store.one(Sample.finish(earlier))
                    try store.one(Sample.finish(file))
                    unfinished = nil
                } else {
                    unfinished = file
                    try same(try store.unfinishedFiles().first?.sequenceBase, base)
                }
                try fixture.reopen()
            }
        },
        OutboxConformance("a file is foreseen as it is claimed") { fixture in
            for number in 1...3 {
                let claim = Sample.claim(
                    name: "\(number)", content: UInt8(number), size: 300, inode: UInt64(number))
                let foreseen = try fixture.store.foresee(claim)
                let result = try fixture.store.one(.claim(claim))
                guard case .claimed(.accepted(let file, let base, _)) = result else {
                    throw Nonconformance("not accepted: \(result)")
                }
                // A store may not be able to say; what it says is right.
                if let foreseen {
                    try same(foreseen, ForeseenClaim(file: file, sequenceBase: base))
                }
                // Known content is a duplicate, or the very same entry.
                try same(try fixture.store.foresee(claim), nil)
                if number == 2 { try fixture.store.one(Sample.finish(file)) }
                try fixture.reopen()
            }
        },
        OutboxConformance("claim and first chunk go into one transaction") { fixture in
            let claim = Sample.claim()
            let file = FileID(feed: claim.feed, content: claim.content, occurrence: 1)
            var chunk = Sample.chunk([Sample.batch(1)], of: file, from: .start)
            chunk.sequenceBase = 0
            let results = try fixture.store.commit([.claim(claim), .append(chunk)])
            guard case .claimed(.accepted(file, sequenceBase: 0, _)) = results[0] else {
                throw Nonconformance("not accepted: \(results[0])")
            }
            try same(results[1], .done)
            try same(try fixture.store.unfinishedFiles().first?.checkpoint, chunk.to)
        },
        OutboxConformance("a chunk made with another sequence base is refused") { fixture in
            let file = try fixture.store.accept(Sample.claim())
            let base = try fixture.store.unfinishedFiles()[0].sequenceBase
            var chunk = Sample.chunk([Sample.batch(1)], of: file, from: .start)
            chunk.sequenceBase = base + 1
            try fixture.store.refuses(.append(chunk))
            chunk.sequenceBase = base
            try same(try fixture.store.one(.append(chunk)), .done)
        },
        OutboxConformance("reader crashes are counted over restarts") { fixture in
            let file = try fixture.store.accept(Sample.claim())
            try same(try fixture.store.one(.readerCrashed(file)), .crashes(1))
            try fixture.reopen()
            try same(try fixture.store.one(.readerCrashed(file)), .crashes(2))
            let unknown = FileID("0000000000000000")!
            for change in [
                .readerCrashed(unknown), .sourceRemoved(unknown), .receiptWritten(unknown),
                Sample.finish(unknown),
            ] as [OutboxChange] {
                try fixture.store.refuses(change)
            }
        },
        OutboxConformance("revisions are kept") { fixture in
            let revision = Revision(
                id: RevisionID("0a1b"), acceptedAt: Timestamp(milliseconds: 7),
                sources: [
                    ConfigurationSource(path: "partners/z.yaml", bytes: [1, 2, 0]),
                    ConfigurationSource(path: "hopper.yaml", bytes: []),
                ])
            try fixture.store.one(.saveRevision(revision))
            try fixture.store.one(.saveRevision(revision))
            try fixture.reopen()
            try same(try fixture.store.revision(revision.id), revision)
            try same(try fixture.store.revision(RevisionID("none")), nil)
        },
        OutboxConformance("revisions are found by how they begin, the last accepted first") {
            fixture in
            for (id, time) in [("0a1b", 1), ("0a2c", 2), ("ff00", 3), ("0a1b", 4)] {
                try fixture.store.one(
                    .saveRevision(
                        Revision(
                            id: RevisionID(id), acceptedAt: Timestamp(milliseconds: Int64(time)),
                            sources: [ConfigurationSource(path: "hopper.yaml", bytes: [])])))
            }
            func found(_ prefix: String, _ limit: Int = 10) throws -> [String] {
                try fixture.store.revisions(startingWith: prefix, limit: limit).map(\.id.text)
            }
            try same(try found(""), ["0a1b", "ff00", "0a2c"])
            try same(try found("", 1), ["0a1b"])
            try same(try found("0a"), ["0a1b", "0a2c"])
            try same(try found("0a2c"), ["0a2c"])
            try same(try found("%"), [])
            try same(
                try fixture.store.revisions(startingWith: "0a1", limit: 10).map(\.acceptedAt),
                [Timestamp(milliseconds: 4)])
        },
        OutboxConformance("destination states are kept") { fixture in
            let open = DestinationState(
                destination: "crm", phase: .open, failures: 5,
                probeAt: Timestamp(milliseconds: 99), reason: "503",
                since: Timestamp(milliseconds: 9))
            var held = open
            held.destination = "billing"
            held.phase = .held
            held.probeAt = nil
            try fixture.store.one(.destinationState(open))
            try fixture.store.one(.destinationState(held))
            held.failures = 6
            try fixture.store.one(.destinationState(held))
            try fixture.reopen()
            try same(try fixture.store.destinationStates(), [held, open])
        },
    ]
}
