import Configuration
import Foundation
import Testing

/// docs/configuring.md says what the program does.
@Suite struct ManualTests {
    let manual: String

    init() throws {
        manual = try String(
            contentsOfFile: ExampleTests.root + "/docs/configuring.md", encoding: .utf8)
    }

    @Test(arguments: KeyTable.all.map(\.subject)) func `every table is there as declared`(
        _ subject: String
    ) throws {
        let table = try #require(KeyTable.all.first { $0.subject == subject })
        #expect(manual.contains("\n\n" + table.markdown), "\(table.markdown)")
    }

    /// `HOPPER_WRITE_DOCS=1` writes the tables that are there already as they are declared now.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["HOPPER_WRITE_DOCS"] != nil))
    func `the tables are written`() throws {
        let head = "| key | value | default | |\n"
        var parts = manual.components(separatedBy: "\n\n" + head)
        for index in parts.indices.dropFirst() {
            let rows = parts[index].components(separatedBy: "\n").prefix { $0.hasPrefix("|") }
            let names = Set(rows.compactMap { $0.split(separator: "`").dropFirst().first })
            let nearest = KeyTable.all.max { left, right in
                Self.likeness(left, names) < Self.likeness(right, names)
            }
            guard let nearest else { continue }
            let rest = parts[index].dropFirst(rows.joined(separator: "\n").count + 1)
            parts[index] = String(nearest.markdown.dropFirst(head.count)) + rest
        }
        try parts.joined(separator: "\n\n" + head).write(
            toFile: ExampleTests.root + "/docs/configuring.md", atomically: true, encoding: .utf8)
    }

    /// The share of names that a declared table and one of the manual have in common.
    private static func likeness(_ table: KeyTable, _ names: Set<Substring>) -> Double {
        let declared = Set(table.keys.filter { !$0.isLater }.map { Substring($0.name) })
        return Double(declared.intersection(names).count) / Double(declared.union(names).count)
    }

    @Test func `the mistakes it shows are those that are told`() throws {
        let blocks = manual.components(separatedBy: "\n```")
        let partner = try #require(blocks.firstIndex { $0.hasPrefix("yaml\npartner: acme") })
        let error = Fixture.error([
            "partners/acme.yaml": blocks[partner].dropFirst("yaml\n".count) + "\n",
            "destinations/crm.yaml": Fixture.destination,
        ])
        #expect(blocks[partner + 2] + "\n" == "\n" + (error?.render() ?? ""))
    }

    @Test func `what it says of mistakes is said of them`() throws {
        let told = MistakeTests.cases.flatMap(\.expected).map { line in
            line.components(separatedBy: ": ").dropFirst().joined(separator: ": ")
        }
        var rows = 0
        for table in manual.components(separatedBy: "\n| mistake | what is said |\n").dropFirst() {
            for row in table.components(separatedBy: "\n").dropFirst() {
                guard row.hasPrefix("| ") else { break }
                let said = try #require(row.components(separatedBy: " | `").last?.dropLast(3))
                #expect(told.contains(String(said)), "\(row)")
                rows += 1
            }
        }
        #expect(rows > 40)
    }

    @Test func `every option stands in an example`() {
        let examples = Self.blocks(of: manual).dropFirst().joined(separator: "\n")
        for table in KeyTable.all {
            for key in table.keys where !key.isLater {
                let isThere =
                    ["\n\(key.name):", " \(key.name):", "{\(key.name):"].contains {
                        examples.contains($0)
                    }
                #expect(isThere, "\(table.subject): \(key.name)")
            }
        }
    }

    @Test func `the examples it shows are right`() throws {
        let blocks = Self.blocks(of: manual)
        var settings = 0
        for block in blocks.dropFirst() {
            let file = Self.file(of: block)
            let found = Fixture.headlines(file.path, file.text)
            #expect(found.isEmpty, "\(block)")
            settings += 1
        }
        #expect(settings >= 7)
    }

    /// The file that an example of the manual makes.
    static func file(of block: String) -> (path: String, text: String) {
        let indented = block.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        if block.hasPrefix("store:") {
            return ("hopper.yaml", block)
        } else if block.hasPrefix("partner:") {
            return ("partners/acme.yaml", block)
        } else if block.hasPrefix("destination:") {
            return ("destinations/crm.yaml", block)
        } else if ["ready:", "batch:", "rejects:"].contains(where: block.hasPrefix) {
            return ("partners/acme.yaml", Fixture.feed(more: block))
        } else if block.contains("\ntrailer:") {
            let record = "record: { entity: e, key: id, fields: { id: AMT } }"
            return ("partners/acme.yaml", Fixture.feed(format: block, record: record))
        } else if block.hasPrefix("record:") {
            let deliver = block.contains("\ndeliver:") ? "" : "deliver: [crm]"
            return ("partners/acme.yaml", Fixture.feed(record: block, deliver: deliver))
        } else if block.hasPrefix("format:") {
            let record = "record: { entity: customer, key: id, fields: { id: { value: 1 } } }"
            return (
                "partners/acme.yaml", Fixture.feed(format: block, record: record)
            )
        } else if block.hasPrefix("deliver:") {
            let record = "record: { entity: customer, key: id, fields: { id: ID, status: ST } }"
            return (
                "partners/acme.yaml", Fixture.feed(record: record, deliver: block)
            )
        } else {
            let head =
                block.hasPrefix("fields:")
                ? "\n  key: customer_id" : "\n  key: id\n  fields: { id: ID }"
            let record = "record:\n  entity: customer" + head + "\n" + indented
            return ("partners/acme.yaml", Fixture.feed(record: record))
        }
    }

    /// The examples; the first is one of mistakes.
    static func blocks(of manual: String) -> [String] {
        manual.components(separatedBy: "\n```yaml\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0] + "\n"
        }
    }
}
