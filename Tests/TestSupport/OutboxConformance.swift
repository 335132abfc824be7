import Outbox
import Vocabulary

/// What every outbox store must do. Each case gets a fixture with an empty store; run them all as a
/// parameterized test.
package struct OutboxConformance: Sendable, CustomStringConvertible {
    package let name: String
    package let run: @Sendable (any OutboxFixture) throws -> Void
    package var description: String { name }

    init(_ name: String, _ run: @escaping @Sendable (any OutboxFixture) throws -> Void) {
        self.name = name
        self.run = run
    }

    package static let cases: [OutboxConformance] =
        claims + appends + leases + settlements + deaths + retention + replays
}
