import Glibc
import Platform

/// Where a server listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A numeric address or a name, and a port; port 0 takes any free one.
    case tcp(host: String, port: Int)
    /// A path of at most 107 bytes. A socket that nobody listens on any more is replaced.
    case unixSocket(path: String, mode: UInt32)

    package var description: String {
        switch self {
        case .tcp(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unixSocket(let path, _): path
        }
    }
}

/// Why a server could not listen, and where.
package enum ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process listens there.
    case inUse(ListenAddress)
    case failed(ListenAddress, reason: String)

    package var description: String {
        switch self {
        case .inUse(.tcp(let host, let port)): "port \(port) of \(host) is in use"
        case .inUse(.unixSocket(let path, _)): "\(path): another process listens there"
        case .failed(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}

extension ListenAddress {
    /// A bound and listening socket.
    func listen() throws(ListenError) -> FileDescriptor {
        switch self {
        case .tcp(let host, let port): try listen(host: host, port: port)
        case .unixSocket(let path, let mode): try listen(path: path, mode: mode)
        }
    }

    /// The port a listening TCP socket got.
    static func port(of socket: borrowing FileDescriptor) -> Int {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let number = socket.number
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe _ = getsockname(number, $0, &length)
            }
        }
        // The port stands at the same place in IPv4's and IPv6's address.
        return Int(UInt16(bigEndian: address.sin6_port))
    }

    private func failure(_ step: String) -> ListenError {
        let code = errno
        if code == EADDRINUSE { return .inUse(self) }
        return .failed(self, reason: unsafe "\(step): \(String(cString: strerror(code)))")
    }

    private func listen(host: String, port: Int) throws(ListenError) -> FileDescriptor {
        guard (0...65535).contains(port) else {
            throw .failed(self, reason: "a port is a number from 0 to 65535")
        }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let first = unsafe found else {
            throw .failed(self, reason: unsafe String(cString: gai_strerror(code)))
        }
        defer { unsafe freeaddrinfo(found) }
        let number = unsafe socket(
            first.pointee.ai_family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw failure("socket") }
        let descriptor = FileDescriptor(owning: number)
        var on: CInt = 1
        unsafe setsockopt(
            number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<CInt>.size))
        guard unsafe bind(number, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
            throw failure("bind")
        }
        guard Glibc.listen(number, 511) == 0 else { throw failure("listen") }
        return descriptor
    }

    private func listen(path: String, mode: UInt32) throws(ListenError) -> FileDescriptor {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .failed(self, reason: "the path is longer than a Unix socket's may be")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let number = socket(
            AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw failure("socket") }
        let descriptor = FileDescriptor(owning: number)
        // Before bind(2), so that the socket never stands there with wider permissions.
        fchmod(number, mode)
        if !bound(number, &address) {
            guard errno == EADDRINUSE else { throw failure("bind") }
            guard Self.isSocket(path) else {
                throw .failed(self, reason: "something that is not a socket has that name")
            }
            if answers(&address) { throw .inUse(self) }
            unsafe _ = unlink(path)
            guard bound(number, &address) else { throw failure("bind") }
        }
        guard unsafe chmod(path, mode) == 0 else { throw failure("chmod") }
        guard Glibc.listen(number, 511) == 0 else { throw failure("listen") }
        return descriptor
    }

    private func bound(_ number: CInt, _ address: inout sockaddr_un) -> Bool {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    /// Whether a socket stands at the path, or nothing any more: what is not a socket is never taken
    /// for a stale one.
    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Whether a process listens on the socket that stands at the path.
    private func answers(_ address: inout sockaddr_un) -> Bool {
        let number = socket(
            AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return true }
        let descriptor = FileDescriptor(owning: number)
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(
                    descriptor.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        if connected { return true }
        return errno != ECONNREFUSED
    }
}
