import Glibc
import Service
import Vocabulary

let help = """
    hopperd takes in partners' files, turns them into batches of normalized JSON, keeps them in a
    durable outbox, and feeds them to downstream services. systemd runs it; started by hand it
    writes its journal to stderr.

    Usage: hopperd [--config DIR] [--verbose]

      --config DIR  the configuration directory (default: $HOPPER_CONFIG or /etc/hopper)
      --verbose     a line for each batch, too
      --help        this text
      --version     the version

    Signals: SIGTERM and SIGINT finish what is under way and stop; SIGHUP reloads the configuration.

    Example, in a scratch directory and without any privilege:
      hopperctl --config ./config check && hopperd --config ./config

    Exit codes: 0 stopped as asked, 1 the configuration has mistakes, 2 usage, 3 something could not
    be opened (the state directory, the outbox, the control socket), 4 the device failed to write.
    """

func usage(_ message: String) -> Never {
    let bytes = Array("hopperd: \(message)\nTry 'hopperd --help'.\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
}

var directory = unsafe getenv("HOPPER_CONFIG").map { unsafe String(cString: $0) } ?? "/etc/hopper"
var isVerbose = false
var words = CommandLine.arguments.dropFirst()
while let word = words.popFirst() {
    switch word {
    case "--help", "-h":
        print(help)
        exit(0)
    case "--version":
        print("hopperd \(HopperVersion.text)")
        exit(0)
    case "--config":
        guard let value = words.popFirst() else { usage("--config needs a directory") }
        directory = value
    case "--verbose": isVerbose = true
    case let option where option.hasPrefix("--config="):
        directory = String(option.dropFirst("--config=".count))
    default: usage("unknown argument \(word.printable(limit: 60))")
    }
}
exit(HopperDaemon(configurationDirectory: directory, isVerbose: isVerbose).run())
