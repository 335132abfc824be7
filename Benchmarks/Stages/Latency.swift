import Glibc
import Platform

/// From the rename of a small file into the inbox to the arrival of its POST at the receiver.
enum Latency {
    /// Moves the prepared files one by one; reports the median and the 99th percentile in
    /// milliseconds. `arrivals` is the file hopper-sink writes.
    static func run(prepared: String, inbox: String, arrivals: String) throws(SystemError) {
        let directory = try BeneathDirectory(at: prepared)
        var names: [String] = []
        try directory.forEachName { name in
            names.append(String(decoding: name, as: UTF8.self))
            return true
        }
        names = names.filter { !$0.hasPrefix(".") }.sorted()
        let log = try FileDescriptor.open(arrivals, O_RDONLY)
        lseek(log.number, 0, SEEK_END)
        var took: [Double] = []
        for name in names {
            let start = monotonicNanoseconds()
            guard unsafe rename(prepared + "/" + name, inbox + "/" + name) == 0 else {
                throw SystemError("rename", on: name)
            }
            let arrival = try nextArrival(in: log, name)
            took.append(Double(arrival - start) / 1e6)
            // The settlement, the archive and the receipt are still to be written: files of a real
            // partner don't come within that time either.
            usleep(30_000)
        }
        took.sort()
        guard !took.isEmpty else { fail("no files in \(prepared)") }
        report("latency.files", took.count)
        report("latency.median_ms", took[took.count / 2])
        report("latency.p99_ms", took[min(took.count - 1, took.count * 99 / 100)])
        report("latency.max_ms", took[took.count - 1])
    }

    /// Waits for the next line, `nanoseconds records`, and gives its first number.
    private static func nextArrival(
        in log: borrowing FileDescriptor, _ name: String
    ) throws(SystemError) -> Int64 {
        var line: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 1)
        defer { unsafe buffer.deallocate() }
        for _ in 0..<100_000 {
            let count = try unsafe log.read(into: buffer)
            unsafe line += buffer[..<count]
            if line.contains(UInt8(ascii: "\n")) {
                let text = String(decoding: line, as: UTF8.self)
                guard let first = text.split(separator: " ").first, let time = Int64(first) else {
                    fail("the arrivals make no sense: \(text)")
                }
                return time
            }
            usleep(300)
        }
        fail("nothing of \(name) arrived within 30 seconds")
    }
}
