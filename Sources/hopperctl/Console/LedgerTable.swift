import JSON
import Outbox
import Vocabulary

/// The ledger as people and programs read it.
enum LedgerTable {
    static func text(_ lines: [LedgerLine]) -> String {
        var table = Table(
            ("feed", .left), ("read", .right), ("rejected", .right), ("filtered", .right),
            ("accepted", .right), ("destination", .left), ("delivered", .right), ("dead", .right),
            ("cancelled", .right), ("pending", .right), ("not routed", .right), ("", .left))
        for line in lines {
            table.add(
                line.feed.description, Figures.count(line.read), Figures.count(line.rejected),
                Figures.count(line.filtered), accepted(line),
                line.destination.isEmpty ? "-" : line.destination, Figures.count(line.delivered),
                Figures.count(line.dead), Figures.count(line.cancelled),
                Figures.count(line.pending), Figures.count(line.notRouted),
                line.isBalanced
                    ? Terminal.styled("balanced", .green)
                    : Terminal.styled("DOES NOT BALANCE", .red))
        }
        return table.rendered()
    }

    /// The records made of them too, where they are others.
    private static func accepted(_ line: LedgerLine) -> String {
        let made = line.made == line.accepted ? "" : " (\(Figures.count(line.made)) made)"
        return Figures.count(line.accepted) + made
    }

    static func document(_ line: LedgerLine) -> JSONValue {
        [
            "partner": .string(line.feed.partner), "feed": .string(line.feed.feed),
            "destination": .string(line.destination),
            "read": .integer(line.read), "accepted": .integer(line.accepted),
            "rejected": .integer(line.rejected), "filtered": .integer(line.filtered),
            "made": .integer(line.made),
            "delivered": .integer(line.delivered), "dead": .integer(line.dead),
            "cancelled": .integer(line.cancelled), "pending": .integer(line.pending),
            "not_routed": .integer(line.notRouted), "balanced": .boolean(line.isBalanced),
        ]
    }
}
