import Glibc
import Platform
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    struct Seen {
        var outcome: ChildProcess.Outcome
        var output: String
        var errors: String
    }

    let scratch = ScratchDirectory()

    /// Runs a shell script with `input` as its standard input.
    private func run(
        _ script: String, _ arguments: [String] = [], input: String = "",
        timeout: Duration = .seconds(30), memory: Int64? = nil, most: Int = .max,
        isWanted: () -> Bool = { true }
    ) throws -> Seen {
        let path = scratch.write(script + "\n", to: "script")
        // Run itself, it could be busy: a test beside this one forks while it is being written.
        return try run(
            program: "/bin/sh", [path] + arguments, input: input, timeout: timeout, memory: memory,
            most: most,
            isWanted: isWanted)
    }

    private func run(
        program: String, _ arguments: [String], input: String, timeout: Duration = .seconds(30),
        memory: Int64? = nil, most: Int = .max, isWanted: () -> Bool = { true }
    ) throws -> Seen {
        let file = try FileDescriptor.open(scratch.write(input, to: "input"), O_RDONLY)
        var process = try ChildProcess(
            ChildProcess.Command(
                program: program, arguments: arguments,
                environment: ["PATH=/usr/bin:/bin", "WORD=a b"], directory: scratch.path,
                memory: memory), input: file)
        var output: [UInt8] = []
        let report = try unsafe process.attend(for: timeout, isWanted: isWanted) {
            piece throws(SystemError) in
            unsafe output.append(contentsOf: piece)
            return output.count <= most
        }
        return Seen(
            outcome: report.outcome, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: report.errors, as: UTF8.self))
    }

    @Test func `what a program makes of its input is taken whole`() throws {
        let text = String(repeating: "a line of text\n", count: 50_000)
        let seen = try run(program: "/usr/bin/tr", ["a-z", "A-Z"], input: text)
        #expect(seen.outcome == .ended(.exited(code: 0)))
        #expect(seen.output == text.uppercased())
        #expect(seen.errors == "")
    }

    @Test func `it gets its arguments as they are, and no environment but its own`() throws {
        let seen = try run(
            #"printf '%s|' "$@"; env | grep -v -e ^_= -e ^PWD= -e ^SHLVL= -e ^OLDPWD= | sort; pwd; umask"#,
            ["$HOME", "a b", "*", ";exit 3", ""])
        #expect(
            seen.output
                == "$HOME|a b|*|;exit 3||PATH=/usr/bin:/bin\nWORD=a b\n\(scratch.path)\n0077\n")
    }

    @Test func `it gets three descriptors, and signals as they are by default`() throws {
        // Inherited, if it were not closed.
        let open = Glibc.dup(0)
        defer { close(open) }
        // A shell blocks signals of its own while it starts something.
        let seen = try run(
            "ls /proc/$$/fd; exec grep -E 'SigBlk|SigIgn|NoNewPrivs' /proc/self/status")
        let lines = seen.output.split(separator: "\n")
        // 10 is the shell's own, for the script.
        #expect(lines.prefix { $0.count < 4 }.filter { $0 != "10" } == ["0", "1", "2"])
        #expect(lines.contains("SigBlk:\t0000000000000000"))
        // The first 31; two of the others are the C library's own.
        let ignored = lines.first { $0.hasPrefix("SigIgn:\t") }?.dropFirst(8)
        #expect(UInt64(ignored ?? "", radix: 16).map { $0 & 0x7FFF_FFFF } == 0)
        #expect(lines.contains("NoNewPrivs:\t1"))
    }

    @Test func `a program that does not read its input ends well`() throws {
        let text = String(repeating: "x", count: 1 << 20)
        let seen = try run("exec <&-; echo done", input: text)
        #expect(seen.outcome == .ended(.exited(code: 0)))
        #expect(seen.output == "done\n")
    }

    @Test func `its exit code and its last words are told`() throws {
        let seen = try run("echo first; echo no such key >&2; exit 3")
        #expect(seen.outcome == .ended(.exited(code: 3)))
        #expect(seen.output == "first\n")
        #expect(seen.errors == "no such key\n")
    }

    @Test func `a signal that ends it is told`() throws {
        #expect(try run("kill -SEGV $$").outcome == .ended(.killed(signal: Int(SIGSEGV))))
    }

    @Test func `of a flood of errors the end is kept, and the output is not held up`() throws {
        let seen = try run(
            "head -c 3000000 /dev/zero | tr '\\0' e >&2; echo; echo out; echo last >&2")
        #expect(seen.outcome == .ended(.exited(code: 0)))
        #expect(seen.output == "\nout\n")
        #expect(seen.errors.utf8.count == 4096)
        #expect(seen.errors.hasSuffix("eeelast\n"))
    }

    @Test func `a flood of output ends with the one who takes it`() throws {
        let seen = try run("exec yes", most: 100_000)
        #expect(seen.outcome == .stopped)
        #expect(seen.output.utf8.count < 100_000 + (64 << 10) + 1)
    }

    @Test func `its time limit ends it, and all that it has started`() throws {
        let seen = try run(
            "sleep 1000 & echo $!; echo $$; trap '' TERM HUP INT; while :; do sleep 1000; done",
            timeout: .milliseconds(300))
        #expect(seen.outcome == .timeOver)
        let processes = seen.output.split(separator: "\n").compactMap { pid_t($0) }
        #expect(processes.count == 2)
        for process in processes { #expect(isGone(process)) }
    }

    @Test func `nobody wants it any more`() throws {
        var asked = 0
        let seen = try run("echo $$; exec sleep 1000") {
            asked += 1
            return asked < 3
        }
        #expect(seen.outcome == .stopped)
        let process = try #require(pid_t(seen.output.split(separator: "\n").first ?? ""))
        #expect(isGone(process))
    }

    @Test func `what it leaves running is killed, and keeps nobody waiting`() throws {
        let seen = try run("sleep 1000 & echo $!; exit 0")
        #expect(seen.outcome == .ended(.exited(code: 0)))
        let process = try #require(pid_t(seen.output.split(separator: "\n").first ?? ""))
        #expect(isGone(process))
    }

    @Test func `one that leaves its group and keeps the pipes keeps nobody waiting`() throws {
        let seen = try run("setsid sleep 3 & sleep 0.2; echo out; exit 0")
        #expect(seen.outcome == .ended(.exited(code: 0)))
        #expect(seen.output == "out\n")
    }

    @Test func `it gets no more memory than allowed`() throws {
        let script = "x=$(head -c 50000000 /dev/zero | tr '\\0' x); echo ${#x}"
        #expect(try run(script).output == "50000000\n")
        let seen = try run(script, memory: 16 << 20)
        #expect(seen.output == "")
        #expect(seen.outcome != .ended(.exited(code: 0)))
    }

    @Test(arguments: [
        ("/nowhere/program", ENOENT), ("/etc/passwd", EACCES), ("/tmp", EACCES),
    ])
    func `what can't be started says why`(program: String, code: CInt) throws {
        do {
            _ = try run(program: program, [], input: "")
            Issue.record("it was started")
        } catch let error as SystemError {
            #expect(error.code == code)
        }
    }

    /// Whether a process has gone or is a zombie; a killed one takes a moment.
    private func isGone(_ process: pid_t) -> Bool {
        for _ in 0..<500 {
            if kill(process, 0) != 0 { return true }
            if let file = try? FileDescriptor.open("/proc/\(process)/stat", O_RDONLY) {
                var text = [UInt8](repeating: 0, count: 256)
                let count = unsafe text.withUnsafeMutableBytes {
                    (try? unsafe file.read(into: $0)) ?? 0
                }
                if String(decoding: text[..<count], as: UTF8.self).contains(") Z ") { return true }
            }
            usleep(10_000)
        }
        return false
    }
}
