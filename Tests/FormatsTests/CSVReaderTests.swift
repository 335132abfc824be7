import Formats
import TestSupport
import Testing
import Vocabulary

@Suite struct CSVReaderTests {
    private let scratch = ScratchDirectory("csv")

    private func read(
        _ text: String, _ dialect: CSVDialect = CSVDialect(), wanted: [ColumnReference] = [],
        limit: Int = 1 << 20, block: Int = 1 << 16, from position: ReadPosition = .start
    ) throws -> Reading {
        try Reading(
            scratch.write(text, to: "in.csv"), FormatSpec(kind: .csv(dialect), recordLimit: limit),
            wanted: wanted, from: position, sizes: ReadingSizes(block: block))
    }

    private func rule(_ body: () throws -> Void) -> String? {
        do { try body() } catch {
            if case .unreadable(let rule, _, _, _)? = error as? FormatError { return rule }
        }
        return nil
    }

    @Test func `columns are found by name and by number`() throws {
        let reading = try read(
            "id,name,id,\n1,x,2,\n",
            wanted: [.name("name"), .number(3), .name("id"), .name("none"), .number(5), .number(0)])
        #expect(reading.columns == ["id", "name", "id", ""])
        #expect(reading.bindings == [1, 2, 0, nil, nil, nil])
        #expect(reading.records.map(\.fields) == [["1", "x", "2", ""]])
        #expect(reading.records[0].line == 2)
        #expect(reading.records[0].number == 1)
    }

    @Test func `a quoted header may hold anything`() throws {
        let reading = try read("\n\"a,\"\"b\"\"\nc\",d\n1,2\n")
        #expect(reading.columns == ["a,\"b\"\nc", "d"])
        #expect(reading.records.map(\.line) == [4])
    }

    @Test(arguments: ["", "\n\n\r\n", "\u{FEFF}"])
    func `a file without a line for the header is empty`(text: String) {
        #expect(rule { _ = try read(text) } == "empty")
    }

    @Test(arguments: ["\"a,b\n1,2\n", "\"a\"x,b\n1,2\n"])
    func `a broken header ends the file`(text: String) {
        #expect(rule { _ = try read(text) } == "header")
    }

