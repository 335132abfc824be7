import Configuration
import Vocabulary

/// Configurations in memory for the tests.
enum Fixture {
    /// Reads files given by path and text.
    static func parse(_ files: [String: String]) throws(ConfigurationError) -> Configuration {
        try parseConfiguration(
            sources: files.map { ConfigurationSource(path: $0.key, bytes: Array($0.value.utf8)) },
            directory: "/etc/hopper")
    }

    /// What is wrong with the files.
    static func error(_ files: [String: String]) -> ConfigurationError? {
        do throws(ConfigurationError) {
            _ = try parse(files)
            return nil
        } catch {
            return error
        }
    }

    /// What is wrong with one file, beside others that are right.
    static func headlines(_ path: String, _ text: String) -> [String] {
        var files = [
            "partners/acme.yaml": partner, "destinations/crm.yaml": destination,
            "destinations/billing.yaml": billing, "partners/countries.csv": countries,
        ]
        files[path] = text
        return error(files)?.mistakes.map(\.headline) ?? []
    }

    static let destination = "destination: crm\nurl: https://crm.internal/{contract}/customers\n"
    static let billing = "destination: billing\nurl: http://127.0.0.1:8080/\n"

    static let countries = "CODE,NAME,CODE3\nDE,Germany,DEU\nFR,France,FRA\n"

    static let partner = """
        partner: acme
        feeds:
          customers:
            match: ["customers-*.csv"]
            format: csv
            record:
              entity: customer
              key: [id]
              fields:
                id: ID
            deliver: [crm]

        """

    /// A partner with one feed; `lines` stand in the feed, indented by four.
    static func feed(
        match: String = "match: [\"*.csv\"]", format: String = "format: csv",
        record: String = "record: { entity: customer, key: [id], fields: { id: ID } }",
        deliver: String = "deliver: [crm]", more: String = ""
    ) -> String {
        let lines = [match, format, record, deliver, more].joined(separator: "\n")
            .split(separator: "\n").map { "    " + $0 }
        return "partner: acme\nfeeds:\n  customers:\n" + lines.joined(separator: "\n") + "\n"
    }

    /// A partner whose record has these lines as fields beside `id`, indented by eight.
    static func fields(_ lines: String, format: String = "format: csv") -> String {
        let fields = lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        return feed(
            format: format,
            record: "record:\n  entity: customer\n  key: [id]\n  fields:\n    id: ID\n" + fields)
    }
}
