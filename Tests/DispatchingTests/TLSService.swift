import Foundation
import HTTP
import TestSupport

/// An HTTPS server on loopback that speaks HTTP/2 and sends back what is posted to it: nghttpd
/// (Debian's nghttp2-server), with a certificate for `localhost` of an authority made for the tests.
final class TLSService {
    /// Two authorities that know nothing of each other, and what the first has signed.
    struct Certificates {
        let scratch = ScratchDirectory("hopper-tls")
        var authority: String { scratch.path + "/ca.pem" }
        var stranger: String { scratch.path + "/other.pem" }

        init() throws {
            for name in ["ca", "other"] {
                try openssl(
                    "req -x509 \(Self.key) -days 2 -subj /CN=\(name) -keyout \(name).key "
                        + "-out \(name).pem")
            }
            try openssl("req \(Self.key) -subj /CN=localhost -keyout server.key -out server.csr")
            scratch.write("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n", to: "ext")
            try openssl(
                "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
                    + "-extfile ext -out server.pem")
        }

        private static let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

        private func openssl(_ arguments: String) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            process.arguments = arguments.split(separator: " ").map(String.init)
            process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        }
    }

    static let certificates = Result { try Certificates() }

    let certificates: Certificates
    let port: Int
    private let process = Process()
    private let log = ScratchDirectory("hopper-nghttpd")

    init() throws {
        certificates = try Self.certificates.get()
        // Of a server that has just let go of it: nobody else is given it so soon.
        let holder = try HTTPServer(on: .tcp(host: "127.0.0.1", port: 0)) { _ in .init(200) }
        port = holder.port
        holder.stop()
        let directory = certificates.scratch.path
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/nghttpd")
        process.arguments = [
            "-v", "-a", "127.0.0.1", "--echo-upload", "-d", directory, "\(port)",
            directory + "/server.key", directory + "/server.pem",
        ]
        let output = try FileHandle(
            forWritingTo: URL(fileURLWithPath: log.write("", to: "log")))
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // Until it listens.
        for _ in 0..<1000 {
            let answer = try? HTTPClient.perform(request("/"))
            if answer != nil || !process.isRunning { break }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    deinit { stop() }

    /// What it has seen, frame by frame.
    @discardableResult func stop() -> String {
        // It inherits the signals that the test's thread has blocked, SIGTERM among them.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return log.read("log") ?? ""
    }

    /// - Parameter authorities: nil for those the machine trusts, which it is none of.
    func request(
        _ path: String, host: String = "localhost", body: [UInt8]? = nil,
        authorities: (Certificates) -> String? = { $0.authority }
    ) -> HTTPRequest {
        HTTPRequest(
            body == nil ? .get : .post, "https://\(host):\(port)\(path)",
            body: HTTPBody(body ?? []), timeout: .seconds(10),
            authorities: authorities(certificates))
    }
}
