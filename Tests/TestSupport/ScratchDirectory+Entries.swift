import Foundation
import Glibc

extension ScratchDirectory {
    /// Makes a symbolic link below the directory.
    package func link(_ name: String, to target: String) {
        precondition(unsafe symlink(target, path + "/" + name) == 0)
    }

    package func hardLink(_ name: String, to existing: String) {
        precondition(unsafe Glibc.link(path + "/" + existing, path + "/" + name) == 0)
    }

    package func fifo(_ name: String) {
        precondition(unsafe mkfifo(path + "/" + name, 0o600) == 0)
    }

    package func folder(_ name: String) {
        precondition(unsafe mkdir(path + "/" + name, 0o700) == 0)
    }

    package func rename(_ name: String, to newName: String) {
        precondition(unsafe Glibc.rename(path + "/" + name, path + "/" + newName) == 0)
    }

    package func remove(_ name: String) {
        precondition(unsafe Glibc.remove(path + "/" + name) == 0)
    }

    /// Sets when an entry was last written to.
    package func setModified(_ name: String, seconds: Int) {
        // A test that can't do this can't run.
        // swift-format-ignore: NeverUseForceTry
        try! FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: TimeInterval(seconds))],
            ofItemAtPath: path + "/" + name)
    }

    /// The names below a directory, sorted; empty when there is no such directory.
    package func names(in folder: String = "") -> [String] {
        guard let stream = unsafe opendir(path + "/" + folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

extension ScratchDirectory {
    /// Opens a file under its own name, writes, and closes it. (`write(_:to:)` renames it into
    /// place, as Foundation does.)
    /// - Parameter name: raw bytes below the directory.
    package func writeInPlace(_ bytes: [UInt8], to name: [UInt8]) {
        let file =
            path.utf8.map { CChar(bitPattern: $0) } + [0x2F]
            + name.map { CChar(bitPattern: $0) } + [0]
        let stream = unsafe fopen(file, "w")!
        precondition(unsafe fwrite(bytes, 1, bytes.count, stream) == bytes.count)
        precondition(unsafe fclose(stream) == 0)
    }

    package func writeInPlace(_ text: String, to name: String) {
        writeInPlace(Array(text.utf8), to: Array(name.utf8))
    }
}