    @Test func `an invalid character in the header ends the file`() {
        let path = scratch.write([0x61, 0xFF, 0x0A, 0x31, 0x0A], to: "bad.csv")
        #expect(
            rule { _ = try Reading(path, FormatSpec(kind: .csv(CSVDialect()))) } == "header")
    }

    @Test func `only a header is no record`() throws {
        for text in ["a,b", "a,b\n", "a,b\r\n\r\n"] {
            let reading = try read(text)
            #expect(reading.columns == ["a", "b"])
            #expect(reading.records.isEmpty)
        }
    }

    @Test func `without a header the first good record tells the number of columns`() throws {
        let dialect = CSVDialect(header: false)
        let reading = try read("1,2\n3\n4,5\n", dialect, wanted: [.number(2), .number(3)])
        #expect(reading.bindings == [1, nil])
        #expect(reading.columns == ["1", "2"])
        #expect(reading.records.map(\.rule) == [nil, "fields", nil])
        #expect(reading.records.map(\.line) == [1, 2, 3])
        #expect(try read("", dialect).records.isEmpty)
        #expect(try read("\"1\"x,2\n3,4\n", dialect).records.map(\.rule) == ["quote", nil])
    }

    @Test func `configured columns name what has no header`() throws {
        let dialect = CSVDialect(header: false, columns: ["x", "y"])
        let reading = try read("1,2\n", dialect, wanted: [.name("y")])
        #expect(reading.bindings == [1])
        #expect(reading.records.count == 1)
    }

    @Test func `lines are passed over before the header, whatever they hold`() throws {
        let dialect = CSVDialect(skipLines: 3)
        let reading = try read("report \"of\r\n\rx\na,b\n1,2\n", dialect, block: 64)
        #expect(reading.columns == ["a", "b"])
        #expect(reading.records.map(\.line) == [5])
        #expect(rule { _ = try read("one\n", dialect) } == "empty")
    }

    @Test(arguments: [64, 100, 1 << 16], [0, 1, 2, 30])
    func `a footer is not data`(block: Int, footer: Int) throws {
        let rows = (0..<50).map { "\($0),x" }
        let tail = (0..<footer).map { "total \($0)" }
        let text = (["a,b"] + rows + tail).joined(separator: "\n")
        let dialect = CSVDialect(footerLines: footer)
        let reading = try read(text, dialect, block: block)
        #expect(reading.records.count == 50)
        #expect(reading.faults == [])
        #expect(reading.records.last?.fields == ["49", "x"])
        for end in reading.ends {
            let rest = try read(text, dialect, block: block, from: end)
            #expect(rest.records == reading.records.filter { $0.offset >= end.byteOffset })
        }
        #expect(reading.ends.last?.records == 50)
    }

    @Test func `a footer longer than the file leaves nothing`() throws {
        #expect(try read("a\n1\n2\n", CSVDialect(footerLines: 3)).records.isEmpty)
    }

    @Test func `missing fields are padded and surplus ones ignored, if so configured`() throws {
        let dialect = CSVDialect(ragged: .pad)
        let reading = try read("a,b,c\n1\n1,2,3,4\n1,2,3\n", dialect)
        #expect(
            reading.records.map(\.fields) == [["1", nil, nil], ["1", "2", "3"], ["1", "2", "3"]])
        let strict = try read("a,b,c\n1\n1,2,3,4\n1,2,3\n")
        #expect(strict.records.map(\.rule) == ["fields", "fields", nil])
        #expect(
            strict.reasons == ["1 field where 3 are expected", "4 fields where 3 are expected"])
        #expect(strict.records[1].raw == Array("1,2,3,4".utf8))
    }

    @Test(arguments: [64, 128, 1 << 16])
    func `an unclosed quote costs its record alone`(block: Int) throws {
        var rows = (0..<200).map { "\($0),\"text\",\($0)" }
        rows[20] = "20,\"text,20"
        rows[199] = "199,\"text,199"
        let reading = try read((["a,b,c"] + rows).joined(separator: "\n"), block: block)
        #expect(reading.records.count == 200)
        #expect(reading.records.filter { $0.rule != nil }.map(\.line) == [22, 201])
        #expect(reading.records[20].raw == Array(rows[20].utf8))
        #expect(reading.reasons[0] == "a quoted field opened on line 22 is not closed")
    }

    @Test func `an unclosed quote with no other quote behind it costs its record alone`() throws {
        var rows = (0..<5000).map { "\($0),text,\($0)" }
        rows[10] = "10,\"text,10"
        for limit in [100, 1000, 1 << 20] {
            let text = (["a,b,c"] + rows).joined(separator: "\r\n")
            let reading = try read(text, limit: limit, block: 1000)
            #expect(reading.records.filter { $0.rule != nil }.map(\.line) == [12])
            #expect(reading.records.count == 5000)
        }
    }

    @Test(arguments: [64, 90, 1 << 16])
    func `a lost closing quote of a field of several lines costs its record alone`(block: Int)
        throws
    {
        let text = """
            id,note,x
            1,"one
            two",x
            2,"one
            two,x
            3,plain,x
            4,"one
            two",x
            5,plain,x
            6,"open
            7,"one
            two",x
            8,plain,x

            """
        let reading = try read(text, block: block)
        #expect(reading.records.map(\.rule) == [nil, "quote", nil, nil, nil, "quote", nil, nil])
        #expect(
            reading.records.compactMap(\.fields.first) == ["1", "3", "4", "5", "7", "8"])
        #expect(reading.records[1].raw == Array("2,\"one\ntwo,x".utf8))
        #expect(reading.records[1].line == 4)
        #expect(reading.records[5].raw == Array("6,\"open".utf8))
        for (index, end) in reading.ends.enumerated() {
            let rest = try read(text, block: 64 + index, from: end)
            #expect(rest.records == Array(reading.records[Int(end.records)...]), "\(end)")
        }
    }

    @Test func `a ragged record of several lines is one fault`() throws {
        let reading = try read("a,b,c\n1,\"x\ny\"\n4,5,6\n")
        #expect(reading.records.map(\.rule) == ["fields", nil])
        #expect(reading.records.map(\.line) == [2, 4])
        #expect(reading.records[0].raw == Array("1,\"x\ny\"".utf8))
    }

    @Test func `text behind a closing quote is a fault that names the column`() throws {
        let reading = try read("a,b\n1,\"5\" pipe\"\n2,3\n")
        #expect(reading.records.map(\.rule) == ["quote", nil])
        #expect(reading.reasons == ["text behind a closing quote"])
    }

    @Test func `a giant line costs neither memory nor the other records`() throws {
        let giant = [UInt8](repeating: UInt8(ascii: "x"), count: 20_000_000)
        let bytes = Array("a,b\n1,2\n3,".utf8) + giant + Array("\n5,6\n".utf8) + giant
        let path = scratch.write(bytes, to: "giant.csv")
        let reading = try Reading(
            path, FormatSpec(kind: .csv(CSVDialect()), recordLimit: 1 << 16))
        #expect(reading.records.map(\.rule) == [nil, "size", nil, "size"])
        #expect(reading.records.map(\.line) == [2, 3, 4, 5])
        #expect(reading.records[2].offset == Int64(8 + 2 + giant.count + 1))
        #expect(reading.records[1].raw?.count == 1 << 16)
        #expect(reading.largestBlock < 1 << 20)
        let rest = try Reading(
            path, FormatSpec(kind: .csv(CSVDialect()), recordLimit: 1 << 16),
            from: ReadPosition(byteOffset: reading.records[2].offset, line: 4, records: 2))
        #expect(rest.records == Array(reading.records[2...]))
    }

    @Test(arguments: [FormatSpec.Kind.csv(CSVDialect(header: false)), .jsonLines])
    func `a block has only so many records, and none is lost between blocks`(
        kind: FormatSpec.Kind
    ) throws {
        // Faults too: an unclosed quote sends the reader back over all that follows.
        let text = "1\n\"\n" + String(repeating: "2\n", count: 1000) + "[]\n{}"
        let path = scratch.write(text, to: "tiny")
        let format = FormatSpec(kind: kind)
        let whole = try Reading(path, format)
        let cut = try Reading(path, format, sizes: ReadingSizes(records: 7))
        #expect(whole.records.count == 1004)
        #expect(cut.records == whole.records && cut.reasons == whole.reasons)
        #expect(whole.ends.count == 1 && cut.ends.map(\.records).prefix(3) == [7, 14, 21])
        for end in cut.ends.prefix(3) {
            let rest = try Reading(path, format, from: end)
            #expect(rest.records == Array(whole.records.dropFirst(Int(end.records))))
        }
    }

    @Test func `nothing but blank lines takes no memory`() throws {
        let text = "a\n" + String(repeating: "\r\n", count: 1_000_000) + "1\n"
        let reading = try read(text, block: 1000)
        #expect(reading.records.map(\.line) == [1_000_002])
        #expect(reading.largestBlock < 10_000)
    }

    @Test(arguments: ["a\r1\r2\r", "a\r\n1\r\n2", "a\n1\r2\r\n", "a\n\n1\r\r\n2\n\r"])
    func `line ends of any kind, mixed too, end records`(text: String) throws {
        for block in [64, 1 << 16] {
            #expect(try read(text, block: block).records.map(\.fields) == [["1"], ["2"]])
        }
    }

    @Test func `an empty value of a single column is written in quotes`() throws {
        let reading = try read("a\n\"\"\n\n1\n")
        #expect(reading.records.map(\.fields) == [[""], ["1"]])
    }

    @Test func `a delimiter may have several characters`() throws {
        let dialect = CSVDialect(delimiter: 0x7C, delimiterTail: [0x7C])
        for block in [64, 65, 66, 67, 1 << 16] {
            let padding = String(repeating: "x", count: 61)
            let reading = try read(
                "a||b\n\(padding)||1|2|\n|||3\n\"q||\"\"\n\"||\n", dialect, block: block)
            #expect(
                reading.records.map(\.fields) == [
                    [padding, "1|2|"], ["", "|3"], ["q||\"\n", ""],
                ])
        }
    }

    @Test func `comment lines are no records, wherever they stand and however long they are`()
        throws
    {
        let dialect = CSVDialect(comment: Array("//".utf8))
        let long = "// \"" + String(repeating: "x,", count: 5000)
        let text = "// by us, \"2026\n/a,b\r\n1,2\r\n\(long)\r\n//\n3,//4\n//,5"
        for block in [64, 100, 1 << 16] {
            let reading = try read(text, dialect, limit: 100, block: block)
            #expect(reading.columns == ["/a", "b"])
            #expect(reading.records.map(\.fields) == [["1", "2"], ["3", "//4"]])
            #expect(reading.records.map(\.line) == [3, 6])
        }
    }

    @Test func `what several header lines say of a column is joined`() throws {
        let dialect = CSVDialect(headerLines: 3)
        let reading = try read(
            "Name,,Address\n\nFirst,Last,Street\n,,\"No.\",Zip\nA,B,C,D\n", dialect,
            wanted: [.name("Zip")])
        #expect(reading.columns == ["Name First", "Last", "Address Street No.", "Zip"])
        #expect(reading.bindings == [3])
        #expect(reading.records.map(\.number) == [1])
        #expect(rule { _ = try read("a,b\n", dialect) } == "empty")
    }

    @Test func `TSV has letters for its control characters, and a null`() throws {
        let dialect = CSVDialect(
            delimiter: 9, quote: nil, escape: 92, header: false, columns: ["a", "b", "c"],
            escapesLetters: true)
        let reading = try read("x\\ty\t\\N\t\\\\N\n\"\t\\n\\r\\q\t\\NN\n", dialect)
        #expect(
            reading.records.map(\.fields) == [["x\ty", "", "\\N"], ["\"", "\n\rq", "NN"]])
        #expect(reading.kinds.map { $0[1] } == [.null, .text])
    }
}
