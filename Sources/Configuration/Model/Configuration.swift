package import Vocabulary

/// One whole, checked configuration: a revision. Never changed once made.
package struct Configuration: Hashable, Sendable {
    package var revision: RevisionID
    package var settings: Settings
    package var partners: [Partner]
    package var destinations: [Destination]
    /// The files it was read from, kept in the outbox so that an old revision can be read again.
    package var sources: [ConfigurationSource]

    package init(
        revision: RevisionID, settings: Settings, partners: [Partner],
        destinations: [Destination], sources: [ConfigurationSource]
    ) {
        self.revision = revision
        self.settings = settings
        self.partners = partners
        self.destinations = destinations
        self.sources = sources
    }

    package func feed(_ name: FeedName) -> Feed? {
        partners.first { $0.name == name.partner }?.feeds.first { $0.name == name }
    }

    package func destination(_ name: String) -> Destination? {
        destinations.first { $0.name == name }
    }
}
