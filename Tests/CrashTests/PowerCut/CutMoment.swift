import Intake

/// When the power of a round goes.
enum CutMoment: CustomStringConvertible {
    /// So many milliseconds after the start.
    case anywhere(Int)
    /// At that passage of a named point.
    case point(String, Int)
    /// At that call which changes a file, whichever it is.
    case call(Int)
    /// At that write to the database itself, which a checkpoint of its log makes.
    case checkpoint(Int)
    /// So many milliseconds after a reload was asked for.
    case reload(Int)
    /// The outbox is small, so that what is done with is purged all the time: milliseconds.
    case pressure(Int)
    /// What is done with is purged after its time; at that passage of a named point.
    case purge(String, Int)

    var description: String {
        switch self {
        case .anywhere(let time): "after \(time) ms"
        case .point(let name, let passage): "\(name):\(passage)"
        case .call(let number): "call \(number)"
        case .checkpoint(let number): "write \(number) to outbox.db"
        case .reload(let time): "\(time) ms after a reload"
        case .pressure(let time): "a full outbox after \(time) ms"
        case .purge(let name, let passage): "purging, \(name):\(passage)"
        }
    }

    /// Every named point of the daemon that a file, a delivery or a reload passes.
    static let points =
        IntakePoint.allCases.map(\.rawValue).filter { !$0.hasPrefix("prepare") } + [
            "outbox.beforeCommit", "outbox.committed", "outbox.checkpointed", "dispatch.leased",
            "dispatch.sent", "dispatch.answered", "dispatch.settled",
        ]

    /// The moment of one cut: rounds go through all kinds of them, and through all points.
    /// - Parameter purges: whether the minute may be waited for in which things are purged.
    static func of(
        round: Int, cut: Int, purges: Bool, _ random: inout SplitMix
    ) -> CutMoment {
        func upTo(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        if purges, round % 20 == 10 {
            // Late enough for some of it to be gone: a round has some dozens.
            return round % 40 == 10
                ? .purge("retention.purged", 1 + upTo(2))
                : .purge("retention.removed", 1 + upTo(40))
        }
        switch round % 10 {
        case 1, 3, 6:
            let point = points[(round * 3 + cut) % points.count]
            // An archive is unpacked once.
            return .point(point, point.hasPrefix("unpack") ? 1 : 1 + upTo(2))
        case 2: return .call(1 + upTo(500))
        case 4: return cut == 0 ? .reload(upTo(60)) : .point("reload.saved", 1)
        case 5: return .checkpoint(1 + upTo(500))
        case 8: return .pressure(upTo(3000))
        case 9: return .call(1 + upTo(3000))
        default: return .anywhere(upTo(900))
        }
    }

    /// Whether a reload is asked for.
    var reloads: Bool {
        switch self {
        case .reload, .point("reload.saved", _): true
        default: false
        }
    }

    /// The only way on which it is passed.
    var way: PartnerFile.Way? {
        if case .point(let name, _) = self, name.hasPrefix("unpack") { .bundle } else { nil }
    }

    /// Whether it takes more than a few records.
    var isBulky: Bool {
        switch self {
        case .checkpoint, .pressure: true
        default: false
        }
    }
}
