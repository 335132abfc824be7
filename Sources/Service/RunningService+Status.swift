import Dispatching
import Glibc
import Intake
import JSON
import Outbox
import Platform
import Vocabulary

extension RunningService {
    /// systemd's STATUS= line, with the live figures.
    func statusLine() -> String {
        let coming = intake.progress()
        let going = dispatcher.progress()
        let now = Timestamp(clock)
        let inFlight = going.destinations.reduce(0) { $0 + $1.inFlight }
        let rate = going.destinations.reduce(0) { $0 + $1.recordsPerSecond(at: now) }
        let trouble = going.destinations.filter { $0.state.phase != .closed }.map(\.name)
        var line =
            "in: \(coming.filesReading) reading, \(coming.filesWaiting) waiting, "
            + "\(coming.filesFinished) done; out: \(inFlight) in flight, "
            + "\(Int(rate.rounded())) records/s"
        if coming.pressure != .flowing { line += "; intake is paused" }
        if !trouble.isEmpty { line += "; in trouble: \(trouble.joined(separator: ", "))" }
        return line
    }

    /// The parts' signs of life, for the watchdog.
    func pulses() -> [Pulse] {
        let coming = intake.progress()
        var pulses = IntakeProgress.Part.allCases.map { part in
            let pulse = coming[part]
            return Pulse(part: "intake.\(part)", beats: pulse.steps, isBusy: pulse.underWay > 0)
        }
        let going = dispatcher.progress()
        let isOverdue = going.isStuck(at: Timestamp(clock), longerThan: .seconds(5))
        pulses.append(
            Pulse(
                part: "dispatch", beats: UInt64(bitPattern: going.turnAt.milliseconds),
                isBusy: isOverdue))
        let commit = committer.pulse
        pulses.append(
            Pulse(part: "outbox", beats: UInt64(commit.beats), isBusy: commit.isBusy))
        return pulses
    }

    /// What `GET /status` answers.
    func statusDocument() -> JSONValue {
        let coming = intake.progress()
        let going = dispatcher.progress()
        let now = Timestamp(clock)
        return [
            "pid": .integer(getpid()), "version": .string(HopperVersion.text),
            "started_at": .string(startedAt.description),
            "revision": .string(revision.text),
            "status": .string(statusLine()),
            "intake": [
                "files_waiting": .integer(coming.filesWaiting),
                "files_reading": .integer(coming.filesReading),
                "files_claimed": .integer(coming.filesClaimed),
                "files_finished": .integer(coming.filesFinished),
                "records_read": .integer(coming.recordsRead),
                "records_rejected": .integer(coming.recordsRejected),
                "troubles": .array(
                    intake.troubles().map { trouble in
                        [
                            "file": .string(trouble.file.text),
                            "partner": .string(trouble.feed.partner),
                            "feed": .string(trouble.feed.feed), "name": .string(trouble.name),
                            "reason": .string(trouble.reason),
                            "since": .string(trouble.since.description),
                            "attempts": .integer(trouble.attempts),
                        ]
                    }),
                "paused": coming.pressure == .flowing ? nil : .string("\(coming.pressure)"),
            ],
            "destinations": .array(
                going.destinations.map { destination in
                    [
                        "name": .string(destination.name),
                        "state": .string(destination.state.phase.rawValue),
                        "in_flight": .integer(destination.inFlight),
                        "requests": .integer(destination.requests),
                        "delivered": .integer(destination.delivered),
                        "dead": .integer(destination.dead),
                        "retried": .integer(destination.retried),
                        "records_per_second": .integer(
                            Int(destination.recordsPerSecond(at: now).rounded())),
                        "last_answer": .string(destination.lastAnswer),
                        "last_answer_at": destination.lastAnswerAt.map {
                            .string($0.description)
                        } ?? nil,
                    ]
                }),
        ]
    }
}
