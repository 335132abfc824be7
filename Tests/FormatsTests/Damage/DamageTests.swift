import Formats
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Every kind of damage to every format: what it costs beyond the records it touches.
///
/// At length, with a table of what came of it (docs/containment.md):
/// `HOPPER_DAMAGE_ROUNDS=500 swift test -c release --filter DamageTests`
@Suite struct DamageTests {
    private let scratch = ScratchDirectory("damage")

    private func rows(
        _ count: Int, from first: Int, _ generator: inout SeededGenerator, breaks: Bool
    ) -> [SoundRow] {
        (0..<count).map { SoundRow(id: first + $0, &generator, breaks: breaks) }
    }

    private func verdict(
        _ style: FileStyle, _ kind: DamageKind, seed: UInt64
    ) -> DamageVerdict? {
        var generator = SeededGenerator(seed: seed)
        let count = 20 + Int(generator.next() % 30)
        let file = style.file(rows(count, from: 1000, &generator, breaks: true))
        let second = style.file(rows(10, from: 5000, &generator, breaks: true))
        guard let damage = kind.damage(to: file, style, &generator, second: { second }) else {
            return nil
        }
        // Nothing is touched, and the second file's records are behind the first one's.
        let records = file.records + (kind == .joined ? second.records.map(file.behind) : [])
        let path = scratch.write(damage.done(to: file.bytes), to: "in")
        let (reading, refusal) = Reading.asFarAsItGoes(path, style.format, wanted: style.wanted)
        return DamageVerdict(
            records, damage, reading, refused: refusal != nil,
            checksOffsets: style.hasPlainOffsets && kind != .joined,
            unit: style.encoding == .utf16 ? 2 : 1)
    }

    @Test func `a sound file is read as it was written`() throws {
        for style in FileStyle.all {
            var generator = SeededGenerator(seed: 5)
            let file = style.file(rows(60, from: 1000, &generator, breaks: true))
            let path = scratch.write(file.bytes, to: "sound")
            let (reading, refused) = Reading.asFarAsItGoes(path, style.format, wanted: style.wanted)
            #expect(refused == nil)
            #expect(reading.records.map(\.fields) == file.records.map(\.fields), "\(style.name)")
            #expect(reading.records.map(\.line) == file.records.map(\.line), "\(style.name)")
        }
    }

    @Test func `damage costs the records it touches`() throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["HOPPER_DAMAGE_ROUNDS"].flatMap { Int($0) } ?? 2
        let base =
            environment["HOPPER_DAMAGE_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(base)")
        var totals: [String: DamageTotal] = [:]
        var broken: [String] = []
        var files = 0
        let only = environment["HOPPER_DAMAGE_STYLE"]
        for style in FileStyle.all where only.map(style.name.contains) ?? true {
            for kind in DamageKind.allCases {
                for round in 0..<rounds {
                    let seed = base &+ UInt64(round)
                    guard let verdict = verdict(style, kind, seed: seed) else { continue }
                    files += 1
                    totals["\(style.name) | \(kind.rawValue)", default: DamageTotal()].add(verdict)
                    if kind != .head {
                        totals[style.name, default: DamageTotal()].add(verdict)
                    }
                    if let rule = brokenRule(verdict, style, kind) {
                        broken.append("\(style.name), \(kind.rawValue), seed \(seed): \(rule)")
                    }
                }
            }
        }
        // Damage can look like anything, once in some thousand times like a sound file.
        #expect(
            broken.count <= 3 + files / 400, "of \(files):\n\(broken.joined(separator: "\n"))")
        guard rounds > 20 else { return }
        // In a few rounds all damage may lie in the first records.
        for (name, total) in totals where name.hasSuffix("side by side") {
            #expect(3 * total.lost.count { $0 > 1 } < total.lost.count, "\(name)")
        }
        print(broken.joined(separator: "\n"))
        print(DamageTotal.head)
        for style in FileStyle.all {
            if let total = totals[style.name] { print("| \(style.name) | \(total.row) |") }
        }
        for style in FileStyle.all {
            for kind in DamageKind.allCases {
                let name = "\(style.name) | \(kind.rawValue)"
                if let total = totals[name] { print("| \(name) | \(total.row) |") }
            }
        }
    }

    /// What the damage did that it should not; nil where it cost what it touched, and one more at most.
    private func brokenRule(
        _ verdict: DamageVerdict, _ style: FileStyle, _ kind: DamageKind
    ) -> String? {
        // Without line ends nothing tells where a record begins but what the others look like.
        if style.name.hasSuffix("side by side") { return nil }
        if verdict.lostInSilence > 0 { return "\(verdict.lostInSilence) lost in silence" }
        if verdict.invented > 0 { return "\(verdict.invented) that nobody wrote" }
        // What stands before the records may be needed for all of them.
        if kind == .head { return nil }
        if verdict.lost > 1 { return "\(verdict.lost) lost" }
        if verdict.isRefused { return "refused" }
        return verdict.isMisplaced ? "told at another place" : nil
    }
}

/// What came of many files that were damaged in the same way.
struct DamageTotal {
    var touched = 0
    /// Of each of them.
    var lost: [Int] = []
    var lostInSilence = 0
    var invented = 0
    var misplaced = 0
    var refused = 0

    mutating func add(_ verdict: DamageVerdict) {
        touched += verdict.touched
        lost.append(verdict.lost)
        lostInSilence += verdict.lostInSilence
        invented += verdict.invented
        misplaced += verdict.isMisplaced ? 1 : 0
        refused += verdict.isRefused ? 1 : 0
    }

    static let head = """
        | format | files | records touched | lost beyond them | files that lost any | the most \
        | in silence | delivered that nobody wrote | told at another place | refused |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """

    var row: String {
        let sorted = lost.sorted()
        let figures = [
            lost.count, touched, lost.reduce(0, +), lost.count { $0 > 0 },
            sorted[sorted.count - 1], lostInSilence, invented, misplaced, refused,
        ]
        return figures.map { "\($0)" }.joined(separator: " | ")
    }
}
