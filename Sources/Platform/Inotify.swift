import CPlatform
import Glibc

/// inotify(7): the kernel's hints about what happens in directories.
package struct Inotify: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// Names one watch.
    package struct Watch: Hashable, Sendable {
        fileprivate let number: CInt
    }

    package struct Events: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let created = Events(rawValue: UInt32(IN_CREATE))
        /// A file that had been open for writing was closed.
        package static let closed = Events(rawValue: UInt32(IN_CLOSE_WRITE))
        package static let movedIn = Events(rawValue: UInt32(IN_MOVED_TO))
        package static let movedOut = Events(rawValue: UInt32(IN_MOVED_FROM))
        package static let deleted = Events(rawValue: UInt32(IN_DELETE))
        /// The watched directory itself was removed, moved or unmounted, or the watch has ended.
        package static let directoryGone = Events(
            rawValue: UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_UNMOUNT)
                | UInt32(IN_IGNORED))
        /// Events were lost: only a scan can tell what has happened.
        package static let overflow = Events(rawValue: UInt32(IN_Q_OVERFLOW))
    }

    package struct Event: Hashable, Sendable {
        /// Nil for an overflow.
        package var watch: Watch?
        package var events: Events
        /// The entry's name; empty when the event is about the directory itself.
        package var name: [UInt8]
    }

    package init() throws(SystemError) {
        let number = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard number >= 0 else { throw SystemError("inotify_init", on: "a watch queue") }
        descriptor = FileDescriptor(owning: number)
    }

    /// For poll(2).
    package var number: CInt { descriptor.number }

    /// Watches the very directory that is open, whatever has its name by now.
    package func watch(
        _ directory: borrowing BeneathDirectory, for events: Events
    ) throws(SystemError) -> Watch {
        let mask =
            events.rawValue | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
        let number = unsafe inotify_add_watch(
            descriptor.number, "/proc/self/fd/\(directory.descriptor.number)", mask)
        guard number >= 0 else { throw SystemError("inotify_add_watch", on: directory.path) }
        return Watch(number: number)
    }

    /// Ends a watch; one that has ended by itself is fine.
    package func unwatch(_ watch: Watch) { inotify_rm_watch(descriptor.number, watch.number) }

    /// Takes all events there are, without waiting.
    package func drain() throws(SystemError) -> [Event] {
        var found: [Event] = []
        let size = 64 * 1024
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: size, alignment: MemoryLayout<inotify_event>.alignment)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = unsafe read(descriptor.number, buffer.baseAddress, size)
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { return found }
                throw SystemError("read", on: "the inotify queue")
            }
            if count == 0 { return found }
            unsafe Self.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &found)
            // Bounded: what is left stays in the kernel's queue.
            if found.count >= 16_384 { return found }
        }
    }

    private static func take(_ buffer: UnsafeRawBufferPointer, into found: inout [Event]) {
        var offset = 0
        let header = MemoryLayout<inotify_event>.size
        while offset + header <= buffer.count {
            let event = unsafe buffer.loadUnaligned(
                fromByteOffset: offset, as: inotify_event.self)
            let padded = unsafe buffer[(offset + header)..<(offset + header + Int(event.len))]
            let name = unsafe [UInt8](padded.prefix { $0 != 0 })
            found.append(
                Event(
                    watch: event.wd >= 0 ? Watch(number: event.wd) : nil,
                    events: Events(rawValue: event.mask), name: name))
            offset += header + Int(event.len)
        }
    }
}
