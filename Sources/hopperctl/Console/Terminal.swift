import Glibc

/// What people see: text on stdout, trouble on stderr, colour only where a person looks.
enum Terminal {
    /// Whether stdout (or stderr) is a terminal that wants colour (https://no-color.org).
    static func wantsColor(_ descriptor: Int32 = STDOUT_FILENO) -> Bool {
        unsafe getenv("NO_COLOR") == nil && isatty(descriptor) == 1
    }

    /// Whether a person looks at stdout.
    static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    static func out(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Adds a line end, unless the text has one.
    static func error(_ text: String) {
        write(text.last == "\n" ? text : text + "\n", to: STDERR_FILENO)
    }

    /// Says on stderr that a list goes on where it was cut: programs ought to know, too.
    static func noteIfCut(_ found: Int, at limit: Int) {
        guard found > limit else { return }
        error(
            limit == 1
                ? "Only the first is listed; --limit N lists more."
                : "Only the first \(Figures.count(limit)) are listed; --limit N lists more.")
    }

    /// Writes all bytes; a reader that went away (`| head`) ends the program quietly.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe Glibc.write(
                descriptor, bytes.baseAddress! + offset, bytes.count - offset)
            if count < 0 {
                if errno == EINTR { continue }
                exit(errno == EPIPE ? 0 : ExitCode.unreachable.rawValue)
            }
            offset += count
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            unsafe write(UnsafeRawBufferPointer(bytes), to: descriptor)
        }
    }

    enum Style: String {
        case bold = "1"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case dim = "2"
    }

    static func styled(_ text: String, _ style: Style) -> String {
        Ink()(text, style)
    }
}
