package import Configuration
package import Digest
import Platform

/// The secrets that a destination's configuration names, read from files: systemd's credentials
/// directory, or another one. A file is read again when it has changed.
package struct CredentialStore: Sendable {
    private let directory: CredentialDirectory
    private var known: [String: (status: FileStatus, content: [UInt8])] = [:]

    /// - Parameter directory: nil when there is none; every name is missing then.
    package init(directory: String?) {
        self.directory = CredentialDirectory(path: directory)
    }

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

    private mutating func content(of name: String) throws(CredentialProblem) -> [UInt8] {
        let found = try directory.content(of: name, known: known[name])
        known[name] = found
        return found.content
    }
}

/// What a request to a destination is authorized and signed with.
package struct DestinationSecrets: Sendable {
    package var bearer: String?
    package var signing: WebhookSecret?
    package init() {}
}
