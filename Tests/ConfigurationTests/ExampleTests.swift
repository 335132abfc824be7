import Configuration
import Formats
import Foundation
import Testing
import Vocabulary

@Suite struct ExampleTests {
    /// The root of the repository.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    @Test func `the example configuration has no mistakes`() throws {
        let configuration = try loadConfiguration(directory: Self.root + "/config/example")
        #expect(configuration.partners.map(\.name) == ["acme", "globex"])
        #expect(configuration.destinations.map(\.name) == ["billing", "crm"])
        let customers = try #require(configuration.feed(.init(partner: "acme", feed: "customers")))
        #expect(customers.format.encoding == "windows-1252")
        guard case .csv(let dialect) = customers.format.kind else {
            Issue.record("not CSV: \(customers.format.kind)")
            return
        }
        #expect(dialect.delimiter == UInt8(ascii: ";"))
    }

    @Test func `the shipped settings are the defaults`() throws {
        let text = try String(contentsOfFile: Self.root + "/config/hopper.yaml", encoding: .utf8)
        let configuration = try Fixture.parse([
            "hopper.yaml": text, "partners/acme.yaml": Fixture.partner,
            "destinations/crm.yaml": Fixture.destination,
        ])
        #expect(configuration.settings == Settings())
    }
}
