import Glibc
import Service
import Systemd
import Testing
import Vocabulary

@Suite struct EventSinkTests {
    private let file = FileID("7k3m000000000000")!

    @Test func `a journal entry has the fields that the documentation names`() {
        let event = Event(
            .recordsDead, "crm refused 2 records",
            feed: FeedName(partner: "acme", feed: "customers"),
            batch: BatchID(file: file, number: 3), destination: "crm")
        let fields = JournalSink(program: "hopperd").fields(of: event)
        #expect(
            fields.map { "\($0.name)=\($0.value)" } == [
                "MESSAGE=crm refused 2 records", "PRIORITY=3", "SYSLOG_IDENTIFIER=hopperd",
                "HOPPER_EVENT=recordsDead", "MESSAGE_ID=\(EventKind.recordsDead.messageID!)",
                "HOPPER_PARTNER=acme", "HOPPER_FEED=customers", "HOPPER_FILE=7k3m000000000000",
                "HOPPER_BATCH=7k3m000000000000.b3", "HOPPER_DESTINATION=crm",
            ])
    }

    @Test func `an event that asks nothing of anyone has no message id`() {
        let fields = JournalSink(program: "hopperd").fields(of: Event(.started, "Hopper started"))
        #expect(!fields.contains { $0.name == "MESSAGE_ID" || $0.name.hasPrefix("HOPPER_P") })
    }

    @Test(arguments: [
        (TerminalSink.Dialect.plain, "21:09:46 warning  crm answers 503 (acme/customers)"),
        (.coloured, "21:09:46 \u{1B}[33mwarning\u{1B}[0m  crm answers 503 (acme/customers)"),
        (.journalPrefix, "<4>crm answers 503 (acme/customers)"),
    ])
    func `a line for people`(dialect: TerminalSink.Dialect, expected: String) {
        let event = Event(
            .destinationOpened, "crm answers 503", partner: "acme", feed: "customers",
            destination: "crm")
        #expect(TerminalSink.line(event, at: "21:09:46", dialect) == expected)
    }

    @Test func `a line goes out whole, and without colour where no terminal is`() {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        TerminalSink(descriptor: ends[1]).record(
            Event(.fileArchived, "read to its end", file: file))
        close(ends[1])
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(ends[0], &buffer, buffer.count)
        close(ends[0])
        let line = String(decoding: buffer.prefix(count), as: UTF8.self)
        #expect(line.hasSuffix(" info     read to its end (file 7k3m000000000000)\n"))
        #expect(!line.contains("\u{1B}"))
    }
}
