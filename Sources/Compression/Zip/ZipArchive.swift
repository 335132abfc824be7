import Glibc
import Platform

/// A zip archive's directory (APPNOTE.TXT 6.3.10, Zip64 too), checked and held in bounded memory.
///
/// Not read by libarchive: docs/decisions/0010-readers-of-our-own.md says why.
@safe package final class ZipArchive {
    /// In the order of the directory.
    package let entries: [ZipEntry]
    let path: String
    let descriptor: FileDescriptor

    /// - Parameter mostEntries: an archive with more is refused.
    /// - Throws: `corrupt` also where the directory or what stands behind it is not as it must be.
    package init(path: String, mostEntries: Int) throws(CompressionError) {
        self.path = path
        let size: Int64
        do throws(SystemError) {
            descriptor = try FileDescriptor.open(path, O_RDONLY)
            size = try descriptor.status().size
        } catch {
            throw .system(error.description)
        }
        let directory = try ZipDirectory(in: descriptor, size: size)
        guard directory.count <= mostEntries else {
            throw .corrupt(
                reason: "it has \(directory.count) members, more than the \(mostEntries) allowed",
                byteOffset: directory.start)
        }
        var entries = try directory.entries(in: descriptor)
        for index in entries.indices {
            try entries[index].compare(in: descriptor, before: directory.start)
        }
        self.entries = entries
    }
}
