import Glibc
import Platform

/// Keys in a scratch file: pages of 4 KiB, each key in the page that its hash names or, where that is
/// full, in the next that is not. How full each is stands in memory, a byte a page.
///
/// The kernel keeps the pages in use in its cache, and lets them go where memory is short; nothing
/// is ever mapped.
final class KeyFile {
    private let descriptor: FileDescriptor
    private var fill: [UInt8]
    private var count = 0
    private var page = [KeyEntry](repeating: .free, count: KeyFile.perPage)
    private let directories: [String]

    private static let pageBytes = 4096
    static let perPage = 4096 / MemoryLayout<KeyEntry>.stride

    /// - Parameter pages: a power of two.
    init(pages: Int, in directories: [String]) throws(SystemError) {
        self.directories = directories
        descriptor = try Self.make(in: directories)
        fill = [UInt8](repeating: 0, count: pages)
    }

    /// With more keys too many pages would run over into the next: `grown` then.
    var isCrowded: Bool { count * 10 >= fill.count * Self.perPage * 7 }

    /// Who has the key already, unless it is the same.
    func claim(_ entry: KeyEntry) throws(SystemError) -> KeyRegister.Holder? {
        let found = try find(entry.key)
        if let holder = found.holder { return holder == entry.holder ? nil : holder }
        try write([entry], page: found.page, at: Int(fill[found.page]))
        fill[found.page] += 1
        count += 1
        return nil
    }

    /// Who has the key; else the page where it would be put.
    private func find(
        _ key: KeyHash
    ) throws(SystemError) -> (holder: KeyRegister.Holder?, page: Int) {
        var number = key.place(among: fill.count)
        while true {
            let used = Int(fill[number])
            try read(number, used)
            for index in 0..<used where page[index].has(key) { return (page[index].holder, number) }
            if used < Self.perPage { return (nil, number) }
            number = (number + 1) & (fill.count - 1)
        }
    }

    /// The same keys in a file of twice the pages: page after page, each becomes two.
    func grown() throws(SystemError) -> KeyFile {
        let grown = try KeyFile(pages: fill.count * 2, in: directories)
        var strays: [KeyEntry] = []
        for number in 0..<fill.count {
            var halves: [[KeyEntry]] = [[], []]
            try read(number, Int(fill[number]))
            for index in 0..<Int(fill[number]) {
                let place = page[index].place(among: grown.fill.count)
                // What had run over from the page before goes home.
                if place >> 1 == number {
                    halves[place & 1].append(page[index])
                } else {
                    strays.append(page[index])
                }
            }
            for half in 0..<2 where !halves[half].isEmpty {
                try grown.write(halves[half], page: 2 * number + half, at: 0)
                grown.fill[2 * number + half] = UInt8(halves[half].count)
                grown.count += halves[half].count
            }
        }
        for entry in strays { _ = try grown.claim(entry) }
        return grown
    }

    private func read(_ number: Int, _ used: Int) throws(SystemError) {
        let bytes = used * MemoryLayout<KeyEntry>.stride
        let descriptor = descriptor.number
        let code: CInt = unsafe page.withUnsafeMutableBytes { page in
            var done = 0
            while done < bytes {
                let count = unsafe pread(
                    descriptor, page.baseAddress! + done, bytes - done,
                    off_t(number * Self.pageBytes + done))
                if count < 0, errno == EINTR { continue }
                // Shorter than it was written: the device lost it.
                if count <= 0 { return count == 0 ? EIO : errno }
                done += count
            }
            return 0
        }
        if code != 0 { throw SystemError("read", on: "the keys of a file", code: code) }
    }

    private func write(
        _ entries: [KeyEntry], page number: Int, at index: Int
    ) throws(SystemError) {
        let descriptor = descriptor.number
        let start = number * Self.pageBytes + index * MemoryLayout<KeyEntry>.stride
        let code: CInt = unsafe entries.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = unsafe pwrite(
                    descriptor, bytes.baseAddress! + done, bytes.count - done,
                    off_t(start + done))
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return count == 0 ? ENOSPC : errno }
                done += count
            }
            return 0
        }
        if code != 0 { throw SystemError("write", on: "the keys of a file", code: code) }
    }

    /// A file without a name in the first directory that will have one.
    private static func make(in directories: [String]) throws(SystemError) -> FileDescriptor {
        var first = SystemError("open", on: "a scratch file", code: ENOENT)
        for (index, directory) in directories.enumerated() {
            do throws(SystemError) {
                return try make(in: directory)
            } catch {
                if index == 0 { first = error }
            }
        }
        throw first
    }

    private static func make(in directory: String) throws(SystemError) -> FileDescriptor {
        do throws(SystemError) {
            return try FileDescriptor.open(directory, O_RDWR | unnamed, mode: 0o600)
        } catch {
            // Not every file system has files without a name.
            guard error.code == EOPNOTSUPP || error.code == EISDIR || error.code == EINVAL else {
                throw error
            }
        }
        let path = "\(directory)/.keys-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        let file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
        unsafe unlink(path)
        return file
    }

    /// `O_TMPFILE` of open(2), a macro that Swift does not see.
    private static var unnamed: CInt { 0o20000000 | O_DIRECTORY }
}
