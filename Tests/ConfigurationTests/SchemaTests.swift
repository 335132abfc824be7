import Configuration
import Foundation
import JSON
import Testing
import YAML

/// The schemas in config/schema are those of the declared options, and judge as the reading does.
@Suite struct SchemaTests {
    private static func path(_ schema: Schema) -> String {
        ExampleTests.root + "/config/schema/" + schema.file
    }

    @Test(arguments: Schema.all.map(\.file)) func `each schema is there as declared`(
        _ file: String
    ) throws {
        let schema = try #require(Schema.all.first { $0.file == file })
        let text = schema.json.serialized(indented: true) + "\n"
        if ProcessInfo.processInfo.environment["HOPPER_WRITE_DOCS"] != nil {
            try text.write(toFile: Self.path(schema), atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: Self.path(schema), encoding: .utf8) == text)
    }

    /// Nil for what is no YAML, or no file that has a schema.
    private static func accepts(_ path: String, _ text: String) -> Bool? {
        let name =
            path.hasPrefix("partners/")
            ? "partner" : path.hasPrefix("destinations/") ? "destination" : "hopper"
        let document = YAMLDocument(Array(text.utf8))
        guard document.problems.isEmpty, path.hasSuffix(".yaml"), let node = document.root,
            let schema = Schema.all.first(where: { $0.file == name + ".schema.json" })
        else { return nil }
        return SchemaValidator(root: schema.json).accepts(node)
    }

    @Test func `what is right for the program is right for the schemas`() throws {
        let manual = try String(
            contentsOfFile: ExampleTests.root + "/docs/configuring.md", encoding: .utf8)
        var files = ManualTests.blocks(of: manual).dropFirst().map { ManualTests.file(of: $0) }
        files += RoundTripTests.files.map { ($0.key, $0.value) }
        files += FormatOptionTests.examples.map {
            ("partners/acme.yaml", Fixture.feed(format: $0.yaml))
        }
        files += [
            (
                "partners/acme.yaml",
                Fixture.feed(format: "format: { type: csv, \(FormatOptionTests.pipe) }")
            )
        ]
        files += MistakeTests.cases.filter { $0.expected.isEmpty }.map(\.file)
        let config = ExampleTests.root + "/config/"
        for folder in ["partners", "destinations"] {
            let recipes = config + "examples/" + folder
            for name in try FileManager.default.contentsOfDirectory(atPath: recipes).sorted()
            where name.hasSuffix(".yaml") {
                let text = try String(contentsOfFile: recipes + "/" + name, encoding: .utf8)
                files.append((folder + "/" + name, text))
                // To YAML a key `null` is no text, and some validators take it so.
                #expect(!text.contains(" null:"))
            }
        }
        for path in [
            "hopper.yaml", "example/partners/acme.yaml", "example/partners/globex.yaml",
            "example/destinations/crm.yaml", "example/destinations/billing.yaml",
        ] {
            let text = try String(contentsOfFile: config + path, encoding: .utf8)
            files.append((path.replacing("example/", with: ""), text))
        }
        #expect(files.count > 50)
        for file in files {
            #expect(Self.accepts(file.0, file.1) != false, "\(file.0)\n\(file.1)")
        }
    }

    @Test func `most mistakes are mistakes to the schemas`() {
        // What is wrong within a jq program no schema can tell.
        let wrong = MistakeTests.cases.filter {
            !$0.expected.isEmpty && !$0.expected.allSatisfy { $0.contains(": 'jq': ") }
        }
        let verdicts = wrong.compactMap { Self.accepts($0.file.path, $0.file.text) }
        #expect(verdicts.count > 100)
        #expect(verdicts.count { !$0 } * 5 > verdicts.count * 3)
        for example in wrong where example.expected[0].contains("unknown key") {
            #expect(Self.accepts(example.file.path, example.file.text) != true, "\(example)")
        }
    }

    /// What editors can know: without these a schema only tells what keys there are.
    @Test(arguments: [
        Fixture.feed(match: "match: []"), Fixture.feed(deliver: "deliver: []"),
        Fixture.fields("a: { coalesce: [A] }"), Fixture.fields("a: { from: A, one_of: [] }"),
        Fixture.fields("a: { from: A, hash: sha256, mask: email }"),
        Fixture.fields("a: { from: A, otherwise: x }"), Fixture.fields("a: { from: A, map: {} }"),
        Fixture.fields("a: { coalesce: [A, B], separator: x }"),
        Fixture.fields("a: { from: A, length: {} }"), Fixture.fields("a: { template: \"\" }"),
        Fixture.fields("a: { from: A, decimal: \",\" }"),
        Fixture.fields("a: { from: A, value: 1 }"),
        Fixture.feed(format: "format: { type: jsonl, delimiter: x }"),
        Fixture.feed(format: "format: xml"), Fixture.feed(format: "format: { type: xml }"),
        Fixture.feed(more: "trailer: {}"), Fixture.feed(more: "release: at-once"),
        Fixture.feed(more: "ready: { settle: 2s, renamed: true }"),
        Fixture.feed(more: "rejects: { limit: 101% }"), Fixture.feed(more: "batch: { bytes: 1MB }"),
    ]) func `a schema knows it for a mistake`(_ text: String) {
        #expect(Self.accepts("partners/acme.yaml", text) == false)
    }
}
