import Glibc
import Platform

/// What the machine itself can do with the same bytes: the bounds no program gets past.
enum Limits {
    /// `read`, `memcpy` and `write_sync` over the file's bytes; `write_sync_each` with an fdatasync
    /// after every 300 kB, about a batch.
    static func run(_ path: String, scratch: String) throws(SystemError) {
        let size = try FileDescriptor.open(path, O_RDONLY).length(path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
        defer {
            unsafe buffer.deallocate()
            unsafe copy.deallocate()
        }
        // The first touch of a page costs more than what is measured.
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 1)
        unsafe copy.initializeMemory(as: UInt8.self, repeating: 2)
        let file = try FileDescriptor.open(path, O_RDONLY)
        report(
            "limit.read",
            try time { () throws(SystemError) in
                var filled = 0
                while filled < size {
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                    let count = try unsafe file.read(into: rest)
                    if count == 0 { fail("\(path) got shorter") }
                    filled += count
                }
            })
        report(
            "limit.memcpy",
            try time { () throws(SystemError) in
                unsafe copy.copyMemory(from: UnsafeRawBufferPointer(buffer))
            })
        for (name, piece) in [("limit.write_sync", size), ("limit.write_sync_each", 300_000)] {
            let target = scratch + "/limit.tmp"
            let out = try FileDescriptor.open(target, O_WRONLY | O_CREAT | O_TRUNC)
            report(
                name,
                try time { () throws(SystemError) in
                    for start in stride(from: 0, to: size, by: piece) {
                        let part = unsafe UnsafeRawBufferPointer(
                            rebasing: UnsafeRawBufferPointer(buffer)[
                                start..<min(start + piece, size)])
                        try unsafe out.writeAll(part)
                        guard fdatasync(out.number) == 0 else {
                            throw SystemError("fdatasync", on: target)
                        }
                    }
                })
            unsafe unlink(target)
        }
    }

    private static func time(
        _ body: () throws(SystemError) -> Void
    ) throws(SystemError) -> Double {
        let start = monotonicNanoseconds()
        try body()
        return Double(monotonicNanoseconds() - start) / 1e9
    }
}

extension FileDescriptor {
    /// The file's size in bytes.
    func length(_ path: String) throws(SystemError) -> Int {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw SystemError("fstat", on: path) }
        return Int(status.st_size)
    }
}
