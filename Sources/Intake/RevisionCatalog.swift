package import Configuration
package import Outbox
import Platform
import Vocabulary

/// Gives each file the feed of the revision under which it was claimed, compiled; old revisions are
/// read again from the outbox.
package final class RevisionCatalog: Sendable {
    /// Makes a configuration of what the outbox has kept of a revision.
    package typealias Parser = @Sendable (Revision) throws -> Configuration

    /// Why a file can't be read under its revision.
    struct Unavailable: Error { let reason: String }

    fileprivate struct Key: Hashable {
        let revision: RevisionID
        let feed: FeedName
    }

    fileprivate struct State {
        var current: Configuration
        var older: [Configuration] = []
        var compiled: [Key: CompiledFeed] = [:]
    }

    private let state: Monitor<State>
    private let store: any OutboxStore
    private let parse: Parser

    /// - Parameter current: the configuration that new files are claimed under.
    package init(
        store: any OutboxStore, current: Configuration, parse: @escaping Parser
    ) {
        state = Monitor(State(current: current))
        self.store = store
        self.parse = parse
    }

    package var current: Configuration { state.withLock { $0.current } }

    package func configurationChanged(to configuration: Configuration) {
        state.withLock { state in
            guard state.current.revision != configuration.revision else { return }
            state.keep(state.current)
            state.current = configuration
            // What files in hand need of older ones, they have; it comes back when asked for.
            state.compiled.removeAll()
        }
    }

    /// The whole configuration of a revision.
    func configuration(_ revision: RevisionID) throws(Unavailable) -> Configuration {
        let known = state.withLock { state in
            state.current.revision == revision
                ? state.current : state.older.first { $0.revision == revision }
        }
        if let known { return known }
        let stored: Revision?
        do {
            stored = try store.revision(revision)
        } catch {
            throw Unavailable(reason: error.description)
        }
        guard let stored else {
            throw Unavailable(reason: "the outbox does not have revision \(revision)")
        }
        do {
            let parsed = try parse(stored)
            state.withLock { $0.keep(parsed) }
            return parsed
        } catch {
            throw Unavailable(
                reason: "revision \(revision) can't be read again: \("\(error)".printable())")
        }
    }

    /// The feed, with its plan.
    func feed(
        _ name: FeedName, under revision: RevisionID
    ) throws(Unavailable) -> CompiledFeed {
        let key = Key(revision: revision, feed: name)
        if let compiled = state.withLock({ $0.compiled[key] }) { return compiled }
        let configuration = try configuration(revision)
        guard let feed = configuration.feed(name) else {
            throw Unavailable(reason: "revision \(revision) has no feed \(name)")
        }
        let compiled: CompiledFeed
        do {
            compiled = try CompiledFeed(
                feed, in: configuration, settings: current.settings)
        } catch {
            throw Unavailable(reason: "revision \(revision), feed \(name): \(error)")
        }
        state.withLock { state in
            // Few revisions are in use at a time; none is worth holding on to.
            if state.compiled.count >= 512 { state.compiled.removeAll() }
            state.compiled[key] = compiled
        }
        return compiled
    }
}

extension Configuration {
    /// In bytes.
    fileprivate var size: Int { sources.reduce(0) { $0 + $1.bytes.count } }
}

extension RevisionCatalog.State {
    /// For older configurations, in bytes.
    private static var room: Int { 8 << 20 }

    mutating func keep(_ configuration: Configuration) {
        older.removeAll { $0.revision == configuration.revision }
        older.append(configuration)
        // What a configuration takes is its tables, for the most part.
        while older.count > 8 || older.count > 1 && older.reduce(0, { $0 + $1.size }) > Self.room {
            older.removeFirst()
        }
    }
}
