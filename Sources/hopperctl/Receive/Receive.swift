import Glibc

/// `hopperctl receive`: a stand-in downstream service. Returns the exit code.
func runReceive(_ arguments: [String]) -> Int32 {
    if arguments.contains("--help") || arguments.contains("-h") {
        print(ReceiveOptions.help, terminator: "")
        return 0
    }
    let options: ReceiveOptions
    do {
        options = try ReceiveOptions(arguments)
    } catch {
        receiveWarning("hopperctl receive: \(error.message)\nTry 'hopperctl receive --help'.")
        return 2
    }
    // Before any thread begins, so that none of them takes the signals.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    do {
        let service = try ReceiveService(options)
        try service.run(until: signals)
        return 0
    } catch {
        receiveWarning("hopperctl receive: \(error)")
        return 3
    }
}

/// A line on stderr.
func receiveWarning(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    unsafe bytes.withUnsafeBytes { unsafe _ = write(2, $0.baseAddress, $0.count) }
}
