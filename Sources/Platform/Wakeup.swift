import CPlatform
import Glibc

/// Wakes a thread that waits in poll(2): an eventfd(2).
package final class Wakeup: Sendable {
    private let descriptor: FileDescriptor

    package init() throws(SystemError) {
        let number = hopper_eventfd()
        guard number >= 0 else { throw SystemError("eventfd", on: "a wake-up") }
        descriptor = FileDescriptor(owning: number)
    }

    /// Makes the present or the next `waitForInput` return.
    package func signal() {
        var one: UInt64 = 1
        unsafe _ = write(descriptor.number, &one, 8)
    }

    /// Waits until `other` can be read, `signal` is called, or the time is over; takes the signal.
    /// - Parameter timeout: nil waits forever.
    package func waitForInput(on other: CInt, timeout: Duration?) {
        var waits = [
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
        ]
        var milliseconds: CInt = -1
        if let timeout {
            let (seconds, attoseconds) = timeout.components
            // Rounded up, so that what is due then is due on return.
            let whole =
                min(seconds, 86_400) * 1000 + (attoseconds + 999_999_999_999_999)
                / 1_000_000_000_000_000
            milliseconds = CInt(max(0, whole))
        }
        unsafe _ = poll(&waits, 2, milliseconds)
        var count: UInt64 = 0
        unsafe _ = read(descriptor.number, &count, 8)
    }
}
