import Glibc
import Platform
import TestSupport
import Testing

@Suite struct CrashMarkTests {
    @Test func `a trap leaves the name of what its thread worked on`() async throws {
        let scratch = ScratchDirectory()
        let path = scratch.path + "/marks"
        await #expect(processExitsWith: .failure) { [path = path as String] in
            try CrashMark.install(into: FileDescriptor.open(path, O_WRONLY | O_CREAT | O_APPEND))
            let done = Monitor(false)
            let other = WorkerThread("other") {
                CrashMark.working(on: "innocent")
                done.withLock(notify: true) { $0 = true }
                _ = Monitor(false).wait(timeout: .seconds(60)) { _ in Bool?.none }
            }
            _ = done.wait { $0 ? true : nil }
            _ = other
            CrashMark.working(on: "before")
            CrashMark.working(on: "7k3m")
            fatalError("brought down")
        }
        #expect(scratch.read("marks") == "7k3m\n")
    }

    @Test func `a thread between two subjects leaves no mark`() async throws {
        let scratch = ScratchDirectory()
        let path = scratch.path + "/marks"
        await #expect(processExitsWith: .failure) { [path = path as String] in
            try CrashMark.install(into: FileDescriptor.open(path, O_WRONLY | O_CREAT | O_APPEND))
            CrashMark.working(on: "7k3m")
            CrashMark.working(on: nil)
            abort()
        }
        #expect(scratch.read("marks") == "")
    }
}
