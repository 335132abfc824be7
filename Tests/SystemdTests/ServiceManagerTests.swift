import Glibc
import Systemd
import Testing

@Suite struct ServiceManagerTests {
    @Test(arguments: [
        (ServiceManager.Notice.ready, "READY=1"), (.stopping, "STOPPING=1"),
        (.status("2 files\nread"), "STATUS=2 files read"), (.watchdog, "WATCHDOG=1"),
        (.extendTimeout(microseconds: 5), "EXTEND_TIMEOUT_USEC=5"), (.mainProcess(7), "MAINPID=7"),
    ])
    func `a notice is one line of sd_notify's protocol`(
        notice: ServiceManager.Notice, line: String
    ) {
        #expect(ServiceManager.line(notice) == line)
    }

    // In a process of its own: the environment belongs to the whole process.
    @Test func `notices arrive in one datagram at the socket that systemd named`() async {
        await #expect(processExitsWith: .success) {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let name = "hopper-test-\(getpid())"
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
                unsafe path.copyBytes(from: [0] + Array(name.utf8))
            }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
            let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            let bound = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(socket, $0, length)
                }
            }
            guard bound == 0 else { exit(2) }
            unsafe setenv("NOTIFY_SOCKET", "@\(name)", 1)
            guard ServiceManager.notify(.ready, .status("taking files in")) else { exit(3) }
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            let text = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
            exit(text == "READY=1\nSTATUS=taking files in" ? 0 : 4)
        }
    }

    @Test func `without a service manager nothing is sent and no watchdog is fed`() async {
        await #expect(processExitsWith: .success) {
            unsafe unsetenv("NOTIFY_SOCKET")
            unsafe unsetenv("WATCHDOG_USEC")
            exit(!ServiceManager.notify(.ready) && ServiceManager.watchdogInterval == nil ? 0 : 1)
        }
    }

    @Test func `the watchdog's interval is read for this process only`() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("WATCHDOG_USEC", "30000000", 1)
            unsafe setenv("WATCHDOG_PID", "\(getpid())", 1)
            guard ServiceManager.watchdogInterval == .seconds(30) else { exit(1) }
            unsafe setenv("WATCHDOG_PID", "1", 1)
            exit(ServiceManager.watchdogInterval == nil ? 0 : 2)
        }
    }
}
