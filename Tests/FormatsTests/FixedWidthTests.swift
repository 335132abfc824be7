import Formats
import TestSupport
import Testing
import Vocabulary

@Suite struct FixedWidthTests {
    private let scratch = ScratchDirectory("fixed")

    private func read(
        _ text: String, _ layout: FixedWidthLayout = FixedWidthLayout(),
        wanted: [String] = ["1-3", "4-6"], encoding: String = "UTF-8", limit: Int = 1 << 20,
        block: Int = 1 << 16, from position: ReadPosition = .start
    ) throws -> Reading {
        try Reading(
            scratch.write(text, to: "in.txt"),
            FormatSpec(kind: .fixedWidth(layout), encoding: encoding, recordLimit: limit),
            wanted: wanted.map { .name($0) }, from: position, sizes: ReadingSizes(block: block))
    }

    @Test func `slices are cut out, and their padding goes`() throws {
        let layout = FixedWidthLayout(columns: [
            .init("no", .init(1, 3)), .init("name", .init(4, 9)),
        ])
        let reading = try Reading(
            scratch.write("  1Ada   \r\n\n 22Grace H\rx\n", to: "a.txt"),
            FormatSpec(kind: .fixedWidth(layout)),
            wanted: [.name("name"), .number(1), .name("2-3"), .name("none"), .number(3)])
        #expect(reading.columns == ["no", "name"])
        #expect(reading.bindings == [0, 1, 2, nil, nil])
        #expect(
            reading.records.map { $0.fields.prefix(3) } == [
                ["Ada", "1", "1"], ["Grace", "22", "22"], [],
            ])
        #expect(reading.records.map(\.line) == [1, 3, 4])
        #expect(reading.faults == ["fields"])
        #expect(reading.reasons == ["1 characters long where at least 9 are expected"])
    }

    @Test func `without trimming a value is what stands there`() throws {
        let layout = FixedWidthLayout(trims: false)
        #expect(try read(" a  b \n", layout).records.map(\.fields) == [[" a ", " b "]])
    }

    @Test func `positions count characters, or bytes`() throws {
        #expect(try read("äöüß€x\n").records.map(\.fields) == [["äöü", "ß€x"]])
        let bytes = FixedWidthLayout(countsBytes: true)
        #expect(try read("äbcdef\n", bytes).records.map(\.fields) == [["äb", "cde"]])
        #expect(try read("abääcd\n", bytes).faults == ["encoding"])
    }

    @Test func `slices of any text are those of a slow twin, in any order`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let letters: [Character] = ["a", "b", " ", " ", "ä", "ß", "€", "語", "\u{1F600}", "7"]
        for _ in 0..<200 {
            let length = Int.random(in: 1...60, using: &random)
            // Some are ASCII, as most records are.
            let some = Bool.random(using: &random) ? letters[...3] : letters[...]
            let text = String((0..<length).map { _ in some.randomElement(using: &random) ?? " " })
            guard text.contains(where: { $0 != " " }) else { continue }
            let scalars = Array(text.unicodeScalars)
            let slices = (0..<8).map { _ in
                let first = Int.random(in: 1...length, using: &random)
                return (first, Int.random(in: first...length + 3, using: &random))
            }
            let reading = try read(
                text + "\n", FixedWidthLayout(ragged: .pad),
                wanted: slices.map { "\($0.0)-\($0.1)" })
            let expected = slices.map { first, last -> String? in
                var slice = scalars[(first - 1)..<min(last, length)]
                while slice.first == " " { slice.removeFirst() }
                while slice.last == " " { slice.removeLast() }
                var text = String.UnicodeScalarView()
                text.append(contentsOf: slice)
                return String(text)
            }
            #expect(reading.records.map(\.fields) == [expected], "seed \(seed): \(text)")
        }
    }

    @Test func `short records are rejected or padded`() throws {
        let pads = FixedWidthLayout(ragged: .pad)
        #expect(
            try read("abcde\nab\n", pads).records.map(\.fields) == [["abc", "de"], ["ab", nil]])
        #expect(try read("abcde\nabcdef\n").faults == ["fields"])
        let exact = FixedWidthLayout(length: 7)
        #expect(try read("abcdefg\nabcdefgh\nabcdef\n", exact).faults == ["fields", "fields"])
    }

    @Test func `records are told apart by what they begin with`() throws {
        let layout = FixedWidthLayout(
            headerColumns: [.init("day", .init(2, 9))],
            recordTypes: .init(header: ["H"], detail: ["D", "DX"], trailer: ["T"], ignore: ["I"]))
        let text =
            "Dbefore\nH20261124\nD12345\nItext\nD67890\nQ12345\nT0002\nH20261125\nDX1234\nT1\n"
        for block in [64, 1 << 16] {
            let reading = try read(text, layout, wanted: ["2-6", "day"], block: block)
            #expect(
                reading.records.map(\.fields) == [
                    ["befor", nil], ["12345", "20261124"], ["67890", "20261124"], [],
                    ["X1234", "20261125"],
                ])
            #expect(reading.faults == ["record_type"])
            #expect(reading.records.map(\.line) == [1, 3, 5, 6, 9])
            #expect(reading.records.map(\.number) == [1, 2, 3, 4, 5])
        }
    }

    @Test func `reading goes on anywhere, under the header that stands there`() throws {
        let layout = FixedWidthLayout(
            headerColumns: [.init("day", .init(2, 4))],
            recordTypes: .init(header: ["H"], trailer: ["T"]))
        var text = ""
        for group in 0..<20 {
            text += "H\(100 + group)\n"
            for row in 0..<(group % 4) { text += "D\(row)xxxx\u{e4}\n" }
            text += "T\n"
        }
        let whole = try read(text, layout, wanted: ["2-3", "day"])
        #expect(whole.records.count == 30)
        for (index, record) in whole.records.enumerated() {
            let position = ReadPosition(
                byteOffset: record.offset, line: record.line, records: Int64(index))
            let rest = try read(
                text, layout, wanted: ["2-3", "day"], block: 64 + index, from: position)
            #expect(rest.records == Array(whole.records[index...]))
        }
    }

    @Test func `records may stand side by side`() throws {
        let layout = FixedWidthLayout(length: 6, hasLineEnds: false)
        for block in [64, 1 << 16] {
            let text = String(repeating: "abcdef12 45 ", count: 20) + "äöüxyz\r\n"
            let reading = try read(text, layout, block: block)
            #expect(reading.records.count == 41)
            #expect(reading.records[1].fields == ["12", "45"])
            #expect(reading.records[40].fields == ["äöü", "xyz"])
            #expect(reading.faults.isEmpty)
        }
        // Whether the first or the last one is cut, nothing tells.
        #expect(throws: FormatError.self) { try read("abcdefab", layout) }
    }

    @Test func `records side by side that come to look otherwise are looked at once`() throws {
        // Numbers grow, so that those at the beginning tell nothing of the others.
        let count = 60_000
        let text = (0..<count).map { number in
            let digits = String(number)
            let name = "k" + digits + String(repeating: " ", count: 7 - digits.count)
            return name + "ä" + digits + String(repeating: " ", count: 8 - digits.count)
                + String(repeating: " ", count: 9 - digits.count) + digits
        }.joined()
        let layout = FixedWidthLayout(
            columns: [.init("a", .init(1, 8)), .init("c", .init(18, 26))], length: 26,
            hasLineEnds: false)
        let clock = ContinuousClock()
        let begun = clock.now
        let reading = try read(text, layout, wanted: ["a", "c"])
        #expect(reading.records.count == count && reading.faults.isEmpty)
        #expect(reading.records.last?.fields == ["k59999", "59999"])
        // It took a millisecond for each, and takes some microseconds even where checks are slow.
        #expect(clock.now - begun < .seconds(30))
    }

    @Test func `a giant line and invalid characters cost their own records`() throws {
        let giant = String(repeating: "x", count: 5000)
        for block in [64, 1 << 16] {
            let reading = try read("abcdef\n\(giant)\r\nghijkl\n", limit: 100, block: block)
            #expect(reading.records.map(\.rule) == [nil, "size", nil])
            #expect(reading.records.map(\.line) == [1, 2, 3])
            #expect(reading.records[1].raw?.count == 100)
        }
        let path = scratch.write(Array("abcdef\nab".utf8) + [0xFF] + Array("def\n".utf8), to: "b")
        let layout = FormatSpec(kind: .fixedWidth(FixedWidthLayout()))
        #expect(try Reading(path, layout, wanted: [.name("1-3")]).faults == ["encoding"])
    }

    @Test func `a control-Z at the end is no record`() throws {
        #expect(try read("abcdef\r\n\u{1A}").records.count == 1)
        #expect(try read("abcdef\n\u{1A}\nabcdef\n").faults == ["fields"])
    }
}
