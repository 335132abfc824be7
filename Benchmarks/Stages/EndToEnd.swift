import Glibc

/// From the rename into the inbox to the last acknowledged POST.
enum EndToEnd {
    /// Moves `file` into `inbox`, waits until the receiver has answered for `records` more records,
    /// and reports the time between as `end_to_end`.
    static func run(file: String, inbox: String, port: Int, records: Int) {
        let before = SinkStatistics.ask(port: port).records
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let start = monotonicNanoseconds()
        guard unsafe rename(file, inbox + "/" + name) == 0 else {
            unsafe fail("rename \(file): \(String(cString: strerror(errno)))")
        }
        let deadline = start + 1_800_000_000_000
        while true {
            // Seldom enough to take nothing from what is measured.
            usleep(50_000)
            let now = SinkStatistics.ask(port: port)
            if now.records - before >= records {
                report("end_to_end", Double(now.lastAt - start) / 1e9)
                report("end_to_end.records", now.records - before)
                return
            }
            if monotonicNanoseconds() > deadline {
                fail("only \(now.records - before) of \(records) records came in half an hour")
            }
        }
    }
}
