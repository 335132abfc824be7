import Configuration
import Formats
import Testing

/// Every option of every format, given a value other than its default, arrives in the model.
@Suite struct FormatOptionTests {
    static let examples: [(yaml: String, kind: FormatSpec.Kind)] = [
        ("format: csv", .csv(CSVDialect())),
        ("format: tsv", .csv(tsv)),
        ("format: jsonl", .jsonLines),
        (
            #"format: { type: csv, delimiter: "~|~", quote: none, comment: "//", header_lines: 2 }"#,
            .csv(
                CSVDialect(
                    delimiter: UInt8(ascii: "~"), quote: nil, delimiterTail: Array("|~".utf8),
                    comment: Array("//".utf8), headerLines: 2))
        ),
        (
            """
            format:
              type: fixed-width
              columns: { ID: 1-10, NAME: 11-40 }
              header_columns: { DAY: 3-10 }
              record_types: { header: "00", detail: ["10", "11"], trailer: "99", ignore: "50" }
              length: 120
              line_ends: false
              positions: bytes
              trim: false
              ragged: pad
              footer_lines: 2
            """,
            .fixedWidth(
                FixedWidthLayout(
                    columns: [.init("ID", .init(1, 10)), .init("NAME", .init(11, 40))],
                    headerColumns: [.init("DAY", .init(3, 10))],
                    recordTypes: .init(
                        header: ["00"], detail: ["10", "11"], trailer: ["99"], ignore: ["50"]),
                    length: 120, hasLineEnds: false, countsBytes: true, trims: false, ragged: .pad,
                    footerLines: 2))
        ),
        (
            "format: { type: xml, record: /o/order }",
            .xml(XMLLayout(record: ["o", "order"]))
        ),
        (
            "format: { type: xml, record: /order, encoding: windows-1252 }",
            .xml(XMLLayout(record: ["order"], declaresEncoding: false))
        ),
        ("format: json", .json(JSONArrayLayout())),
        (
            "format: { type: json, records: /data/it~1ems }",
            .json(JSONArrayLayout(array: ["data", "it/ems"]))
        ),
        ("format: { type: csv, delimiter: tab }", .csv(CSVDialect(delimiter: 9))),
        (
            "format: { type: tsv, columns: [ID], skip_lines: 1, ragged: pad }",
            .csv(
                CSVDialect(
                    delimiter: 9, quote: nil, escape: 92, header: false, columns: ["ID"],
                    skipLines: 1, ragged: .pad, escapesLetters: true))
        ),
    ]

    @Test func `every option of a pipe arrives`() throws {
        let short = try filter("pipe: [gpg, --decrypt, '']")
        #expect(short == FilterProgram(run: ["gpg", "--decrypt", ""]))
        var program = FilterProgram(run: ["/usr/bin/xlsx2csv", "-", "007"])
        program.timeout = .seconds(120)
        program.output = 2 << 30
        program.memory = 1 << 30
        program.environment = ["GNUPGHOME": "/var/lib/hopper/gnupg"]
        #expect(try filter(Self.pipe) == program)
    }

    /// With every option.
    static let pipe =
        "pipe: { run: [/usr/bin/xlsx2csv, '-', 007], timeout: 2m, output: 2GiB, "
        + "memory: 1GiB, environment: { GNUPGHOME: /var/lib/hopper/gnupg } }"

    private func filter(_ pipe: String) throws -> FilterProgram? {
        let configuration = try Fixture.parse([
            "partners/acme.yaml": Fixture.feed(format: "format: { type: csv, \(pipe) }"),
            "destinations/crm.yaml": Fixture.destination,
        ])
        return configuration.partners.first?.feeds.first?.format.filter
    }

    @Test func `without a limit of its own a program's output goes by the file's size`() {
        var program = FilterProgram(run: ["cat"])
        #expect(program.outputLimit(size: 10, expansion: 200) == 64 << 20)
        #expect(program.outputLimit(size: 1 << 20, expansion: 200) == 200 << 20)
        #expect(program.outputLimit(size: .max, expansion: 200) == .max)
        program.output = 5
        #expect(program.outputLimit(size: 1 << 20, expansion: 200) == 5)
    }

    private static let tsv = CSVDialect(delimiter: 9, quote: nil, escape: 92, escapesLetters: true)

    @Test(arguments: examples.indices)
    func `every option of a format arrives`(_ index: Int) throws {
        let example = Self.examples[index]
        let configuration = try Fixture.parse([
            "partners/acme.yaml": Fixture.feed(format: example.yaml),
            "destinations/crm.yaml": Fixture.destination,
        ])
        #expect(configuration.partners.first?.feeds.first?.format.kind == example.kind)
    }
}
