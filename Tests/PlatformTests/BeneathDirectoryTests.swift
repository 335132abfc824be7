import Glibc
import Platform
import TestSupport
import Testing

@Suite struct BeneathDirectoryTests {
    let scratch = ScratchDirectory()

    @Test(arguments: ["link", "link/inside", "../outside", "/etc/passwd", "sub/../../outside"])
    func `a name never leads out of the directory`(name: String) throws {
        scratch.write("secret", to: "outside")
        scratch.write("secret", to: "elsewhere/inside")
        scratch.write("x", to: "home/sub/x")
        scratch.link("home/link", to: "../elsewhere")
        let directory = try BeneathDirectory(at: scratch.path + "/home")
        #expect(throws: SystemError.self) {
            _ = try directory.open(Array(name.utf8), O_RDONLY)
        }
    }

    @Test func `an entry is seen as what it is`() throws {
        scratch.write("four", to: "file")
        scratch.link("link", to: "file")
        scratch.fifo("pipe")
        scratch.folder("folder")
        scratch.hardLink("hard", to: "file")
        let directory = try BeneathDirectory(at: scratch.path)
        #expect(try directory.status(of: Array("file".utf8))?.kind == .regular)
        #expect(try directory.status(of: Array("file".utf8))?.size == 4)
        #expect(try directory.status(of: Array("hard".utf8))?.links == 2)
        #expect(try directory.status(of: Array("link".utf8))?.kind == .symbolicLink)
        #expect(try directory.status(of: Array("pipe".utf8))?.kind == .fifo)
        #expect(try directory.status(of: Array("folder".utf8))?.kind == .directory)
        #expect(try directory.status(of: Array("none".utf8)) == nil)
    }

    @Test func `a directory below is made where it is missing, and opened`() throws {
        let directory = try BeneathDirectory(at: scratch.path)
        _ = try directory.directory(Array("below".utf8), creating: true)
        let below = try directory.directory(Array("below".utf8), creating: true)
        _ = try below.open(Array("file".utf8), O_CREAT | O_WRONLY)
        #expect(scratch.names(in: "below") == ["file"])
        scratch.link("elsewhere", to: "/tmp")
        #expect(throws: SystemError.self) {
            _ = try directory.directory(Array("elsewhere".utf8), creating: true)
        }
    }

    @Test func `a FIFO does not block the one who opens it`() throws {
        scratch.fifo("pipe")
        let directory = try BeneathDirectory(at: scratch.path)
        let pipe = try directory.open(Array("pipe".utf8), O_RDONLY | O_NONBLOCK)
        #expect(try pipe.status().kind == .fifo)
    }

    @Test func `names are bytes, whatever they are`() throws {
        let directory = try BeneathDirectory(at: scratch.path)
        let names: [[UInt8]] = [[0xFF, 0xFE], [0x0A], Array("ü.csv".utf8)]
        for name in names { _ = try directory.open(name, O_CREAT | O_WRONLY) }
        var found: [[UInt8]] = []
        try directory.forEachName {
            found.append($0)
            return true
        }
        #expect(Set(found) == Set(names))
    }

    @Test func `a rename that must not replace leaves both`() throws {
        scratch.write("a", to: "a")
        scratch.write("b", to: "b")
        let directory = try BeneathDirectory(at: scratch.path)
        #expect(throws: SystemError("rename", on: scratch.path + "/a", code: EEXIST)) {
            try directory.rename(Array("a".utf8), to: Array("b".utf8), replacing: false)
        }
        #expect(scratch.read("a") == "a")
        #expect(scratch.read("b") == "b")
    }

    @Test func `a durable file appears whole or not at all`() throws {
        let directory = try BeneathDirectory(at: scratch.path)
        do {
            let abandoned = try DurableFile(in: directory)
            try abandoned.write([1, 2, 3])
        }
        let file = try DurableFile(in: directory)
        try file.write(Array("one ".utf8))
        try file.write(Array("two".utf8))
        try file.commit(as: Array("done".utf8), in: directory)
        var names: [String] = []
        try directory.forEachName {
            names.append(String(decoding: $0, as: UTF8.self))
            return true
        }
        #expect(names == ["done"])
        #expect(scratch.read("done") == "one two")
    }

    @Test func `a durable file does not write through a planted link`() throws {
        scratch.write("victim", to: "victim")
        scratch.link("receipt", to: "victim")
        let directory = try BeneathDirectory(at: scratch.path)
        let file = try DurableFile(in: directory)
        try file.write(Array("new".utf8))
        try file.commit(as: Array("receipt".utf8), in: directory)
        #expect(scratch.read("victim") == "victim")
        #expect(try directory.status(of: Array("receipt".utf8))?.kind == .regular)
    }

    @Test func `a lock is held by one`() throws {
        let path = scratch.path + "/lock"
        let lock = try FileLock(path)
        #expect(throws: SystemError("lock", on: path, code: EWOULDBLOCK)) { _ = try FileLock(path) }
        _ = consume lock
        _ = try FileLock(path)
    }
}
