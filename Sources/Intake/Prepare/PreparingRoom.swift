import Configuration
import Formats
import Glibc
import Outbox
import Platform
import Vocabulary

/// Runs the programs of feeds' pipes over claimed files, on threads of its own: what a program makes
/// of a file lies beside the file's copy in `work/`, whole and durable, before it is read.
///
/// A file here has its turn in the reading room set aside, so a slow program delays its own feed
/// only. The threads begin with the first such file.
final class PreparingRoom: Sendable {
    private enum Job {
        case prepare(
            ClaimedFile, FilterProgram, expansionLimit: Int,
            ended: @Sendable (FilterFailure?) -> Void)
        case discard(ClaimedFile)
    }

    private struct State {
        var jobs: [Job] = []
        /// Programs that run at once.
        var most = 0
        /// Threads without a job.
        var idle = 0
        var isStopping = false
        var threads: [WorkerThread] = []
    }

    private let state = Monitor(State())
    private let workSpace: WorkSpace
    private let room: RoomGauge
    private let progress: IntakeProgress

    init(workSpace: WorkSpace, room: RoomGauge, progress: IntakeProgress) {
        self.workSpace = workSpace
        self.room = room
        self.progress = progress
    }

    /// - Parameter most: programs that run at once.
    func start(most: Int) { state.withLock { $0.most = most } }

    /// Runs the program over the file, which is the room's own until `ended` is called, with nil when
    /// what the program made of it is there. It is not called when the room has been stopped before.
    func prepare(
        _ file: FileReading, with program: FilterProgram, expansionLimit: Int,
        ended: @escaping @Sendable (FilterFailure?) -> Void
    ) {
        add(.prepare(file.claim, program, expansionLimit: expansionLimit, ended: ended))
    }

    /// Removes what was prepared of a file that is finished. A large one takes a while.
    func discard(_ claim: ClaimedFile) { add(.discard(claim)) }

    /// Kills the programs, and waits until nothing is under way.
    func stop() {
        let threads = state.withLock(notify: true) { state in
            state.isStopping = true
            return state.threads
        }
        for thread in threads { thread.join() }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    private func add(_ job: Job) {
        state.withLock(notify: true) { state in
            guard !state.isStopping else { return }
            state.jobs.append(job)
            guard state.jobs.count > state.idle, state.threads.count < state.most
            else { return }
            state.idle += 1
            state.threads.append(
                WorkerThread("prepare-\(state.threads.count + 1)") { [self] in
                    while let job = next() {
                        progress.began(.prepare)
                        work(on: job)
                        progress.ended(.prepare)
                        self.state.withLock { $0.idle += 1 }
                    }
                })
        }
    }

    private func next() -> Job? {
        enum Found {
            case job(Job)
            case over
        }
        let found = state.wait { state -> Found? in
            if state.isStopping { return .over }
            guard !state.jobs.isEmpty else { return nil }
            state.idle -= 1
            return .job(state.jobs.removeFirst())
        }
        guard case .job(let job)? = found else { return nil }
        return job
    }

    private func work(on job: Job) {
        switch job {
        case .discard(let claim): workSpace.discardPrepared(claim)
        case .prepare(let claim, let program, let expansionLimit, let ended):
            do throws(FilterFailure) {
                try run(program, expansionLimit, over: claim)
                ended(nil)
            } catch {
                ended(error)
            }
        }
    }

    /// How much output is written between looks at the room that is left.
    private static let stride: Int64 = 16 << 20

    private func run(
        _ program: FilterProgram, _ expansionLimit: Int, over claim: ClaimedFile
    ) throws(FilterFailure) {
        let input = try onMachine { () throws(SystemError) in
            try FileDescriptor.open(workSpace.path(of: claim.workName), O_RDONLY)
        }
        let scratch = try onMachine { () throws(SystemError) in
            try FilterScratch(in: workSpace.work.path)
        }
        let output = try onMachine { () throws(SystemError) in
            try DurableFile(in: workSpace.work, mode: 0o640)
        }
        var hasRoom = true
        var unlooked: Int64 = 0
        let reserve = room.freeDiskLimit
        let run = FilterRun(
            program: program, expansionLimit: expansionLimit, scratch: scratch.path,
            isWanted: { [self] in
                // The program may be silent for as long as its time limit lets it; what the watchdog
                // is told is that somebody looks after it.
                progress.beat(.prepare)
                return hasRoom && !isStopping
            })
        do throws(FilterFailure) {
            try unsafe run.run(over: input) { piece throws(SystemError) in
                IntakePoint.prepareBegun.reached()
                try unsafe output.write(piece)
                unlooked += Int64(piece.count)
                guard unlooked >= Self.stride else { return }
                unlooked = 0
                output.startWriteback()
                hasRoom = try workSpace.work.freeBytes() >= reserve
            }
        } catch {
            guard case .stopped = error, !hasRoom else { throw error }
            throw .noRoom
        }
        IntakePoint.prepareWritten.reached()
        try workSpace.keep(output, preparedOf: claim)
        IntakePoint.prepareKept.reached()
    }
}
