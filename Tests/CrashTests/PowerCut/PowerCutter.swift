import Foundation
import Platform

/// Cuts the power of devices from a thread of its own, while others go on without a notion of it.
final class PowerCutter: Sendable {
    enum Moment {
        case after(milliseconds: Int)
        /// When that process has ended, or after so many milliseconds.
        case end(of: pid_t, atMost: Int)
    }

    private let thread: WorkerThread

    init(_ mountPoints: [String], _ moment: Moment) {
        thread = WorkerThread("power") {
            switch moment {
            case .after(let time): usleep(UInt32(time) * 1000)
            case .end(let process, let limit):
                let end = Date(timeIntervalSinceNow: Double(limit) / 1000)
                while Date() < end, kill(process, 0) == 0 { usleep(500) }
            }
            for mountPoint in mountPoints { CutDevice.cut(mountPoint) }
        }
    }

    /// Waits until the power is gone.
    func join() { thread.join() }
}
