/// Whether there is room to take more in: by the outbox's size and the device's free space.
///
/// It stops at a limit and goes on only when there is clearly room again (a tenth of the limit), so
/// that intake does not stutter at the edge.
package struct BackPressure: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case flowing
        /// The outbox has grown to its limit; left when a tenth of the limit is free.
        case outboxFull
        /// The device is short of space; left when a tenth more than the limit is free.
        case diskFull
    }

    /// What has changed, for the journal; nil when nothing has.
    package enum Change: Hashable, Sendable { case outboxFull, diskFull, hasRoom }

    package private(set) var state = State.flowing
    /// More than half of what the outbox may hold is in use.
    package private(set) var isTight = false
    /// Bytes the outbox may hold.
    package var outboxLimit: Int64
    /// Bytes that must stay free on the device.
    package var freeDiskLimit: Int64

    package init(outboxLimit: Int64, freeDiskLimit: Int64) {
        self.outboxLimit = outboxLimit
        self.freeDiskLimit = freeDiskLimit
    }

    package var isPaused: Bool { state != .flowing }

    /// With more of the outbox in use than that, a full one does not have room again.
    package var roomLevel: Int64 { outboxLimit - outboxLimit / 10 }

    /// - Parameters:
    ///   - used: bytes of the outbox that hold something (its free pages don't count).
    ///   - free: bytes free on the device.
    package mutating func measured(used: Int64, free: Int64) -> Change? {
        isTight = used > outboxLimit / 2
        switch state {
        case .flowing:
            if free < freeDiskLimit { return enter(.diskFull) }
            if used >= outboxLimit { return enter(.outboxFull) }
            return nil
        case .outboxFull, .diskFull:
            let hasDisk = free >= freeDiskLimit + freeDiskLimit / 10
            let hasOutbox = used <= roomLevel
            if hasDisk && hasOutbox { return enter(.flowing) }
            // One cause may give way to the other: said, because something else is to be done.
            if !hasDisk, state == .outboxFull, free < freeDiskLimit { return enter(.diskFull) }
            if hasDisk, state == .diskFull, used >= outboxLimit { return enter(.outboxFull) }
            return nil
        }
    }

    /// A write found no room, whatever the figures say.
    package mutating func writeFoundNoRoom() -> Change? {
        state == .flowing ? enter(.diskFull) : nil
    }

    private mutating func enter(_ next: State) -> Change? {
        state = next
        switch next {
        case .flowing: return .hasRoom
        case .outboxFull: return .outboxFull
        case .diskFull: return .diskFull
        }
    }
}
