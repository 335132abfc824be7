package import Configuration
package import Digest
import Glibc
import Platform

/// The secrets that a destination's configuration names, read from files: systemd's credentials
/// directory, or another one. A file is read again when it has changed.
package struct CredentialStore: Sendable {
    private let directory: String?
    private var known: [String: (status: FileStatus, content: [UInt8])] = [:]

    /// - Parameter directory: nil when there is none; every name is missing then.
    package init(directory: String?) { self.directory = directory }

    /// Everything that is needed to speak to the destination.
    package mutating func secrets(
        for destination: Destination
    ) throws(CredentialProblem) -> DestinationSecrets {
        var secrets = DestinationSecrets()
        if let name = destination.bearerCredential {
            let content = try content(of: name)
            guard content.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw CredentialProblem(
                    name: name, reason: "is not a bearer token: it holds other than printable ASCII"
                )
            }
            secrets.bearer = String(decoding: content, as: UTF8.self)
        }
        if let name = destination.signingCredential {
            guard let key = WebhookSecret(try content(of: name)) else {
                throw CredentialProblem(
                    name: name, reason: "is not a signing key: no base 64 after whsec_")
            }
            secrets.signing = key
        }
        return secrets
    }

    /// Without the line feeds at its end.
    private mutating func content(of name: String) throws(CredentialProblem) -> [UInt8] {
        guard let directory else {
            throw CredentialProblem(
                name: name, reason: "is missing: there is no credentials directory")
        }
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw CredentialProblem(name: name, reason: "is not a credential's name")
        }
        do {
            let file = try FileDescriptor.open("\(directory)/\(name)", O_RDONLY | O_NONBLOCK)
            let status = try file.status()
            if let held = known[name], held.status == status { return held.content }
            guard status.kind == .regular, status.size <= 64 << 10 else {
                throw CredentialProblem(name: name, reason: "is not a file of at most 64 KiB")
            }
            var content = [UInt8](repeating: 0, count: Int(status.size))
            let count = unsafe try content.withUnsafeMutableBytes { bytes in
                unsafe try file.read(into: bytes)
            }
            content.removeSubrange(count...)
            while let last = content.last, last == 0x0A || last == 0x0D { content.removeLast() }
            guard !content.isEmpty else { throw CredentialProblem(name: name, reason: "is empty") }
            known[name] = (status, content)
            return content
        } catch let problem as CredentialProblem {
            throw problem
        } catch let error as SystemError {
            let reason = error.code == ENOENT ? "is missing" : "can't be read: \(error.reason)"
            throw CredentialProblem(name: name, reason: reason)
        } catch {
            throw CredentialProblem(name: name, reason: "can't be read")
        }
    }
}

/// What a request to a destination is authorized and signed with.
package struct DestinationSecrets: Sendable {
    package var bearer: String?
    package var signing: WebhookSecret?
    package init() {}
}

/// Why a credential can't be used: it is missing, empty or unreadable. Never holds its content.
package struct CredentialProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var name: String
    package var reason: String

    package var description: String { "credential \(name) \(reason)" }
}
