import Glibc
package import Platform

/// Puts records through programs, in a process of their own, many at once. Belongs to one thread at a
/// time.
///
/// What comes of a record does not depend on those beside it, nor on how many go at once: the process
/// is asked again for each alone when it has ended over several. So an endless program, one that takes
/// all memory, and a crash of libjq cost the record, and nobody else.
package final class JQSession {
    /// How many records have been asked about since `begin`.
    package private(set) var asked = 0
    /// How many of them, from the first on, have an answer since `answer` came back.
    package var answered: Int { results.count }
    /// How often the process was ended over a record, earlier sessions for the same file included.
    package private(set) var losses: Int
    private let programs: [String]
    private var process: JQProcess?
    private var request = JQFrame()
    /// Where each record ends in the request.
    private var ends: [Int] = []
    /// The record that ran out of time among others, and comes next: it is not tried again.
    private var timedOut: [UInt8]?
    /// How many processes have ended over records.
    private(set) var processesLost = 0
    private var answers: [UInt8] = []
    private var results: [(outcome: JQOutcome, text: Range<Int>)] = []
    /// So many records are asked about at once.
    private var most = 16
    /// So many records are asked about alone first: one among them ended the process.
    private var alone = 0

    private static let mostRecords = 256
    private static let mostBytes = 256 << 10
    /// Between these the number of records stays as it is.
    private static let pace: ClosedRange<Duration> = .milliseconds(20)...(.milliseconds(100))
    /// One that somebody has killed is asked again so often, altogether.
    private static let mostKills = 3

    /// - Parameter programs: they have been checked.
    package init(programs: [String], losses: Int = 0) {
        self.programs = programs
        self.losses = losses
    }

    deinit { if let process { JQShelf.shared.put(process) } }

    /// Forgets what was asked and answered.
    package func begin() {
        asked = 0
        results.removeAll(keepingCapacity: true)
        request.reset()
        request.add(0)
        ends.removeAll(keepingCapacity: true)
    }

    /// Whether another record may be asked about before `answer`.
    package var hasRoom: Bool {
        asked == 0
            || asked < (alone > 0 ? 1 : most) && request.bytes.count < Self.mostBytes
    }

    /// Asks about a record: an object's JSON, without white space.
    package func ask(_ record: UnsafeRawBufferPointer, of program: Int) {
        request.add(program)
        unsafe request.add(record)
        asked += 1
        ends.append(request.bytes.count)
    }

    /// Waits until at least the first of the records asked about has an answer.
    /// - Parameter onProgress: called before each wait, which is as long as the records take.
    /// - Throws: when `hopper-jq` can't be started.
    package func answer(onProgress: () -> Void = {}) throws(SystemError) {
        results.removeAll(keepingCapacity: true)
        if let timedOut, asked > 0 {
            self.timedOut = nil
            if request.bytes[record(0)].elementsEqual(timedOut) { return lose(.outOfTime) }
        }
        var sent = asked
        var kills = 0
        while sent > 0 {
            onProgress()
            request.set(sent, at: JQFrame.lengthBytes)
            request.close()
            let start = ContinuousClock.now
            let process = try taken()
            let answer = process.answer(to: request)
            if let answer, take(answer, atMost: sent) {
                self.process = process
                if alone > 0 { alone -= 1 } else { adapt(ContinuousClock.now - start) }
                return
            }
            processesLost += 1
            let ending = process.reap()
            if let slow = answer.flatMap({ Self.slowRecord(in: $0) }), slow < sent {
                if slow == 0 { return lose(.outOfTime) }
                timedOut = Array(request.bytes[record(slow)])
                sent = slow
                request.cut(to: ends[slow - 1])
                continue
            }
            if sent > 1 {
                alone = sent
                sent = 1
                request.cut(to: ends[0])
                continue
            }
            kills += 1
            if Self.isFromOutside(ending), kills < Self.mostKills { continue }
            return lose(ending == .killed(signal: Int(SIGPROF)) ? .outOfTime : .crashed)
        }
    }

    /// The first record asked about is lost, and has that for its answer.
    private func lose(_ outcome: JQOutcome) {
        losses += 1
        if alone > 0 { alone -= 1 }
        results = [(outcome, 0..<0)]
    }

    /// A record in the request, with the number of its program.
    private func record(_ index: Int) -> Range<Int> {
        (index == 0 ? JQFrame.lengthBytes + 4 : ends[index - 1])..<ends[index]
    }

    /// The record that a process says has ended it.
    private static func slowRecord(in answer: [UInt8]) -> Int? {
        var reader = JQFrameReader(answer, end: answer.count - JQProcess.slack)
        guard reader.number() == Int(JQFrame.outOfTime) else { return nil }
        return reader.number()
    }

    /// What came of the record.
    package func outcome(_ index: Int) -> JQOutcome { results[index].outcome }

    /// What goes along with that. There are bytes behind it that may be read, as kernels do that take
    /// 16 at a time.
    package func withText<Result>(
        _ index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        unsafe answers.withUnsafeBytes {
            unsafe body(UnsafeRawBufferPointer(rebasing: $0[results[index].text]))
        }
    }

    /// The process that is asked next, if it runs.
    var processNumber: CInt? { process?.number }

    /// Has a process ready, with its programs compiled.
    private func taken() throws(SystemError) -> JQProcess {
        if let process {
            self.process = nil
            return process
        }
        if let process = JQShelf.shared.take(programs) { return process }
        guard let process = try JQProcess.start(programs).process else {
            // They were right when they were checked: libjq is another one now.
            throw SystemError("compile", on: "a jq program", code: EINVAL)
        }
        return process
    }

    private func take(_ answers: [UInt8], atMost most: Int) -> Bool {
        var reader = JQFrameReader(answers, end: answers.count - JQProcess.slack)
        guard let count = reader.number(), count > 0, count <= most else { return false }
        for _ in 0..<count {
            guard let outcome = reader.number().flatMap({ JQOutcome(rawValue: UInt32($0)) }),
                let text = reader.text()
            else {
                results.removeAll()
                return false
            }
            results.append((outcome, text))
        }
        self.answers = answers
        return true
    }

    /// Slow programs get few records at once, so that whoever waits can be seen to go on.
    private func adapt(_ time: Duration) {
        if time < Self.pace.lowerBound { most = min(most * 2, Self.mostRecords) }
        if time > Self.pace.upperBound { most = max(most / 2, 1) }
    }

    /// What people, systemd and a kernel short of memory end programs with.
    private static func isFromOutside(_ ending: ChildProcess.Ending) -> Bool {
        guard case .killed(let signal) = ending else { return false }
        return [SIGHUP, SIGINT, SIGTERM, SIGKILL].contains(CInt(signal))
    }
}
