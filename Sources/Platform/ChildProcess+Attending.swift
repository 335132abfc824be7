import Glibc

extension ChildProcess {
    /// Why `attend` came back.
    package enum Outcome: Hashable, Sendable {
        case ended(Ending)
        /// It was killed: the time is over.
        case timeOver
        /// It was killed: `isWanted` or `take` said so.
        case stopped
    }

    /// What the program wrote to its standard error last, at most `mostErrors` bytes.
    package struct Report: Sendable {
        package var outcome: Outcome
        package var errors: [UInt8]
    }

    /// Bytes of standard error that are kept.
    private static var mostErrors: Int { 4096 }
    private static var tick: Duration { .milliseconds(100) }

    /// Takes what the program puts out until it ends, its time is over, or nobody wants it any more.
    ///
    /// When the program itself has ended, what it left running in its process group is killed, and
    /// what has been put out until then is taken.
    /// - Parameters:
    ///   - isWanted: asked about ten times a second, and after each piece; false kills the program.
    ///   - take: gets the output piece by piece; false kills the program.
    package mutating func attend(
        for timeout: Duration, isWanted: () -> Bool,
        take: (UnsafeRawBufferPointer) throws(SystemError) -> Bool
    ) throws(SystemError) -> Report {
        let deadline = ContinuousClock.now + timeout
        var errors: [UInt8] = []
        var isOutputOpen = true
        var areErrorsOpen = true
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { unsafe buffer.deallocate() }
        func report(_ outcome: Outcome) -> Report { Report(outcome: outcome, errors: errors) }
        while true {
            let hasEnded = hasEnded
            // Whoever still holds the pipes does not keep us waiting.
            if hasEnded { killGroup() }
            if isOutputOpen {
                switch unsafe try piece(of: output, into: buffer) {
                case .bytes(let count):
                    guard unsafe try take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else {
                        return report(.stopped)
                    }
                case .end: isOutputOpen = false
                case .none: if hasEnded { isOutputOpen = false }
                }
            }
            if areErrorsOpen {
                switch unsafe try piece(of: self.errors, into: buffer) {
                case .bytes(let count): unsafe Self.keep(buffer[..<count], in: &errors)
                case .end: areErrorsOpen = false
                case .none: if hasEnded { areErrorsOpen = false }
                }
            }
            if hasEnded, !isOutputOpen, !areErrorsOpen { return report(.ended(reap())) }
            guard isWanted() else { return report(.stopped) }
            if ContinuousClock.now >= deadline { return report(.timeOver) }
            if !hasEnded { waitForNews(isOutputOpen, areErrorsOpen, until: deadline) }
        }
    }

    private enum Piece {
        case bytes(Int)
        case end
        case none
    }

    private func piece(
        of pipe: borrowing FileDescriptor, into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Piece {
        do throws(SystemError) {
            let count = try unsafe pipe.read(into: buffer)
            return count > 0 ? .bytes(count) : .end
        } catch {
            guard error.code == EAGAIN else { throw error }
            return .none
        }
    }

    private static func keep(_ bytes: Slice<UnsafeMutableRawBufferPointer>, in kept: inout [UInt8])
    {
        unsafe kept.append(contentsOf: bytes)
        if kept.count > mostErrors { kept.removeFirst(kept.count - mostErrors) }
    }

    private func waitForNews(
        _ isOutputOpen: Bool, _ areErrorsOpen: Bool, until deadline: ContinuousClock.Instant
    ) {
        // poll(2) passes over negative numbers.
        var waits = [
            pollfd(fd: isOutputOpen ? output.number : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: areErrorsOpen ? errors.number : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ending.number, events: Int16(POLLIN), revents: 0),
        ]
        let tick = ending.number < 0 ? .milliseconds(10) : Self.tick
        let left = max(.zero, min(tick, deadline - ContinuousClock.now))
        let milliseconds = left.components.attoseconds / 1_000_000_000_000_000 + 1
        unsafe _ = poll(&waits, nfds_t(waits.count), CInt(milliseconds))
    }
}
