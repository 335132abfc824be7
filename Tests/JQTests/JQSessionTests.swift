import Glibc
import Platform
import Synchronization
import Testing

@testable import JQ

/// Programs in a process of their own, and what becomes of one that gets out of hand.
@Suite struct JQSessionTests {
    /// What comes of each record, as `OUTCOME TEXT`; an object alone is its text.
    static func run(_ session: JQSession, _ records: [String], of program: Int = 0) throws
        -> [String]
    {
        var results: [String] = []
        while results.count < records.count {
            session.begin()
            for var record in records[results.count...] where session.hasRoom {
                record.withUTF8 { unsafe session.ask(UnsafeRawBufferPointer($0), of: program) }
            }
            try session.answer()
            try #require(session.answered > 0 && session.answered <= session.asked)
            for index in 0..<session.answered {
                let text = unsafe session.withText(index) {
                    unsafe String(decoding: $0, as: UTF8.self)
                }
                let outcome = session.outcome(index)
                results.append(
                    outcome == .object ? text : text.isEmpty ? "\(outcome)" : "\(outcome) \(text)")
            }
        }
        return results
    }

    static func records(_ count: Int) -> [String] { (0..<count).map { #"{"n":\#($0)}"# } }

    @Test func `many records at once, in order`() throws {
        let session = JQSession(programs: [
            ".m = .n * 2",
            "if .n % 3 == 0 then empty elif .n % 3 == 1 then error(\"e\\(.n)\") else . end",
        ])
        let results = try Self.run(session, Self.records(5000))
        #expect(results == (0..<5000).map { #"{"n":\#($0),"m":\#($0 * 2)}"# })
        let others = try Self.run(session, Self.records(300), of: 1)
        #expect(
            others
                == (0..<300).map { ["nothing", "error e\($0)", #"{"n":\#($0)}"#][$0 % 3] })
        #expect(session.losses == 0)
    }

    @Test func `large records and large results`() throws {
        let long = String(repeating: "x", count: 3 << 20)
        let session = JQSession(programs: [
            ".", "{a: [range(20) as $i | .t]}", "{a: [range(30) as $i | .t]}",
        ])
        #expect(
            try Self.run(session, [#"{"t":"\#(long)"}"#, "{}"]) == [#"{"t":"\#(long)"}"#, "{}"])
        // Twenty of them don't fit into one answer: it comes in parts.
        let three = [#"{"t":"\#(long)"}"#, #"{"t":"a"}"#, #"{"t":"\#(long)"}"#]
        let sizes = try Self.run(session, three, of: 1).map(\.utf8.count)
        #expect(sizes == [20 * (3 << 20) + 67, 87, 20 * (3 << 20) + 67])
        #expect(try Self.run(session, three, of: 2)[0] == "tooLarge")
        #expect(session.losses == 0)
    }

    @Test func `a program that never ends costs the record`() throws {
        let session = JQSession(programs: ["if .n == 3 then def f: f; f else . end"])
        let results = try Self.run(session, Self.records(6))
        #expect(results == (0..<6).map { $0 == 3 ? "outOfTime" : #"{"n":\#($0)}"# })
        #expect(session.losses == 1)
    }

    /// It had its time twice: once among the others, and once alone, to find out which one it was.
    @Test func `a program that never ends has its time once, whatever goes with it`() throws {
        let session = JQSession(programs: ["if .n % 4 == 3 then def f: f; f else . end"])
        let results = try Self.run(session, Self.records(9))
        #expect(results == (0..<9).map { $0 % 4 == 3 ? "outOfTime" : #"{"n":\#($0)}"# })
        #expect(session.losses == 2)
        #expect(session.processesLost == 2)
    }

    @Test(arguments: [
        "[range(1e9)]", "\"x\" * 2000000000 | [., .] | tojson",
        "reduce range(64) as $i (.; [., .]) | tojson", "[] | .[500000000] = 1",
        "reduce range(3000000) as $i (.; [.])",
    ]) func `one that takes all memory, or all of the stack, costs the record`(
        _ part: String
    ) throws {
        let session = JQSession(programs: ["if .n == 3 then {a: (\(part))} else . end"])
        let results = try Self.run(session, Self.records(6))
        #expect(
            results.enumerated().filter { $0.element != #"{"n":\#($0.offset)}"# }.map(\.offset)
                == [3])
        #expect(["crashed", "outOfTime", "tooDeep"].contains(results[3]), "\(results[3])")
    }

    @Test func `a process that somebody kills is started again`() throws {
        let session = JQSession(programs: [". # killed"])
        #expect(try Self.run(session, Self.records(2)) == Self.records(2))
        kill(try #require(session.processNumber), SIGKILL)
        #expect(try Self.run(session, Self.records(20)) == Self.records(20))
        #expect(session.losses == 0)
    }

    @Test func `signals that end Hopper do not end the process`() throws {
        let session = JQSession(programs: [". # signals"])
        #expect(try Self.run(session, Self.records(1)) == Self.records(1))
        let process = try #require(session.processNumber)
        for signal in [SIGTERM, SIGINT, SIGHUP] { kill(process, signal) }
        #expect(try Self.run(session, Self.records(2)) == Self.records(2))
        #expect(session.processNumber == process)
    }

    @Test func `processes are used again`() throws {
        let programs = [". # used again"]
        var first: pid_t?
        for _ in 0..<3 {
            let session = JQSession(programs: programs)
            _ = try Self.run(session, Self.records(1))
            #expect(first == nil || session.processNumber == first)
            first = session.processNumber
        }
        #expect(try JQCheck.mistakes(in: programs) == [[]])
    }

    @Test func `mistakes come back from the process`() throws {
        let mistakes = try JQCheck.mistakes(in: [".", "{a: now}", "\n.a |"])
        #expect(mistakes.map(\.count) == [0, 1, 1])
        #expect(mistakes[1].first?.column == 5 && mistakes[1].first?.word == "now")
        #expect(mistakes[2].first?.line == 2 && mistakes[2].first?.column == nil)
    }

    @Test func `threads have processes of their own`() throws {
        let right = Atomic(0)
        let threads = (0..<4).map { number in
            WorkerThread("session-\(number)") {
                let session = JQSession(programs: [".t = \(number)"])
                let expected = (0..<2000).map { #"{"n":\#($0),"t":\#(number)}"# }
                if (try? Self.run(session, Self.records(2000))) == expected {
                    right.add(1, ordering: .relaxed)
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(right.load(ordering: .relaxed) == 4)
    }

    /// What libjq holds for a record is freed, whatever comes of it: a lost string a record would be
    /// some megabytes.
    @Test(arguments: [
        ".x = ([.l[] | tostring] | join(\"-\")) | del(.s)", "error(.l)", ".l[] | {x: .}", "empty",
        ".l", "{a: nan, l, s}", "{l} | .l[0].deep |= [., .] | .m = .l", "try error(.) catch .",
        "label $f | .l[] | {x: .}, break $f", "reduce range(280) as $i (.; {a: .})",
    ]) func `a hundred thousand records leave nothing behind`(_ program: String) throws {
        let session = JQSession(programs: [program])
        let round = (0..<1000).map {
            #"{"n":\#($0),"l":[{"a":1.10,"b":"a text that takes room"}],"s":"another text \#($0)"}"#
        }
        // One record in ten is refused while it is read.
        let records = round.enumerated().map {
            $0.offset % 10 == 0
                ? String($0.element.dropLast()) + #","x":[{"y":1e400}]}"# : $0.element
        }
        for _ in 0..<5 { _ = try Self.run(session, records) }
        let before = try Self.residentBytes(of: session)
        for _ in 0..<(program.hasPrefix("reduce") ? 5 : 100) { _ = try Self.run(session, records) }
        #expect(try Self.residentBytes(of: session) - before < 1 << 20)
        #expect(session.losses == 0)
    }

    private static func residentBytes(of session: JQSession) throws -> Int {
        let number = try #require(session.processNumber)
        let file = try FileDescriptor.open("/proc/\(number)/statm", O_RDONLY)
        var text = [UInt8](repeating: 0, count: 128)
        let count = unsafe try text.withUnsafeMutableBytes { bytes in
            try unsafe file.read(into: bytes)
        }
        let fields = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
        return try #require(Int(fields[1])) * 4096
    }
}
