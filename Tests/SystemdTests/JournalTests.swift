import Glibc
import Systemd
import Testing

@Suite struct JournalTests {
    @Test func `a descriptor is the journal only if device and inode agree`() {
        let descriptor = unsafe open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        var status = stat()
        unsafe fstat(descriptor, &status)
        let stream = "\(status.st_dev):\(status.st_ino)"
        #expect(Journal.isJournal(descriptor: descriptor, stream: stream))
        #expect(!Journal.isJournal(descriptor: descriptor, stream: "\(stream)1"))
        #expect(!Journal.isJournal(descriptor: -1, stream: stream))
    }

    @Test(arguments: ["", ":", "1", "1:", "1:2:3", "x:y"])
    func `a malformed JOURNAL_STREAM is no journal`(stream: String) {
        #expect(!Journal.isJournal(descriptor: 2, stream: stream))
    }
}
