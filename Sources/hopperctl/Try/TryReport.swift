import Configuration
import Formats
import Intake
import JSON
import Vocabulary

/// What `try` found, for people and for programs.
struct TryReport {
    let file: FeedFile
    let revision: RevisionID
    let tally: TryTally
    let reading: DryReading

    /// What the daemon would make of that many rejects.
    private var verdict: RejectsVerdict {
        RejectsVerdict.judge(
            reading.counts, by: file.feed.rejects, isComplete: reading.failure == nil)
    }

    var isOverRejectsLimit: Bool { verdict != .within }

    /// - Parameter withRecords: whether the first accepted records are shown, too.
    func text(in ink: Ink, withRecords: Bool) -> String {
        var parts = [headline(ink)]
        if !reading.routed.isEmpty || reading.routedNowhere > 0 { parts.append(destinations(ink)) }
        if reading.counts.rejected > 0 { parts.append(rejects(ink)) }
        if withRecords { parts += tally.records.map { Self.text(of: $0, ink) } }
        return parts.joined(separator: "\n\n")
    }

    private func headline(_ ink: Ink) -> String {
        let name = ink(file.path.printable(limit: 1000), .bold)
        let counts = reading.counts
        let rejected = "\(Figures.count(counts.rejected)) rejected"
        var lines = [
            "\(name) as \(file.feed.name), revision \(revision)",
            "\(Figures.count(counts.read)) read = \(Figures.count(counts.accepted)) accepted + "
                + (counts.rejected > 0 ? ink(rejected, .red) : rejected)
                + " + \(Figures.count(counts.filtered)) filtered; "
                + Figures.count(reading.batches, "batch", plural: "batches"),
        ]
        if let note = file.inboxNote { lines.append(ink(note, .yellow)) }
        if !tally.filtered.isEmpty {
            let more = counts.filtered - Int64(tally.filtered.count)
            lines.append(
                "filtered: " + tally.filtered.map(\.place).joined(separator: ", ")
                    + (more > 0 ? " and \(Figures.count(more)) more" : ""))
        }
        if let failure = reading.failure {
            lines.append(ink(failure.verdict, .red))
        }
        switch verdict {
        case .within: break
        case .warned(let text):
            lines.append(ink("\(text): the file would go through, with a warning", .yellow))
        case .quarantined(let text):
            lines.append(ink("\(text): the file would be quarantined", .red))
        }
        return lines.joined(separator: "\n")
    }

    private func destinations(_ ink: Ink) -> String {
        var table = Table(
            ("destination", .left), ("contract", .left), ("records", .right), ("batches", .right))
        for to in reading.routed {
            table.add(
                to.destination, to.contract, Figures.count(to.records), Figures.count(to.batches))
        }
        let nowhere = reading.routedNowhere
        if nowhere > 0 { table.add("nowhere", "", Figures.count(nowhere), "") }
        return table.rendered(in: ink)
    }

    private func rejects(_ ink: Ink) -> String {
        var table = Table(
            ("rejected", .right), ("rule", .left), ("column", .left), ("line", .right),
            ("byte", .right), ("reason and value", .left))
        for (cause, rejects) in tally.causes {
            var head = [
                Figures.count(rejects.count), cause.rule.printable(limit: 40),
                cause.column.map { $0.printable(limit: 40) } ?? "",
            ]
            for reject in rejects.examples {
                let value = reject.value.map { ": \"\($0.printable(limit: 60))\"" } ?? ""
                // The very element, where the cause is all of them.
                let own = reject.column == cause.column ? nil : reject.column
                let place = own.map { "\($0.printable(limit: 60)): " } ?? ""
                table.add(
                    head[0], head[1], head[2], Figures.count(reject.line),
                    Figures.count(reject.byteOffset),
                    place + reject.reason.printable(limit: 160) + value)
                head = ["", "", ""]
            }
            if rejects.examples.isEmpty { table.add(head[0], head[1], head[2], "", "", "") }
        }
        return table.rendered(in: ink)
    }

    /// Where the record comes from and goes to, and its data.
    private static func text(of record: AcceptedRecord, _ ink: Ink) -> String {
        let line = AcceptedRecord.head(of: record.bytes).line
        let to = record.destinations.isEmpty ? ["nowhere"] : record.destinations
        let document = record.document
        let key = document?["key"]?.elements?.compactMap(\.text).joined(separator: " ") ?? ""
        let what = [document?["entity"]?.text ?? "", key].joined(separator: " ")
        let head = ink("line \(Figures.count(line)): \(what.printable())", .bold)
        let data = document?["data"]?.serialized(indented: true) ?? ""
        // Only line feeds of our own are left in it, and they part the lines.
        let lines = data.split(separator: "\n").map { String($0).printable(limit: .max) }
        return ([head + ink(" → \(to.joined(separator: ", "))", .dim)] + lines)
            .joined(separator: "\n")
    }
}
