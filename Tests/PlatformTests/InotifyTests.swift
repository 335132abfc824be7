import Glibc
import Platform
import TestSupport
import Testing

@Suite struct InotifyTests {
    let scratch = ScratchDirectory()

    @Test func `what happens in a watched directory is told by name`() throws {
        let inotify = try Inotify()
        let directory = try BeneathDirectory(at: scratch.path)
        let watch = try inotify.watch(directory, for: [.closed, .movedIn, .created])
        scratch.writeInPlace("x", to: "a")
        scratch.rename("a", to: "b")
        let events = try inotify.drain().map { "\($0.events.rawValue) \($0.name)" }
        let expected = [("a", Inotify.Events.created), ("a", .closed), ("b", .movedIn)]
            .map { "\($0.1.rawValue) \(Array($0.0.utf8))" }
        #expect(events == expected)
        inotify.unwatch(watch)
        #expect(try inotify.drain().first?.events.isSubset(of: .directoryGone) == true)
    }

    @Test func `a directory that goes away says so`() throws {
        let inotify = try Inotify()
        scratch.folder("in")
        let directory = try BeneathDirectory(at: scratch.path + "/in")
        let watch = try inotify.watch(directory, for: .closed)
        scratch.remove("in")
        _ = consume directory
        let events = try inotify.drain()
        #expect(!events.isEmpty)
        #expect(events.allSatisfy { $0.watch == watch })
        #expect(events.allSatisfy { !$0.events.isDisjoint(with: .directoryGone) })
    }

    @Test func `a signal before the wait is not lost`() throws {
        let inotify = try Inotify()
        let wakeup = try Wakeup()
        wakeup.signal()
        wakeup.waitForInput(on: inotify.number, timeout: nil)
        // Taken: the next wait runs into its time limit.
        wakeup.waitForInput(on: inotify.number, timeout: .milliseconds(1))
    }

    @Test func `a steady clock goes on from the wall clock`() {
        let clock = SteadyClock()
        let first = clock.milliseconds
        let wall = Int64(time(nil)) * 1000
        #expect(abs(first - wall) < 5000)
        #expect(clock.milliseconds >= first)
    }
}
