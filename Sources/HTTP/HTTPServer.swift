import CMicrohttpd
import Glibc
import Platform

/// A small HTTP/1.1 server over libmicrohttpd on threads of its own.
@safe package final class HTTPServer: @unchecked Sendable {
    // `daemon` is written in the initializer and in `stop` only, which is called once.
    private var daemon: OpaquePointer?
    private let address: ListenAddress
    private let service: Service
    /// The TCP port it listens on; 0 on a Unix socket.
    package let port: Int

    /// Who runs the handler.
    package enum Threads: Hashable, Sendable {
        /// So many threads for all connections; a handler that blocks holds others up.
        case shared(Int)
        /// One for each connection: handlers may block.
        case perConnection
    }

    package struct Limits: Hashable, Sendable {
        /// A longer body is answered 413, and never held.
        package var body = 64 << 20
        package var connections = 256
        /// A connection on which nothing happens is closed after this many seconds; 0 is never.
        package var idleSeconds = 0
        package init() {}
    }

    /// Starts to listen. The handler is called on the server's threads, one call for each request.
    package init(
        on address: ListenAddress, threads: Threads = .shared(1), limits: Limits = Limits(),
        handler: @escaping @Sendable (HTTPServerRequest) -> HTTPServerResponse
    ) throws(ListenError) {
        self.address = address
        service = Service(bodyLimit: limits.body, handler: handler)
        let socket = try address.listen()
        if case .tcp = address { port = ListenAddress.port(of: socket) } else { port = 0 }
        var flags = MHD_USE_INTERNAL_POLLING_THREAD.rawValue
        var count: UInt32 = 1
        switch threads {
        case .shared(let number):
            flags |= MHD_USE_EPOLL.rawValue
            count = UInt32(clamping: number)
        case .perConnection: flags |= MHD_USE_THREAD_PER_CONNECTION.rawValue | MHD_USE_POLL.rawValue
        }
        // libmicrohttpd closes the socket it is given.
        let listening = fcntl(socket.number, F_DUPFD_CLOEXEC, 3)
        unsafe daemon = hopper_mhd_start(
            flags, listening, accessed, completed,
            Unmanaged.passUnretained(service).toOpaque(), UInt32(clamping: limits.connections),
            UInt32(clamping: limits.idleSeconds), 128 << 10, count)
        guard unsafe daemon != nil else {
            close(listening)
            throw .failed(address, reason: "the server did not start")
        }
    }

    /// Stops listening, waits for the handlers under way, and closes every connection.
    package func stop() {
        guard let daemon = unsafe daemon else { return }
        unsafe self.daemon = nil
        unsafe MHD_stop_daemon(daemon)
        if case .unixSocket(let path, _) = address { unsafe _ = unlink(path) }
    }

    deinit { stop() }
}

/// What libmicrohttpd's callbacks reach.
private final class Service: Sendable {
    let bodyLimit: Int
    let handler: @Sendable (HTTPServerRequest) -> HTTPServerResponse

    init(
        bodyLimit: Int, handler: @escaping @Sendable (HTTPServerRequest) -> HTTPServerResponse
    ) {
        self.bodyLimit = bodyLimit
        self.handler = handler
    }
}

/// A request that is still coming in.
private final class Incoming {
    var body: [UInt8] = []
    var received = 0
}

/// Called once when the headers are there, for each piece of the body, and once at its end.
private func accessed(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, data: UnsafePointer<CChar>?,
    size: UnsafeMutablePointer<Int>?, state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    let service = unsafe Unmanaged<Service>.fromOpaque(context!).takeUnretainedValue()
    guard let held = unsafe state!.pointee else {
        let incoming = Incoming()
        unsafe state!.pointee = Unmanaged.passRetained(incoming).toOpaque()
        let text = unsafe MHD_lookup_connection_value(
            connection, MHD_ValueKind.HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH)
        if let text = unsafe text, let length = Int(unsafe String(cString: text)) {
            if length > service.bodyLimit { return unsafe answer(connection, .tooLarge) }
            incoming.body.reserveCapacity(min(length, 4 << 20))
        }
        return MHD_Result.YES
    }
    let incoming = unsafe Unmanaged<Incoming>.fromOpaque(held).takeUnretainedValue()
    let count = unsafe size!.pointee
    if count > 0 {
        incoming.received += count
        if incoming.received <= service.bodyLimit {
            unsafe incoming.body.append(
                contentsOf: UnsafeRawBufferPointer(start: data, count: count))
        } else {
            // No answer can be given before the body's end: it is not held, and not for ever.
            incoming.body = []
            if incoming.received / 8 > service.bodyLimit { return MHD_Result.NO }
        }
        unsafe size!.pointee = 0
        return MHD_Result.YES
    }
    guard incoming.received <= service.bodyLimit else {
        return unsafe answer(connection, .tooLarge)
    }
    let request = unsafe HTTPServerRequest(
        method: String(cString: method!), path: String(cString: url!),
        query: headers(of: connection, MHD_ValueKind.GET_ARGUMENT_KIND),
        headers: headers(of: connection, MHD_ValueKind.HEADER_KIND), body: incoming.body)
    incoming.body = []
    return unsafe answer(connection, service.handler(request))
}

private func completed(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_RequestTerminationCode
) {
    guard let held = unsafe state?.pointee else { return }
    unsafe Unmanaged<Incoming>.fromOpaque(held).release()
    unsafe state!.pointee = nil
}

private func headers(of connection: OpaquePointer?, _ kind: MHD_ValueKind) -> [HTTPServerRequest
    .Pair]
{
    var found: [HTTPServerRequest.Pair] = []
    unsafe withUnsafeMutablePointer(to: &found) { list in
        unsafe _ = MHD_get_connection_values(
            connection, kind,
            { list, _, name, value in
                let name = unsafe name.map { unsafe String(cString: $0) } ?? ""
                let value = unsafe value.map { unsafe String(cString: $0) } ?? ""
                unsafe list!.assumingMemoryBound(to: [HTTPServerRequest.Pair].self)
                    .pointee.append(HTTPServerRequest.Pair(name: name, value: value))
                return MHD_Result.YES
            }, list)
    }
    return found
}

private func answer(_ connection: OpaquePointer?, _ response: HTTPServerResponse) -> MHD_Result {
    var body = response.body
    let made = unsafe body.withUnsafeMutableBytes { bytes in
        unsafe MHD_create_response_from_buffer(
            bytes.count, bytes.baseAddress, MHD_ResponseMemoryMode.RESPMEM_MUST_COPY)
    }
    guard let made = unsafe made else { return MHD_Result.NO }
    defer { unsafe MHD_destroy_response(made) }
    for header in response.headers {
        unsafe _ = MHD_add_response_header(made, header.name, header.value)
    }
    return unsafe MHD_queue_response(connection, UInt32(response.status), made)
}
