import CCurl
import Glibc

/// One easy handle, and what curl's callbacks reach while it is at work. Reused: curl keeps the
/// connections in the multi handle, not here.
@safe final class Transfer {
    let easy: UnsafeMutableRawPointer
    var tag = 0
    private var body = HTTPBody()
    private var piece = 0
    private var offset = 0
    private var answer: [UInt8] = []
    private var answerLimit = 0
    private var isTooLarge = false
    private var timeout = Duration.zero
    private var headers: UnsafeMutablePointer<curl_slist>?
    /// Where curl says more of what went wrong.
    private let words: UnsafeMutablePointer<CChar>

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init() {
        precondition(Self.isReady, "curl_global_init failed")
        guard let easy = unsafe curl_easy_init() else {
            preconditionFailure("curl_easy_init: out of memory")
        }
        unsafe self.easy = easy
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(headers)
        unsafe words.deallocate()
    }

    /// Makes the handle ready for one exchange. The transfer must stay alive until its end.
    func prepare(_ request: HTTPRequest, tag: Int) {
        self.tag = tag
        body = request.body
        piece = 0
        offset = 0
        answer = []
        answerLimit = request.answerLimit
        isTooLarge = false
        timeout = request.timeout
        unsafe curl_easy_reset(easy)
        unsafe words[0] = 0
        unsafe _ = hopper_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, words)
        setTransport(request)
        setHeaders(request)
        setBody(request)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe _ = hopper_curl_set_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ text: String) {
        unsafe _ = hopper_curl_set_text(easy, option, text)
    }

    private func setTransport(_ request: HTTPRequest) {
        set(CURLOPT_URL, request.url)
        // Only what a destination may be; a redirect is an answer, not an order.
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        // http_proxy and its kin are for people's shells, and must not divert a daemon's traffic.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // HTTP/2 where TLS agrees on it, HTTP/1.1 on plain connections.
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        if request.url.hasPrefix("https:") { set(CURLOPT_PIPEWAIT, 1) }
        // The server's certificate and its name are checked: curl's default, said out loud.
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let path = request.authorities { set(CURLOPT_CAINFO, path) }
        // What is sent compressed all the same is understood: results must not go unread.
        set(CURLOPT_ACCEPT_ENCODING, "")
        let (seconds, attoseconds) = request.timeout.components
        set(
            CURLOPT_TIMEOUT_MS,
            max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)))
        if let path = request.unixSocketPath { set(CURLOPT_UNIX_SOCKET_PATH, path) }
    }

    private func setHeaders(_ request: HTTPRequest) {
        unsafe curl_slist_free_all(headers)
        unsafe headers = nil
        // Waiting for "100 Continue" would cost a round trip, or a second at a server without it.
        unsafe headers = curl_slist_append(headers, "Expect:")
        unsafe headers = curl_slist_append(headers, "Accept-Encoding: identity")
        for header in request.headers {
            unsafe headers = curl_slist_append(headers, "\(header.name): \(header.value)")
        }
        unsafe _ = hopper_curl_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
    }

    private func setBody(_ request: HTTPRequest) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = hopper_curl_set_pointer(easy, CURLOPT_PRIVATE, context)
        unsafe _ = hopper_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        unsafe _ = hopper_curl_set_write(easy) { bytes, size, count, context in
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            return unsafe transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        if request.method == .get {
            set(CURLOPT_HTTPGET, 1)
            return
        }
        set(CURLOPT_POST, 1)
        if request.method != .post { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        unsafe _ = hopper_curl_set_offset(
            easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        set(CURLOPT_UPLOAD_BUFFERSIZE, Self.uploadBuffer)
        unsafe _ = hopper_curl_set_pointer(easy, CURLOPT_READDATA, context)
        unsafe _ = hopper_curl_set_read(easy) { buffer, size, count, context in
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            return unsafe transfer.give(
                UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        // curl sends again from the start when a kept connection turns out to be dead.
        unsafe _ = hopper_curl_set_pointer(easy, CURLOPT_SEEKDATA, context)
        unsafe _ = hopper_curl_set_seek(easy) { context, offset, origin in
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            return transfer.seek(to: Int(offset), origin: origin)
        }
    }

    /// What curl reads at once and hands to the kernel at once. Of 64, 128 and 256 KiB this one took
    /// the least processor time on bodies of 300 KB.
    private static let uploadBuffer = 128 << 10

    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count, piece < body.pieces.count {
            let source = body.pieces[piece]
            let count = min(source.count - offset, buffer.count - filled)
            if count > 0 {
                unsafe source.withUnsafeBytes { bytes in
                    unsafe _ = memcpy(
                        buffer.baseAddress! + filled, bytes.baseAddress! + offset, count)
                }
            }
            filled += count
            offset += count
            if offset == source.count {
                piece += 1
                offset = 0
            }
        }
        return filled
    }

    private func seek(to position: Int, origin: CInt) -> CInt {
        guard origin == SEEK_SET else { return CInt(CURL_SEEKFUNC_CANTSEEK) }
        piece = 0
        offset = position
        while piece < body.pieces.count, offset >= body.pieces[piece].count {
            offset -= body.pieces[piece].count
            piece += 1
        }
        return CInt(CURL_SEEKFUNC_OK)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard answer.count + bytes.count <= answerLimit else {
            isTooLarge = true
            return 0
        }
        unsafe answer.append(contentsOf: bytes)
        return bytes.count
    }

    /// The exchange's end as a value; lets go of the request and the answer.
    func finish(_ code: CURLcode) -> Result<HTTPAnswer, HTTPFailure> {
        defer {
            body = HTTPBody()
            answer = []
        }
        if isTooLarge {
            return .failure(
                HTTPFailure(.answerTooLarge, "an answer of more than \(answerLimit) bytes"))
        }
        guard code == CURLE_OK else { return .failure(failure(code)) }
        var status = 0
        unsafe _ = hopper_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        var retryAfter: curl_off_t = 0
        unsafe _ = hopper_curl_get_offset(easy, CURLINFO_RETRY_AFTER, &retryAfter)
        return .success(
            HTTPAnswer(
                status: status, body: answer,
                retryAfter: retryAfter > 0 ? .seconds(Int64(retryAfter)) : nil))
    }

    private static func text(_ timeout: Duration) -> String {
        let (seconds, attoseconds) = timeout.components
        if attoseconds == 0 { return "\(seconds) s" }
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }

    private func failure(_ code: CURLcode) -> HTTPFailure {
        switch code {
        case CURLE_COULDNT_CONNECT:
            var number = 0
            unsafe _ = hopper_curl_get_long(easy, CURLINFO_OS_ERRNO, &number)
            if number == 0 { return HTTPFailure(.notConnected, "no connection") }
            let text = unsafe String(cString: strerror(CInt(truncatingIfNeeded: number)))
            return HTTPFailure(.notConnected, text.lowercased())
        case CURLE_COULDNT_RESOLVE_HOST:
            return HTTPFailure(.notConnected, "the host's name was not found")
        case CURLE_OPERATION_TIMEDOUT:
            return HTTPFailure(.timedOut, "timed out after \(Self.text(timeout))")
        case CURLE_PEER_FAILED_VERIFICATION:
            return HTTPFailure(.tls, detailed("the TLS certificate is not accepted"))
        case CURLE_SSL_CACERT_BADFILE:
            return HTTPFailure(.tls, "the file of trusted TLS certificates can't be used")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM:
            return HTTPFailure(.tls, detailed("the TLS handshake failed"))
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            return HTTPFailure(.connectionLost, "connection lost")
        case CURLE_GOT_NOTHING:
            return HTTPFailure(.connectionLost, "connection closed without an answer")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return HTTPFailure(.badURL, "the URL can't be used")
        default:
            return HTTPFailure(
                .other, unsafe String(cString: curl_easy_strerror(code)).lowercased())
        }
    }

    /// With curl's own words for it: of the library and the configuration, and of no content.
    private func detailed(_ what: String) -> String {
        let said = unsafe String(cString: words).unicodeScalars.filter {
            (0x20...0x7E).contains($0.value)
        }
        let text = String(String.UnicodeScalarView(said)).prefix(160)
        return text.isEmpty ? what : "\(what) (\(text))"
    }
}
