import CCurl
import Glibc
import Synchronization

/// Many HTTP exchanges at once on one thread, over libcurl's multi interface: kept connections,
/// HTTP/2 where TLS agrees on it, no redirects, no proxies from the environment.
///
/// Everything but `wake()` is called by one thread, the owner's; that is what makes `@unchecked`
/// true.
@safe package final class HTTPMultiClient: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer
    private var active: [Int: Transfer] = [:]
    private var idle: [Transfer] = []
    private let isWoken = Atomic(false)
    private var isShielded = false

    /// - Parameter keptConnections: connections kept open for later, at most.
    package init(keptConnections: Int = 64) {
        idle = [Transfer()]  // Initializes curl before its first use.
        guard let multi = unsafe curl_multi_init() else {
            preconditionFailure("curl_multi_init: out of memory")
        }
        unsafe self.multi = multi
        unsafe _ = hopper_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, keptConnections)
    }

    deinit {
        for transfer in active.values { unsafe curl_multi_remove_handle(multi, transfer.easy) }
        unsafe curl_multi_cleanup(multi)
    }

    /// Exchanges under way.
    package var activeCount: Int { active.count }

    /// Starts an exchange; its end comes out of `wait` under the tag, which must not be in use.
    package func begin(_ request: HTTPRequest, tag: Int) {
        precondition(active[tag] == nil, "a tag in use")
        let transfer = idle.popLast() ?? Transfer()
        transfer.prepare(request, tag: tag)
        active[tag] = transfer
        unsafe curl_multi_add_handle(multi, transfer.easy)
    }

    /// Breaks an exchange off; whether the server has seen or done it is unknown.
    package func cancel(tag: Int) {
        guard let transfer = active.removeValue(forKey: tag) else { return }
        unsafe curl_multi_remove_handle(multi, transfer.easy)
        _ = transfer.finish(CURLE_ABORTED_BY_CALLBACK)
        recycle(transfer)
    }

    /// Works on the exchanges until one ends, `wake()` is called, or `timeout` has passed (nil: as
    /// long as it takes). Blocks in poll(2) meanwhile. The result is empty after a wake or timeout.
    package func wait(timeout: Duration? = nil) -> [HTTPCompletion] {
        shieldFromBrokenPipes()
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            var running: CInt = 0
            unsafe curl_multi_perform(multi, &running)
            let ended = collect()
            let woken = isWoken.exchange(false, ordering: .acquiringAndReleasing)
            if !ended.isEmpty || woken { return ended }
            var milliseconds: CInt = 3_600_000
            if let deadline {
                let left = deadline - ContinuousClock.now
                if left <= .zero { return [] }
                let (seconds, attoseconds) = left.components
                // Rounded up: waking a little early would only turn the loop once more.
                let rest = Int64(1) + attoseconds / 1_000_000_000_000_000
                milliseconds = CInt(min(3_600_000, min(seconds, 3600) * 1000 + rest))
            }
            unsafe curl_multi_poll(multi, nil, 0, milliseconds, nil)
        }
    }

    /// Ends a `wait` that is going on, or else the next one. Any thread; cheap.
    package func wake() {
        if !isWoken.exchange(true, ordering: .acquiringAndReleasing) {
            unsafe curl_multi_wakeup(multi)
        }
    }

    /// OpenSSL writes to sockets without MSG_NOSIGNAL, and curl leaves signals alone as it was told:
    /// a connection that breaks must not end the process. SIGPIPE goes to the writing thread only,
    /// so it is enough to block it here.
    private func shieldFromBrokenPipes() {
        if isShielded { return }
        isShielded = true
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func collect() -> [HTTPCompletion] {
        var ended: [HTTPCompletion] = []
        var code = CURLE_OK
        while let easy = unsafe hopper_curl_multi_next_done(multi, &code) {
            var context: UnsafeMutableRawPointer?
            unsafe _ = hopper_curl_get_pointer(easy, CURLINFO_PRIVATE, &context)
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            unsafe curl_multi_remove_handle(multi, easy)
            ended.append(HTTPCompletion(tag: transfer.tag, result: transfer.finish(code)))
            active[transfer.tag] = nil
            recycle(transfer)
        }
        return ended
    }

    private func recycle(_ transfer: Transfer) {
        // An easy handle holds an upload buffer; a few are worth keeping.
        if idle.count < 8 { idle.append(transfer) }
    }
}
