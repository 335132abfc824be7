import Glibc
import Vocabulary

// A reader that goes away must end a write with EPIPE, not the program with a signal.
_ = signal(SIGPIPE, SIG_IGN)

let words = CommandLine.arguments.dropFirst()
exit(HopperCommand.run(Array(words)).rawValue)
