import Configuration
import Testing
import Vocabulary

@Suite struct RevisionTests {
    private func source(_ path: String, _ text: String) -> ConfigurationSource {
        ConfigurationSource(path: path, bytes: Array(text.utf8))
    }

    @Test func `a revision is the same in whatever order the files come`() {
        let sources = [source("a", "1"), source("b", "2"), source("c", "3")]
        let revision = RevisionID(of: sources)
        #expect(RevisionID(of: sources.reversed()) == revision)
        #expect(revision.text.utf8.count == 12)
        #expect(revision.text == "764256c77c07")
    }

    @Test func `any change makes another revision`() {
        let revisions = [
            [source("a", "1"), source("b", "2")], [source("a", "1 # c"), source("b", "2")],
            [source("a", "2"), source("b", "1")], [source("a", "1")], [source("a", "1b2")],
            [source("a", "1"), source("c", "2")],
        ].map { RevisionID(of: $0) }
        #expect(Set(revisions).count == revisions.count)
    }

    @Test func `a stored revision is read again as it was`() throws {
        let files = [
            "partners/acme.yaml": Fixture.partner, "destinations/crm.yaml": Fixture.destination,
        ]
        let first = try Fixture.parse(files)
        let again = try parseConfiguration(sources: first.sources, directory: "/etc/hopper")
        #expect(again == first)
        #expect(again.sources.map(\.path) == ["destinations/crm.yaml", "partners/acme.yaml"])
    }
}
