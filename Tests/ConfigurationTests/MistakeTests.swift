import Configuration
import Foundation
import Testing

/// The table in Tests/Golden/mistakes.txt: pieces of YAML, and exactly what is said about them.
@Suite struct MistakeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        /// Which part of a configuration that is otherwise right the YAML stands for.
        var place: String
        var yaml: String
        var expected: [String]
        var testDescription: String { "\(place): \(yaml)" }

        var headlines: [String] { Fixture.headlines(file.path, file.text) }

        /// The file that it makes.
        var file: (path: String, text: String) {
            switch place {
            case "field": ("partners/acme.yaml", Fixture.fields(yaml))
            case "field of named columns":
                (
                    "partners/acme.yaml",
                    Fixture.fields(yaml, format: "format: { type: csv, columns: [ID, NAME] }")
                )
            case "field of JSON Lines":
                (
                    "partners/acme.yaml", Fixture.fields(yaml, format: "format: jsonl")
                )
            case "feed": ("partners/acme.yaml", Fixture.feed(more: yaml))
            case "match": ("partners/acme.yaml", Fixture.feed(match: yaml))
            case "format": ("partners/acme.yaml", Fixture.feed(format: yaml))
            case "record": ("partners/acme.yaml", Fixture.feed(record: yaml))
            case "deliver": ("partners/acme.yaml", Fixture.feed(deliver: yaml))
            case "destination":
                ("destinations/crm.yaml", Fixture.destination + yaml)
            default: (place, yaml)
            }
        }
    }

    @Test(arguments: cases) func `each mistake is told at its place`(_ example: Case) {
        #expect(example.headlines == example.expected)
    }

    static let cases: [Case] = {
        let path = ExampleTests.root + "/Tests/Golden/mistakes.txt"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n", omittingEmptySubsequences: true).map(
                String.init
            )
            .filter { !$0.hasPrefix("#") }
            guard let place = lines.first else { return nil }
            let yaml = lines.dropFirst().prefix { $0.hasPrefix("|") }
            let expected = lines.dropFirst(1 + yaml.count).filter { $0 != "right" }
            return Case(
                place: place, yaml: yaml.map { $0.dropFirst(2) + "\n" }.joined(),
                expected: Array(expected))
        }
    }()

    @Test func `the table of mistakes is there`() {
        #expect(Self.cases.count > 150)
    }
}
