import Glibc
import Outbox
import SQLite
import TestSupport
import Testing
import Vocabulary

@Suite struct SQLiteOutboxTests {
    @Test func `a second daemon is told who has the outbox`() throws {
        let fixture = try SQLiteFixture()
        for mode in [SQLiteOutbox.Mode.daemon, .offlineWriter] {
            #expect(
                throws: OutboxError.inUse(
                    "the outbox \(fixture.path) is in use by process \(getpid())")
            ) {
                try SQLiteOutbox.open(fixture.path, mode: mode)
            }
        }
        fixture.close()
        try SQLiteOutbox.open(fixture.path, mode: .offlineWriter).close()
    }

    /// A program that is being started has it until it has been loaded.
    @Test func `the lock is given back, whoever else has its descriptor`() throws {
        let fixture = try SQLiteFixture()
        let number = try #require(
            (3..<65_536).first { number in
                var target = [CChar](repeating: 0, count: 4096)
                let count = unsafe readlink("/proc/self/fd/\(number)", &target, target.count)
                let path = target.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
                return String(decoding: path, as: UTF8.self) == fixture.path + ".lock"
            })
        let other = dup(CInt(number))
        defer { close(other) }
        fixture.close()
        try SQLiteOutbox.open(fixture.path, mode: .offlineWriter).close()
    }

    @Test func `SQLite keeps its own lock on the log's index`() throws {
        let fixture = try SQLiteFixture()
        // Without it another process would take itself for the first, and cut the index off.
        #expect(try fixture.isLocked("-shm"))
        #expect(fixture.size("-shm") >= 1 << 20)
        fixture.close()
        #expect(fixture.size("-shm") == 0)
    }

    @Test func `partner data is not for everyone to read`() throws {
        let fixture = try SQLiteFixture()
        for suffix in ["", "-wal", "-shm", ".lock"] {
            #expect(fixture.mode(suffix) & 0o007 == 0)
        }
    }

    @Test func `what was settled is never leased again, whatever happens at once`() throws {
        let fixture = try SQLiteFixture()
        let committer = GroupCommitter(store: fixture.store) { fatalError("\($0)") }
        let file = try fixture.store.accept(Sample.claim())
        let batches = 600
        try fixture.store.append(
            (1...batches).map { Sample.batch($0) }, to: file, from: .start)
        var seen: Set<DeliveryID> = []
        while seen.count < batches {
            for delivery in try fixture.store.leaseAll("crm", limit: 3) {
                #expect(seen.insert(delivery.id).inserted)
                let settlement = Settlement(
                    delivery: delivery.id, at: Timestamp(milliseconds: 5000),
                    delivered: delivery.records, dead: [], remaining: [], lastAnswer: "200")
                committer.submit(.settle(settlement)) { result in
                    if case .success(.settled) = result { return }
                    Issue.record("\(result)")
                }
            }
        }
        committer.stop()
        #expect(try fixture.store.leaseAll("crm") == [])
        #expect(try fixture.store.recount() == [])
    }

    @Test func `a reader sees what the running daemon committed, and changes nothing`() throws {
        let fixture = try SQLiteFixture()
        let file = try fixture.store.accept(Sample.claim())
        let reader = try SQLiteOutbox.open(fixture.path, mode: .readOnly)
        try fixture.store.append([Sample.batch(1)], to: file, from: .start)
        #expect(try reader.files(FilesQuery()).map(\.counts.accepted) == [4])
        #expect(try reader.usage().pendingDeliveries == 1)
        #expect(try reader.payload(of: BatchID(file: file, number: 1)) == Sample.batch(1).payload)
        #expect(try reader.recount() == [])
        #expect(throws: OutboxError.failed("the outbox was opened for reading only")) {
            try reader.one(.sourceRemoved(file))
        }
        reader.close()
        #expect(throws: OutboxError.self) { try reader.files(FilesQuery()) }
    }

    @Test(arguments: [SQLiteOutbox.Mode.readOnly, .offlineWriter])
    func `only the daemon makes an outbox`(_ mode: SQLiteOutbox.Mode) {
        let directory = ScratchDirectory("outbox")
        #expect(throws: OutboxError.unusable("there is no outbox at \(directory.path)/o.db")) {
            try SQLiteOutbox.open(directory.path + "/o.db", mode: mode)
        }
    }

    @Test func `what is not an outbox is left alone`() throws {
        let directory = ScratchDirectory("outbox")
        let text = directory.write("not a database, but long enough to look like one", to: "a.db")
        let other = directory.path + "/b.db"
        var db = try Connection(other, .create)
        try db.execute("CREATE TABLE recipes (name TEXT)")
        for path in [text, other] {
            #expect {
                try SQLiteOutbox.open(path, mode: .daemon)
            } throws: { error in
                guard case .unusable(let message)? = error as? OutboxError else { return false }
                // One line that says where.
                return message.contains(path) && !message.contains("\n")
            }
        }
        #expect(try db.first("SELECT count(*) FROM recipes") { $0.int(0) } == 0)
        #expect(directory.read("a.db") == "not a database, but long enough to look like one")
    }

    @Test func `a newer Hopper's outbox is refused`() throws {
        let fixture = try SQLiteFixture()
        fixture.close()
        do {
            var db = try Connection(fixture.path, .readWrite)
            try db.execute("PRAGMA user_version = 99")
        }
        for mode in [SQLiteOutbox.Mode.daemon, .readOnly] {
            #expect {
                try SQLiteOutbox.open(fixture.path, mode: mode)
            } throws: { error in
                "\(error)".contains("written by a newer Hopper")
            }
        }
    }

    @Test func `the outbox as a crash leaves it is whole`() throws {
        let fixture = try SQLiteFixture()
        let file = try fixture.store.accept(Sample.claim())
        let checkpoint = try fixture.store.append(
            [Sample.batch(1), Sample.batch(2)], to: file, from: .start)
        let leased = try fixture.store.leaseAll("crm")
        try fixture.store.deliver(leased[0])
        // The files as they lie there, the connections still open: what `kill -9` leaves.
        let copy = ScratchDirectory("outbox")
        for suffix in ["", "-wal"] { try fixture.copy(suffix, to: copy.path + "/c.db" + suffix) }
        let store = try SQLiteOutbox.open(copy.path + "/c.db", mode: .daemon)
        #expect(try store.unfinishedFiles().map(\.checkpoint) == [checkpoint])
        #expect(try store.leaseAll("crm") == [leased[1]])
        #expect(try store.recount() == [])
        // Without its log it is as it was made: nothing had been copied into it yet.
        store.close()
    }

    @Test func `without room a commit fails whole, and goes through once there is some`() throws {
        let fixture = try SQLiteFixture(compression: nil)
        let file = try fixture.store.accept(Sample.claim())
        try fixture.limitPages(60)
        let payload = [UInt8](repeating: 0x61, count: 600_000)
        var large = Sample.batch(1)
        large.payload = payload
        let chunk = OutboxChange.append(Sample.chunk([large], of: file, from: .start))
        #expect {
            try fixture.store.one(chunk)
        } throws: { error in
            if case .full = error as? OutboxError { true } else { false }
        }
        #expect(try fixture.store.recount() == [])
        #expect(try fixture.store.unfinishedFiles().map(\.checkpoint) == [.start])
        // What needs little still goes through.
        #expect(try fixture.store.one(.sourceRemoved(file)) == .done)
        try fixture.limitPages(1000)
        #expect(try fixture.store.one(chunk) == .done)
        #expect(try fixture.store.payload(of: BatchID(file: file, number: 1)) == payload)
    }

    @Test func `a device that fails to write is told from a full one`() async {
        await #expect(processExitsWith: .exitCode(74)) {
            let fixture = try SQLiteFixture(compression: nil)
            let committer = GroupCommitter(store: fixture.store) { error in
                guard case .deviceFailed = error else { exit(1) }
                exit(74)
            }
            let file = try fixture.store.accept(Sample.claim())
            // Writes past this size fail with EFBIG instead of ENOSPC: an I/O error.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
            unsafe setrlimit(__rlimit_resource_t(1), &limit)
            var large = Sample.batch(1)
            large.payload = [UInt8](repeating: 0x61, count: 4 << 20)
            _ = try committer.commit(
                .append(Sample.chunk([large], of: file, from: .start)))
            exit(2)
        }
    }

    @Test func `the log is checkpointed by size and does not grow without bound`() throws {
        let fixture = try SQLiteFixture(compression: nil, payloadCache: 0)
        let file = try fixture.store.accept(Sample.claim())
        let payload = [UInt8](repeating: 0x61, count: 8 << 20)
        var checkpoint = Checkpoint.start
        var largest: Int64 = 0
        for number in 1...14 {
            var batch = Sample.batch(number)
            batch.payload = payload
            checkpoint = try fixture.store.append([batch], to: file, from: checkpoint)
            try fixture.store.tidy(isIdle: false)
            largest = max(largest, fixture.size("-wal"))
        }
        #expect(largest > 60 << 20)
        #expect(largest < 90 << 20)
        #expect(fixture.size("") > 60 << 20)
        #expect(try fixture.store.usage().bytes >= 14 * 8 << 20)
    }

    @Test func `purged room is used again`() throws {
        let fixture = try SQLiteFixture(compression: nil)
        let file = try fixture.store.accept(Sample.claim())
        var checkpoint = Checkpoint.start
        var sizes: [Int64] = []
        for number in 1...10 {
            var batch = Sample.batch(number)
            batch.payload = [UInt8](repeating: 0x61, count: 200_000)
            checkpoint = try fixture.store.append([batch], to: file, from: checkpoint)
            try fixture.store.deliver(try fixture.store.leaseAll("crm")[0])
            try fixture.store.one(
                .purge(
                    PurgeStep(
                        deliveredBefore: Timestamp(milliseconds: 9000),
                        deadBefore: Timestamp(milliseconds: 0))))
            let usage = try fixture.store.usage()
            #expect(usage.freeBytes >= 190_000)
            sizes.append(usage.bytes - fixture.size("-wal"))
        }
        #expect(sizes[9] <= sizes[1])
        #expect(try fixture.store.recount() == [])
    }
}
