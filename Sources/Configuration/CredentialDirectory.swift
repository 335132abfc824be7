import Glibc
package import Platform

/// Where the secrets lie that the configuration names, a file each: systemd's credentials directory,
/// or another one.
package struct CredentialDirectory: Hashable, Sendable {
    /// Nil: there is none, and every name is missing.
    package let path: String?

    package init(path: String?) { self.path = path }

    /// The one that the settings name, or else `$CREDENTIALS_DIRECTORY`.
    package init(_ settings: Settings) {
        if let given = settings.credentials {
            path = given
        } else {
            path = unsafe getenv("CREDENTIALS_DIRECTORY").map { unsafe String(cString: $0) }
        }
    }

    /// The content of a credential, without the line feeds at its end.
    ///
    /// - Parameter known: what was read before; it is given again where the file is still the same.
    package func content(
        of name: String, known: (status: FileStatus, content: [UInt8])? = nil
    ) throws(CredentialProblem) -> (status: FileStatus, content: [UInt8]) {
        guard let path else {
            throw CredentialProblem(
                name: name, reason: "is missing: there is no credentials directory")
        }
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw CredentialProblem(name: name, reason: "is not a credential's name")
        }
        do {
            let file = try FileDescriptor.open("\(path)/\(name)", O_RDONLY | O_NONBLOCK)
            let status = try file.status()
            if let known, known.status == status { return known }
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
            return (status, content)
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

/// Why a credential can't be used: it is missing, empty or unreadable. Never holds its content.
package struct CredentialProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var name: String
    package var reason: String

    package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }

    package var description: String { "credential \(name) \(reason)" }
}
