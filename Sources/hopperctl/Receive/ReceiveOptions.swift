import Digest
import HTTP

/// What `hopperctl receive` was asked for.
struct ReceiveOptions: Sendable {
    var port = 8471
    var bind = "127.0.0.1"
    /// Of the records, 0 to 1: answered 503 the first time they come.
    var retryable = 0.0
    var terminal = Terminal.share(0)
    var outage: Outage?
    var delay = Duration.zero
    var secret: WebhookSecret?
    var token: String?
    /// False: the status of a request goes for all of its records.
    var answersResults = true
    var seed: UInt64 = 1
    var log: String?
    var showsStats = false
    var isQuiet = false
    var json = false
    var exitAfter: ExitAfter?

    /// Which records are answered 422 whenever they come.
    enum Terminal: Hashable, Sendable {
        case share(Double)
        /// So many, spread over those that come first.
        case count(Int)
    }

    /// The last `length` of every `period` is an outage: every request is answered 503.
    struct Outage: Hashable, Sendable {
        var length: Duration
        var period: Duration
    }

    enum ExitAfter: Hashable, Sendable {
        case records(Int)
        case time(Duration)
    }

    static let help = """
        Usage: hopperctl receive [OPTIONS]

        A stand-in for a downstream service: it takes Hopper's batches over HTTP, answers some of
        them as an unreliable service would, and counts what it got. Which records it refuses
        depends on their ids and --seed only. Every path is served; GET /stats gives the figures.

          --port N            listen on this port (8471); 0 takes a free one
          --bind ADDRESS      and on this address (127.0.0.1)
          --retryable SHARE   answer so many records 503 once, then take them: 5%
          --terminal N|SHARE  refuse so many records for good, with 422: 20, or 0.1%
          --outage 10s/60s    answer everything 503 for the last 10 s of every 60 s
          --delay DURATION    take so long for each answer: 20ms
          --results           say of each record what became of it (the default)
          --no-results        give one status for the whole batch, so that Hopper halves it; a batch
                              with one record that is answered 503 is, as a whole
          --secret WHSEC      demand signatures made with this Standard Webhooks secret
          --token TOKEN       demand this bearer token
          --seed N            choose other records (1)
          --log FILE          append a JSON line for each record taken
          --stats             print the figures every second
          --exit-after N|DURATION   end after so many records taken, or so long
          --quiet             print no line on start and no summary
          --json              print the summary as JSON

        It ends on Ctrl-C or SIGTERM with a summary. It remembers every id it has seen, some 50
        bytes each.

        Examples:
          hopperctl receive
          hopperctl receive --retryable 5% --terminal 20 --delay 20ms
          hopperctl receive --port 9000 --outage 10s/60s --no-results --log taken.jsonl

        Exit codes: 0 done, 2 usage, 3 the port is in use or the log can't be written.
        """

    /// - Throws: a line on what is wrong with them.
    init(_ arguments: [String]) throws(UsageMistake) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            let parts = option.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if option.hasPrefix("--"), parts.count == 2 {
                rest.insert(String(parts[1]), at: rest.startIndex)
            }
            let name = option.hasPrefix("--") ? String(parts[0]) : option
            if try takeSwitch(name) {
                if parts.count == 2 { throw UsageMistake("\(name) takes no value") }
                continue
            }
            guard Self.valued.contains(name) else {
                throw UsageMistake("unknown option \(name.debugDescription)")
            }
            guard let value = rest.popFirst() else { throw UsageMistake("\(name) needs a value") }
            try take(name, value)
        }
    }

    private static let valued: Set<String> = [
        "--port", "--bind", "--retryable", "--terminal", "--outage", "--delay", "--secret",
        "--token", "--seed", "--log", "--exit-after",
    ]

    private mutating func takeSwitch(_ name: String) throws(UsageMistake) -> Bool {
        switch name {
        case "--results": answersResults = true
        case "--no-results": answersResults = false
        case "--stats": showsStats = true
        case "--quiet": isQuiet = true
        case "--json": json = true
        default: return false
        }
        return true
    }

    private mutating func take(_ name: String, _ value: String) throws(UsageMistake) {
        func read<Value>(_ read: (String) -> Value?, _ expected: String) throws(UsageMistake)
            -> Value
        {
            guard let result = read(value) else {
                throw UsageMistake("\(name) \(value.debugDescription): \(expected) is expected")
            }
            return result
        }
        switch name {
        case "--port":
            port = try read(
                { Int($0).flatMap { (0...65535).contains($0) ? $0 : nil } }, "a port, 0 to 65535")
        case "--bind": bind = value
        case "--retryable": retryable = try read(Self.share, "a share such as 5%")
        case "--terminal":
            terminal = try read(
                { text in
                    if let count = Int(text), count >= 0 { return .count(count) }
                    return Self.share(text).map { .share($0) }
                }, "a number or a share such as 0.1%")
        case "--outage":
            outage = try read(
                { text in
                    let parts = text.split(separator: "/").compactMap { Self.duration(String($0)) }
                    guard parts.count == 2, parts[0] > .zero, parts[0] <= parts[1] else {
                        return nil
                    }
                    return Outage(length: parts[0], period: parts[1])
                }, "LENGTH/PERIOD such as 10s/60s")
        case "--delay": delay = try read(Self.duration, "a duration such as 20ms")
        case "--secret":
            secret = try read({ WebhookSecret(Array($0.utf8)) }, "whsec_ and base 64, or a text")
        case "--token": token = value
        case "--seed": seed = try read({ UInt64($0) }, "a number")
        case "--log": log = value
        default:
            exitAfter = try read(
                { text in
                    if let count = Int(text), count > 0 { return .records(count) }
                    return Self.duration(text).map { .time($0) }
                }, "a number of records or a duration")
        }
    }

    private static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()),
            (0...100).contains(number)
        else { return nil }
        return number / 100
    }

    private static func duration(_ text: String) -> Duration? {
        let units: [(String, Int64)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ]
        for (unit, milliseconds) in units where text.hasSuffix(unit) {
            guard let number = Int64(text.dropLast(unit.count)), number >= 0,
                number < 1 << 31
            else { continue }
            return .milliseconds(number * milliseconds)
        }
        return nil
    }
}

/// A command line that can't be carried out as it stands.
struct UsageMistake: Error, Hashable {
    var message: String
    init(_ message: String) { self.message = message }
}
