import CPlatform

/// What a thread was working on when a trap brought the process down, written by the signal handler
/// into a file that the next start reads.
package enum CrashMark {
    /// Arms the traps for the whole process. The marks are lines appended to `file`, which stays
    /// open for good. SIGKILL and signals from other processes leave no mark.
    package static func install(into file: consuming FileDescriptor) throws(SystemError) {
        // Never closed: the handler needs it until the process ends.
        let number = file.release()
        guard hopper_crash_mark_install(number) == 0 else {
            throw SystemError("sigaction", on: "the traps")
        }
    }

    /// Names what the calling thread works on (at most 63 bytes); nil for nothing in particular.
    package static func working(on subject: String?) {
        unsafe hopper_crash_mark_subject(subject ?? "")
    }
}
