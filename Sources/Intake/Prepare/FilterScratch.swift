import Glibc
import Platform

/// A directory for a program's own files, removed together with what it has left in it.
struct FilterScratch: ~Copyable {
    let path: String
    private let base: BeneathDirectory
    private let name: [UInt8]

    /// Such names are swept out of `work/` at a start.
    private static let prefix = ".filter-"

    /// - Parameter base: the directory it is made in.
    init(in base: String) throws(SystemError) {
        let directory = try BeneathDirectory(at: base)
        let name = Self.prefix + String(UInt64.random(in: .min ... .max), radix: 36)
        let path = "\(base)/\(name)"
        guard unsafe mkdir(path, 0o700) == 0 else { throw SystemError("mkdir", on: path) }
        self.base = directory
        self.name = Array(name.utf8)
        self.path = path
    }

    // What can't be removed now is at the next start.
    deinit { try? base.removeTree(name) }
}
