import Glibc

/// A system call that failed: which call, on what, and the kernel's reason.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call or the attempted step, as a person would name it: `open`, `fsync`, `rename`.
    package let call: String
    /// What it was attempted on: a path, checked to be printable, or a short description.
    package let subject: String
    /// `errno` as it was right after the call.
    package let code: CInt

    package init(_ call: String, on subject: String, code: CInt = errno) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// The kernel's text for the code: `No such file or directory`.
    package var reason: String {
        // strerror(3) is thread-safe in glibc since 2.32.
        unsafe String(cString: strerror(code))
    }

    package var description: String { "\(call) \(subject): \(reason)" }

    /// There is no such file or directory.
    package var isNoEntry: Bool { code == ENOENT }

    /// The device has no room: worth trying again once someone has made some.
    package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }
}
