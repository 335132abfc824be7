import JQ
import LibJQ

/// The programs that were asked for, in order.
struct ProgramList: ~Copyable {
    /// A list can't hold what has one owner; this can.
    private final class Compiled {
        var program: JQProgram
        init(_ text: String) throws(JQSyntaxError) { program = try JQProgram(text) }
    }

    private var all: [Compiled?] = []

    var count: Int { all.count }

    /// Compiles a program; what is wrong with it, if anything.
    mutating func add(_ text: String) -> [JQMistake] {
        do throws(JQSyntaxError) {
            all.append(try Compiled(text))
            return []
        } catch {
            all.append(nil)
            return error.mistakes
        }
    }

    /// Runs a program over a record, see `JQProgram`.
    func run(
        _ index: Int, over record: UnsafeRawBufferPointer, into out: inout [UInt8], most: Int
    ) -> JQOutcome {
        guard let compiled = all[index] else { return .error }
        return unsafe compiled.program.run(over: record, into: &out, most: most)
    }
}
