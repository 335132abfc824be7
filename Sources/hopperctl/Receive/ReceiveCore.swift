import Digest

/// What the stand-in service remembers, and what it answers: a function of the ids, the seed and
/// what came before, without I/O or clock.
struct ReceiveCore: Sendable {
    private let options: ReceiveOptions
    private var known: [Key: Known] = [:]
    private(set) var figures = ReceiveFigures()

    /// 128 bits of an id's hash: at a million ids the odds of a mistake are one in 10^26.
    private struct Key: Hashable {
        var high: UInt64
        var low: UInt64
    }

    private struct Known {
        /// The first 8 bytes of the SHA-256 of the record's bytes.
        var content: UInt64
        var state: State
        enum State: UInt8 { case putOff, taken, refused }
    }

    /// What is said of a whole request.
    enum Answer {
        case status(Int)
        /// One status for each record, in their order.
        case results([Int])
    }

    /// A record taken for the first time, for the log.
    struct Taken {
        var index: Int
        var digest: [UInt8]
    }

    init(_ options: ReceiveOptions) { self.options = options }

    mutating func refused(_ why: WritableKeyPath<ReceiveFigures, Int>) {
        figures.requests += 1
        figures[keyPath: why] += 1
    }

    mutating func receive(_ batch: ReceivedBatch, body: [UInt8]) -> (Answer, [Taken]) {
        figures.requests += 1
        figures.batches.insert(batch.batch)
        let judged = batch.records.map { judge($0, body) }
        if !options.answersResults, let status = judged.map(\.status).filter({ $0 >= 400 }).min() {
            // All or nothing: what is put off is remembered, so that it is put off once.
            for one in judged where one.status == 503 { note(one, as: .putOff) }
            figures.wholeRefusals += 1
            return (.status(judged.contains { $0.status == 503 } ? 503 : status), [])
        }
        var taken: [Taken] = []
        for (index, one) in judged.enumerated() {
            switch one.status {
            case 503:
                figures.putOff += 1
                note(one, as: .putOff)
            case 422: break
            case 200: figures.again += 1
            default:
                note(one, as: .taken)
                taken.append(Taken(index: index, digest: one.digest))
            }
        }
        if judged.allSatisfy({ $0.status < 300 }) { return (.status(200), taken) }
        return (.results(judged.map(\.status)), taken)
    }

    private struct Judged {
        var key: Key
        var digest: [UInt8]
        var content: UInt64
        /// 201 taken now, 200 taken before, 422, 503.
        var status: Int
        var state: Known.State?
    }

    private mutating func judge(_ record: ReceivedBatch.Record, _ body: [UInt8]) -> Judged {
        let digest = SHA256.hash(Array(body[record.range]))
        let content = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        let key = Self.key(record.id)
        let before = known[key]
        if let before, before.content != content { figures.changed += 1 }
        let status: Int
        switch before?.state {
        case .taken: status = 200
        case .refused: status = 422
        case .putOff: status = 201
        case nil:
            if isRefused(key) {
                status = 422
                known[key] = Known(content: content, state: .refused)
                figures.refused += 1
            } else {
                status = fraction(key, 2) < options.retryable ? 503 : 201
            }
        }
        return Judged(
            key: key, digest: digest, content: content, status: status, state: before?.state)
    }

    private mutating func note(_ judged: Judged, as state: Known.State) {
        if judged.state == state { return }
        known[judged.key] = Known(content: judged.content, state: state)
        if state == .taken { figures.taken += 1 }
    }

    private func isRefused(_ key: Key) -> Bool {
        switch options.terminal {
        case .share(let share): fraction(key, 1) < share
        case .count(let count): figures.refused < count && fraction(key, 1) < 0.02
        }
    }

    /// From 0 to 1, drawn from the id and the seed: the same in every run.
    private func fraction(_ key: Key, _ salt: UInt64) -> Double {
        Double(Self.mix(key.high ^ Self.mix(options.seed &+ salt)) >> 11) / Double(1 << 53)
    }

    private static func key(_ id: String) -> Key {
        var high: UInt64 = 0xCBF2_9CE4_8422_2325
        var low: UInt64 = 0x9E37_79B9_7F4A_7C15
        for byte in id.utf8 {
            high = (high ^ UInt64(byte)) &* 0x100_0000_01B3
            low = mix(low ^ UInt64(byte))
        }
        return Key(high: mix(high), low: low)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
