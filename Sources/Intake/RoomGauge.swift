package import Configuration
package import Outbox
package import Platform
package import Vocabulary

/// Tells the threads of intake whether there is room to take more in, and lets them wait for it.
///
/// It measures while there is work, at most once a second or every 16 MiB handed to the outbox; a
/// paused intake polls once a second. An idle one does nothing.
package final class RoomGauge: Sendable {
    private struct State {
        var pressure: BackPressure
        var isStopping = false
        var measuredAt: Int64 = .min
        var handedOver = 0
    }

    private let state: Monitor<State>
    private let store: any OutboxStore
    private let workSpace: WorkSpace
    private let clock: SteadyClock
    private let events: EventSink
    private let outboxIsFull: @Sendable () -> Void

    /// - Parameter outboxIsFull: the outbox was found over its limit; called again with every
    ///   measurement that finds it so, on intake's threads: must not block.
    package init(
        store: any OutboxStore, workSpace: WorkSpace, limits: Settings.Limits,
        clock: SteadyClock, events: @escaping EventSink,
        outboxIsFull: @escaping @Sendable () -> Void
    ) {
        state = Monitor(
            State(
                pressure: BackPressure(
                    outboxLimit: limits.outbox, freeDiskLimit: limits.freeDisk)))
        self.store = store
        self.workSpace = workSpace
        self.clock = clock
        self.events = events
        self.outboxIsFull = outboxIsFull
    }

    package var pressure: BackPressure.State { state.withLock { $0.pressure.state } }

    /// As of the last measurement.
    var isTight: Bool { state.withLock { $0.pressure.isTight } }

    /// The outbox's limit, and what may be in use for a full one to have room again.
    var outboxLevels: (limit: Int64, room: Int64) {
        state.withLock { ($0.pressure.outboxLimit, $0.pressure.roomLevel) }
    }

    /// Bytes that must stay free on the device.
    var freeDiskLimit: Int64 { state.withLock { $0.pressure.freeDiskLimit } }

    package func limitsChanged(to limits: Settings.Limits) {
        state.withLock {
            $0.pressure.outboxLimit = limits.outbox
            $0.pressure.freeDiskLimit = limits.freeDisk
            $0.measuredAt = .min
        }
    }

    /// Bytes went to the outbox: it may have grown.
    func handedOver(_ bytes: Int) { state.withLock { $0.handedOver += bytes } }

    /// Whether more may be taken in now.
    func hasRoom() -> Bool {
        let now = clock.milliseconds
        let isDue = state.withLock { state in
            guard now >= state.measuredAt &+ 1000 || state.handedOver >= 16 << 20 else {
                return false
            }
            state.measuredAt = now
            state.handedOver = 0
            return true
        }
        if isDue { measure() }
        return state.withLock { !$0.pressure.isPaused }
    }

    /// Blocks until there is room; false when intake stops first.
    func waitForRoom() -> Bool {
        while !hasRoom() {
            let isOver = state.wait(timeout: .seconds(1)) { state -> Bool? in
                state.isStopping ? true : nil
            }
            if isOver == true { return false }
        }
        return !state.withLock { $0.isStopping }
    }

    func foundNoRoom() {
        say(state.withLock { $0.pressure.writeFoundNoRoom() })
    }

    func stop() { state.withLock(notify: true) { $0.isStopping = true } }

    private func measure() {
        // Without figures nothing changes: a store that can't be asked says so elsewhere.
        guard let usage = try? store.usage(), let free = try? workSpace.work.freeBytes() else {
            return
        }
        say(
            state.withLock {
                $0.pressure.measured(used: usage.usedBytes, free: free)
            })
        // Also later than at first: what nobody needs any more grows while deliveries go on.
        if pressure == .outboxFull { outboxIsFull() }
    }

    private func say(_ change: BackPressure.Change?) {
        switch change {
        case nil: break
        case .outboxFull:
            events(
                Event(
                    .outboxFull,
                    "the outbox has reached limits.outbox: no files are taken in until deliveries "
                        + "make room"))
        case .diskFull:
            events(
                Event(
                    .diskFull,
                    "less than limits.free_disk is left on the device of the state directory: no "
                        + "files are taken in until there is room"))
        case .hasRoom: events(Event(.outboxHasRoom, "there is room again: taking files in"))
        }
    }
}
