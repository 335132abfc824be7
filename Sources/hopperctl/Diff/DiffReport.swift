import Configuration
import Formats
import Intake
import JSON
import Vocabulary

/// The differences as they are found, then the summary.
struct DiffReport {
    let file: FeedFile
    let old: ComparedRevision
    let isJSON: Bool
    let limit: Int
    private let ink = Ink()
    private var shown = 0
    private var documents: [JSONValue] = []

    init(file: FeedFile, old: ComparedRevision, isJSON: Bool, limit: Int) {
        self.file = file
        self.old = old
        self.isJSON = isJSON
        self.limit = limit
    }

    func begin(_ comparison: RevisionComparison) {
        guard !isJSON else { return }
        Terminal.out(
            "\(ink(file.path.printable(limit: 1000), .bold)) as \(file.feed.name)\n"
                + ink("- revision \(old.id), \(old.words)", .red) + "\n"
                + ink("+ revision \(comparison.after.revision), on disk", .green) + "\n")
    }

    mutating func add(_ difference: RecordDifference) {
        guard shown < limit else { return }
        shown += 1
        if isJSON {
            documents.append(difference.document)
        } else {
            Terminal.out(difference.text(in: ink) + "\n")
        }
    }

    func end(_ comparison: RevisionComparison) {
        guard !isJSON else {
            Terminal.out(document(comparison).serialized(indented: true))
            return
        }
        let hidden = comparison.differing - shown
        if hidden > 0 {
            Terminal.out(
                "… and \(Figures.count(hidden)) more that \(hidden == 1 ? "differs" : "differ"); "
                    + "--limit N shows more\n")
        }
        for (side, sign, style) in [
            (comparison.before, "-", Terminal.Style.red), (comparison.after, "+", .green),
        ] {
            guard let failure = side.reading.failure else { continue }
            Terminal.out(ink("\(sign) \(failure.verdict)", style))
        }
        for contract in comparison.contracts {
            Terminal.out(
                "destination \(contract.destination): contract \(ink(contract.old, .red)) → "
                    + ink(contract.new, .green))
        }
        Terminal.out(figures(comparison))
        Terminal.out(
            comparison.isSame
                ? ink("Every record comes out the same.", .green)
                : comparison.differing == 0
                    ? "Every record comes out the same, but the file does not."
                    : "\(Figures.count(comparison.differing)) "
                        + (comparison.differing == 1
                            ? "record comes out differently." : "records come out differently."))
    }

    private func figures(_ comparison: RevisionComparison) -> String {
        var table = Table(
            ("", .left), ("read", .right), ("accepted", .right), ("rejected", .right),
            ("filtered", .right))
        for (name, side) in [("before", comparison.before), ("after", comparison.after)] {
            let counts = side.reading.counts
            table.add(
                name, Figures.count(counts.read), Figures.count(counts.accepted),
                Figures.count(counts.rejected), Figures.count(counts.filtered))
        }
        let kinds = RecordDifference.Kind.allCases.compactMap { kind in
            comparison.counts[kind].map { "\(Figures.count($0)) \(kind.words)" }
        }
        let notCompared =
            comparison.notCompared > 0
            ? ["\(Figures.count(comparison.notCompared)) not compared"] : []
        return table.rendered(in: ink) + "\n\n"
            + (kinds + ["\(Figures.count(comparison.unchanged)) unchanged"] + notCompared)
            .joined(separator: ", ")
    }

    private func document(_ comparison: RevisionComparison) -> JSONValue {
        func side(_ side: RevisionComparison.Side) -> JSONValue {
            let counts = side.reading.counts
            return [
                "revision": .string(side.revision.text), "read": .integer(counts.read),
                "accepted": .integer(counts.accepted), "rejected": .integer(counts.rejected),
                "filtered": .integer(counts.filtered),
                "failure": side.reading.failure.map { .string($0.text) } ?? nil,
            ]
        }
        let counts = RecordDifference.Kind.allCases.map {
            JSONValue.Member($0.rawValue, .integer(comparison.counts[$0] ?? 0))
        }
        return [
            "file": .string(file.path), "feed": .string(file.feed.name.description),
            "before": side(comparison.before), "after": side(comparison.after),
            "same": .boolean(comparison.isSame), "unchanged": .integer(comparison.unchanged),
            "differing": .integer(comparison.differing), "counts": .object(counts),
            "not_compared": .integer(comparison.notCompared),
            "contracts": .array(
                comparison.contracts.map { contract in
                    [
                        "destination": .string(contract.destination),
                        "old": .string(contract.old), "new": .string(contract.new),
                    ]
                }),
            "differences": .array(documents),
            "left_out": .integer(comparison.differing - shown),
        ]
    }
}
