import Formats
import TestSupport
import Testing
import Vocabulary

/// The reader and its slow twin on random nasty texts.
@Suite struct CSVTwinTests {
    private let scratch = ScratchDirectory("csv-twin")

    struct Case {
        var text: [UInt8] = []
        var dialect: CSVDialect
        var limit: Int
        var block: Int
    }

    /// Rows that are mostly right, with all that can go wrong in them.
    static func make(_ generator: inout SeededGenerator) -> Case {
        func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int(generator.next() % UInt64(elements.count))]
        }
        let delimiter = pick([",", ";", "\t"] as [Character]).asciiValue!
        let quote: UInt8? = pick([34, 34, 34, 39, nil])
        let escape: UInt8? = quote == nil ? pick([nil, 92]) : pick([nil, nil, 92, quote])
        let width = Int(generator.next() % 4) + 1
        let dialect = CSVDialect(
            delimiter: delimiter, quote: quote, escape: escape, header: false,
            columns: (0..<width).map { "c\($0)" }, ragged: pick([.reject, .pad]),
            delimiterTail: pick([[], [], [delimiter], Array("~|".utf8)]),
            escapesLetters: pick([true, false]), comment: pick([nil, nil, [35], Array("a,".utf8)]))
        var made = Case(
            dialect: dialect, limit: pick([30, 60, 100, 1000]),
            block: pick([64, 70, 100, 333, 6000]))
        let nasty: [[UInt8]] = [
            [34], [34, 34], [39], [92], [delimiter], dialect.separator, [92, 110], [10], [13],
            [13, 10], Array("é".utf8),
            Array("\u{1F600}".utf8), [0xFF], [0xC3], [0xE2, 0x82], [0], [32], [97],
        ]
        // Long runs of ordinary records now and then: they are scanned ahead.
        let lines = Int(generator.next() % pick([30, 30, 30, 400]))
        let chaos = pick([0, 0, 1, 3, 10])
        for _ in 0..<lines {
            if pick([true, false, false, false, false, false]) {
                made.text += dialect.comment ?? []
            }
            for field in 0..<width {
                if field > 0 { made.text += dialect.separator }
                let isQuoted = quote != nil && pick([true, false, false])
                if isQuoted { made.text.append(quote!) }
                for _ in 0..<pick([0, 1, 3, 8, 20]) {
                    let byte = UInt8(ascii: "a") + UInt8(generator.next() % 26)
                    made.text.append(byte)
                    if isQuoted, pick([true, false, false, false, false, false]) {
                        made.text += pick([[10], [13, 10], [delimiter], [quote!, quote!]])
                    }
                    if generator.next() % 100 < UInt64(chaos) { made.text += pick(nasty) }
                }
                if isQuoted { made.text.append(quote!) }
                if generator.next() % 100 < UInt64(chaos) { made.text += pick(nasty) }
            }
            made.text += pick([[10], [10], [13, 10], [13], [10, 10]])
        }
        if pick([true, false]), !made.text.isEmpty { made.text.removeLast() }
        return made
    }

    /// Bytes drawn blindly: hardly a record is right.
    static func makeChaos(_ generator: inout SeededGenerator) -> Case {
        var made = make(&generator)
        let bytes: [UInt8] =
            [
                97, 98, 34, 34, 39, 92, made.dialect.delimiter, made.dialect.delimiter, 10, 13,
                0xC3,
                0xA9, 0xFF,
            ] + made.dialect.delimiterTail + (made.dialect.comment ?? [])
        made.text = (0..<Int(generator.next() % 400)).map { _ in
            bytes[Int(generator.next() % UInt64(bytes.count))]
        }
        return made
    }

    @Test(arguments: 0..<8)
    func `the reader and its twin see the same records`(part: UInt64) throws {
        var seen: [String: Int] = [:]
        for round in 0..<200 {
            let seed = part * 1_000_000 + UInt64(round)
            var generator = SeededGenerator(seed: seed)
            let made =
                round % 3 == 0 ? Self.makeChaos(&generator) : Self.make(&generator)
            // A byte order mark by chance is not what is looked at here.
            if made.text.starts(with: [0xFF, 0xFE]) { continue }
            let path = scratch.write(made.text, to: "\(part).csv")
            let format = FormatSpec(kind: .csv(made.dialect), recordLimit: made.limit)
            let reading = try Reading(path, format, sizes: ReadingSizes(block: made.block))
            let expected = SlowCSV(
                text: made.text, dialect: made.dialect, limit: made.limit,
                width: made.dialect.columns?.count
            ).records()
            try #require(
                reading.records == expected,
                "seed \(seed), \(made.dialect), text \(String(decoding: made.text, as: UTF8.self).debugDescription)"
            )
            for record in expected { seen[record.rule ?? "whole", default: 0] += 1 }
            guard round % 10 == 0 else { continue }
            for (index, record) in expected.enumerated() where index > 0 {
                let position = ReadPosition(
                    byteOffset: record.offset, line: record.line, records: Int64(index))
                let rest = try Reading(
                    path, format, from: position, sizes: ReadingSizes(block: 64 + index))
                try #require(
                    rest.records == Array(expected[index...]), "seed \(seed) from \(index)")
            }
        }
        // The texts are worth something only if they hold all that can happen.
        for rule in ["whole", "quote", "encoding", "size", "fields"] {
            #expect(seen[rule, default: 0] > 10, "\(rule) is rare: \(seen)")
        }
    }
}

extension CSVDialect {
    fileprivate var separator: [UInt8] { [delimiter] + delimiterTail }
}
