import Glibc
import Platform
import Testing

@testable import Intake

@Suite struct SyncThreadTests {
    @Test func `what was begun is done when the wait is over, time after time`() throws {
        let thread = SyncThread("sync-test")
        defer { thread.stop() }
        let done = Monitor(0)
        for round in 1...100 {
            thread.begin { done.withLock { $0 += 1 } }
            try thread.wait()
            #expect(done.withLock { $0 } == round)
        }
    }

    @Test func `an error comes out of the wait, and the next work is done all the same`() throws {
        let thread = SyncThread("sync-test")
        defer { thread.stop() }
        thread.begin { () throws(SystemError) in throw SystemError("fsync", on: "it", code: EIO) }
        #expect(throws: SystemError("fsync", on: "it", code: EIO)) { try thread.wait() }
        thread.begin {}
        try thread.wait()
    }

    @Test func `one that was never used ends at once`() {
        SyncThread("sync-test").stop()
    }
}
