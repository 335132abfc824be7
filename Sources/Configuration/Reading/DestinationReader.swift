import Glibc
import Platform
import YAML

extension KeyTable {
    static let destination = KeyTable(
        "a destination",
        [
            KeySpec(
                "destination", .name, required: true,
                "Its name: what `deliver` calls it, and what the commands show."),
            KeySpec(
                "type", .choice(["http"], later: ["rabbitmq", "amqp", "file", "exec"]),
                default: "http", "How it is reached."),
            KeySpec(
                "url", .described("a URL", as: .pattern("^https?://[^/?#@{]+([/?][^#]*)?$")),
                required: true,
                "Where batches are posted, http or https; `{contract}` becomes the batch's contract."
            ),
            KeySpec(
                "contract", .text, default: "v1",
                "Stamped on each batch when it is cut; queued work keeps the one it was cut under."),
            KeySpec(
                "ca", .path,
                "A file of certificates (PEM) of which the service's must come; without it, those the "
                    + "machine trusts."),
            KeySpec("auth", .section(auth), "How Hopper says who it is."),
            KeySpec(
                "sign", .name,
                "A credential's name: requests carry Standard Webhooks signatures made with it."),
            KeySpec(
                "timeout", .duration(.milliseconds(100)...(.seconds(600))), default: "30s",
                "How long one request may take."),
            KeySpec("concurrency", .integer(1...256), default: "8", "Requests in flight at once."),
            KeySpec("rate", .rate, "The most requests in a span of time; without it, no limit."),
            KeySpec(
                "order", .choice(["none"], later: ["key", "feed"]), default: "none",
                "What has to wait for what."),
            KeySpec("retry", .section(retry), "How passing failures are tried again."),
            KeySpec(
                "breaker", .section(breaker), "When the destination is left alone, and probed."),
            .later("claim_check", "Large batches by reference."),
        ])

    static let auth = KeyTable(
        "auth",
        [
            KeySpec(
                "bearer", .name, required: true,
                "A credential's name; its content goes into `Authorization: Bearer`.")
        ])

    static let retry = KeyTable(
        "a retry policy",
        [
            KeySpec(
                "first", .duration(.milliseconds(1)...(.seconds(86_400))), default: "1s",
                "The longest first wait; each wait is drawn from 0 to its longest."),
            KeySpec(
                "factor", .factor(1...100), default: "2",
                "By how much the longest wait grows each time."),
            KeySpec(
                "max", .duration(.milliseconds(1)...(.seconds(7 * 86_400))), default: "15m",
                "The longest wait of all."),
            KeySpec(
                "give_up_after", .duration(.seconds(1)...(.seconds(365 * 86_400))), default: "3d",
                "From a record's first attempt; then it is a dead letter."),
        ])

    static let breaker = KeyTable(
        "a breaker",
        [
            KeySpec(
                "failures", .integer(1...10_000), default: "5",
                "So many whole requests failed in a row hold the destination."),
            KeySpec(
                "probe", .duration(.milliseconds(100)...(.seconds(86_400))), default: "30s",
                "How long a held destination rests before it is tried with one batch."),
        ])
}

/// Reads a file of `destinations/`.
struct DestinationReader {
    /// The directory that relative paths are below.
    let directory: String
    /// Whether a file that is not on this machine is a mistake.
    let demandsFiles: Bool

    /// Nil where it has no name to speak of; anything else that is wrong is reported, and its default
    /// taken.
    func read(_ file: SourceFile) -> (destination: Destination, name: YAMLPair)? {
        guard let section = file.section(.destination, title: "the destination") else { return nil }
        _ = section.value("type")?.choice()
        _ = section.value("order")?.choice()
        var destination = Destination(name: "", url: "", contract: "v1")
        if let value = section.value("contract"), let text = value.text() {
            if isContract(text) {
                destination.contract = text
            } else {
                value.report(
                    "'contract' can't be \(text.quoted)",
                    hint: "it is made of letters, digits, '.', '_' and '-', at most 64 of them")
            }
        }
        if let value = section.value("url"), let text = value.text() {
            destination.url = text
            if let problem = URLCheck.problem(in: text) {
                value.report("'url' " + problem.message, hint: problem.hint)
            }
        }
        destination.authorities = section.path("ca", below: directory)
        if destination.authorities != nil, destination.url.hasPrefix("http:") {
            section.value("ca")?.report("'ca' is of no use without https", hint: nil)
        } else if demandsFiles, let path = destination.authorities, Self.isMissing(path) {
            section.value("ca")?.report("'ca' is missing: there is no \(path)")
        }
        destination.bearerCredential = section.section("auth")?.value("bearer")?.name()
        destination.signingCredential = section.value("sign")?.name()
        destination.timeout = section.value("timeout")?.duration() ?? destination.timeout
        destination.concurrency = section.value("concurrency")?.integer() ?? destination.concurrency
        destination.rate = section.value("rate")?.rate()
        if let retry = section.section("retry") { read(retry, into: &destination.retry) }
        if let breaker = section.section("breaker") {
            let policy = destination.breaker
            destination.breaker.failures = breaker.value("failures")?.integer() ?? policy.failures
            destination.breaker.probe = breaker.value("probe")?.duration() ?? policy.probe
        }
        guard let pair = section["destination"], let name = section.value("destination")?.name()
        else { return nil }
        destination.name = name
        return (destination, pair)
    }

    /// One that may not be looked at is not known to be missing: the daemon may be allowed to.
    private static func isMissing(_ path: String) -> Bool {
        do throws(SystemError) {
            return try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK).status().kind != .regular
        } catch {
            return error.isNoEntry
        }
    }

    private func read(_ section: Section, into retry: inout RetryPolicy) {
        retry.first = section.value("first")?.duration() ?? retry.first
        retry.factor = section.value("factor")?.factor() ?? retry.factor
        retry.giveUpAfter = section.value("give_up_after")?.duration() ?? retry.giveUpAfter
        guard let value = section.value("max") else {
            retry.max = max(retry.max, retry.first)
            return
        }
        guard let longest = value.duration() else { return }
        retry.max = longest
        if longest < retry.first {
            let first = Quantities.shown(retry.first)
            value.report("'max' is shorter than the first wait, \(first)")
        }
    }

    private func isContract(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
