import Glibc
import Platform

let usage = """
    usage: hopper-bench STAGE ...
      limits FILE SCRATCH                 read, memcpy, write and sync of the same bytes
      parse FILE CONFIG                   every record taken apart
      format NAME FILE CONFIG             the same, of a file in any format
      map FILE CONFIG                     and made into JSON
      store FILE CONFIG                   rename to committed outbox, nothing sent
      end-to-end FILE INBOX PORT RECORDS  rename to the last acknowledged POST
      latency PREPARED INBOX ARRIVALS     rename to arrival, for each of the prepared files
    Each prints `name value` lines; Benchmarks/run makes a table of them.
    """

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch (arguments.first, arguments.count) {
    case ("limits", 3): try Limits.run(arguments[1], scratch: arguments[2])
    case ("parse", 3): try ParseStage.run(arguments[1], BenchFeed(arguments[2]))
    case ("format", 4):
        try FormatStage.run(arguments[1], arguments[2], BenchFeed(arguments[3]))
    case ("map", 3): try MapStage.run(arguments[1], BenchFeed(arguments[2]))
    case ("store", 3): try StoreStage.run(arguments[1], BenchFeed(arguments[2]))
    case ("end-to-end", 5):
        guard let port = Int(arguments[3]), let records = Int(arguments[4]) else { fail(usage) }
        EndToEnd.run(file: arguments[1], inbox: arguments[2], port: port, records: records)
    case ("latency", 4):
        try Latency.run(prepared: arguments[1], inbox: arguments[2], arrivals: arguments[3])
    default:
        print(usage)
        exit(2)
    }
} catch {
    fail("\(error)")
}
