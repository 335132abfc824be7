import Glibc

/// CLOCK_MONOTONIC in nanoseconds: the clock that hopper-sink writes its arrivals with.
func monotonicNanoseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

/// How long `body` takes, in seconds.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = monotonicNanoseconds()
    try body()
    return Double(monotonicNanoseconds() - start) / 1e9
}

/// One figure on standard output: `name value`, as Benchmarks/run collects it.
func report(_ name: String, _ value: Double) {
    let thousandths = Int64((value * 1_000_000).rounded())
    let fraction = String(abs(thousandths % 1_000_000))
    let padded = String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
    print("\(name) \(thousandths / 1_000_000).\(padded)")
}

func report(_ name: String, _ value: Int) { print("\(name) \(value)") }

/// Ends the program: what failed, on standard error.
func fail(_ message: String) -> Never {
    let line = Array("hopper-bench: \(message)\n".utf8)
    _ = unsafe write(STDERR_FILENO, line, line.count)
    exit(3)
}
