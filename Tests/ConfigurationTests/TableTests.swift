import Configuration
import Glibc
import Mapping
import TestSupport
import Testing
import Vocabulary

/// Tables beside a partner's file.
@Suite struct TableTests {
    static let lookup = "lookup: { file: countries.csv, key: CODE, value: NAME }"
    static let partner = Fixture.fields("nation: { from: ISO, \(lookup) }")

    func mistakes(_ table: String, lookup: String = lookup) -> [String] {
        let error = Fixture.error([
            "partners/acme.yaml": Fixture.fields("nation: { from: ISO, \(lookup) }"),
            "destinations/crm.yaml": Fixture.destination, "partners/countries.csv": table,
        ])
        return error?.mistakes.map(\.headline) ?? []
    }

    @Test(arguments: [
        "CODE,NAME\nDE,Germany\n", "\u{FEFF}CODE,NAME\r\nDE,Germany\r\n\r\nFR,France",
        "NAME,\"CODE\"\r\"Ger\r\n\"\"many\"\"\",DE\r", "CODE,NAME\n", "CODE,NAME,CODE\nA,b,\n",
    ])
    func `tables that are right`(_ table: String) { #expect(mistakes(table) == []) }

    @Test func `mistakes in a table are told with their line`() {
        let head = "CODE,NAME\n"
        #expect(
            mistakes(head + "DE,Germany\n\nFR,France\nDE,Deutschland\n,x\nA\nB,b,b\n") == [
                "partners/countries.csv:5: key 'DE' is already on line 2",
                "partners/countries.csv:6: no key in column 'CODE'",
                "partners/countries.csv:7: 1 field, and the header has 2",
                "partners/countries.csv:8: 3 fields, and the header has 2",
            ])
        #expect(
            mistakes(head + "DE,\"Ger\nmany\nFR,x")
                == ["partners/countries.csv:2: a quote that is never closed"])
        #expect(
            mistakes(head + "\"DE\"x,y")
                == ["partners/countries.csv:2: text behind a closing quote"])
        #expect(mistakes("") == ["partners/countries.csv:1: the table is empty"])
    }

    @Test func `many mistakes are told as many`() {
        let found = mistakes("CODE,NAME\n" + String(repeating: "A,b\n", count: 100))
        #expect(found.count == 21)
        #expect(found.contains("partners/countries.csv: and 79 mistakes more"))
    }

    @Test func `a table that is not UTF-8 or too large is refused`() {
        func said(_ bytes: [UInt8]) -> [String] {
            do throws(ConfigurationError) {
                _ = try parseConfiguration(
                    sources: [
                        ConfigurationSource(
                            path: "partners/acme.yaml", bytes: Array(Self.partner.utf8)),
                        ConfigurationSource(
                            path: "destinations/crm.yaml", bytes: Array(Fixture.destination.utf8)),
                        ConfigurationSource(path: "partners/countries.csv", bytes: bytes),
                    ], directory: "/etc/hopper")
                return []
            } catch {
                return error.mistakes.map(\.headline)
            }
        }
        let head = Array("CODE,NAME\nDE,".utf8)
        #expect(said(head + [0xFF, 0x0A]) == ["partners/countries.csv:2: not UTF-8"])
        let large = head + [UInt8](repeating: 0x61, count: 4 << 20)
        #expect(said(large) == ["partners/countries.csv: larger than 4 MiB"])
    }

    @Test func `a table with two readers is read once, and its mistakes told once`() throws {
        let fields = Fixture.fields(
            "a: { from: A, \(Self.lookup) }\nb: { from: B, \(Self.lookup) }")
        let configuration = try Fixture.parse([
            "partners/acme.yaml": fields, "destinations/crm.yaml": Fixture.destination,
            "partners/countries.csv": Fixture.countries,
        ])
        let tables = configuration.partners[0].feeds[0].record.fields.compactMap(\.lookup?.table)
        #expect(tables.count == 2)
        #expect(tables[0] === tables[1])
        let error = Fixture.error([
            "partners/acme.yaml": fields, "destinations/crm.yaml": Fixture.destination,
            "partners/countries.csv": "CODE,NAME\nA\n",
        ])
        #expect(error?.mistakes.count == 1)
    }

    func scratch() -> ScratchDirectory {
        let scratch = ScratchDirectory()
        scratch.write(Self.partner, to: "partners/acme.yaml")
        scratch.write(Fixture.destination, to: "destinations/crm.yaml")
        return scratch
    }

    func said(_ scratch: ScratchDirectory) -> [String] {
        do throws(ConfigurationError) {
            _ = try loadConfiguration(directory: scratch.path)
            return []
        } catch {
            return error.mistakes.map(\.headline)
        }
    }

    @Test func `a table is part of the revision, and an old revision finds its own`() throws {
        let scratch = scratch()
        scratch.write("CODE,NAME\nDE,Germany\n", to: "partners/countries.csv")
        scratch.write("nobody asks for it", to: "partners/other.csv")
        let first = try loadConfiguration(directory: scratch.path)
        #expect(
            first.sources.map(\.path).sorted() == [
                "destinations/crm.yaml", "partners/acme.yaml", "partners/countries.csv",
            ])
        scratch.write("CODE,NAME\nDE,Deutschland\n", to: "partners/countries.csv")
        let second = try loadConfiguration(directory: scratch.path)
        #expect(first.revision != second.revision)
        let again = try parseConfiguration(sources: first.sources, directory: scratch.path)
        #expect(again == first)
        #expect(again.partners != second.partners)
    }

    @Test func `a table in a folder is found, and a missing one is told`() throws {
        let scratch = scratch()
        let missing = "'file' is missing: there is no partners/countries.csv"
        #expect(said(scratch).first?.hasSuffix(missing) == true)
        scratch.write(
            Self.partner.replacing("countries.csv", with: "tables/countries.csv"),
            to: "partners/acme.yaml")
        scratch.write(Fixture.countries, to: "partners/tables/countries.csv")
        #expect(said(scratch) == [])
    }

    @Test func `no link leads to a table`() throws {
        let scratch = scratch()
        scratch.write(Fixture.countries, to: "outside.csv")
        scratch.link("partners/countries.csv", to: scratch.path + "/outside.csv")
        let refused =
            "partners/countries.csv: is a link, or lies behind one; tables must lie below "
            + "partners themselves"
        #expect(said(scratch) == [refused])
    }

    @Test func `a directory or a FIFO is no table`() throws {
        let scratch = scratch()
        scratch.fifo("partners/countries.csv")
        #expect(said(scratch) == ["partners/countries.csv: is not a regular file"])
    }

    @Test func `all tables together have a limit`() throws {
        let scratch = scratch()
        let fields = (0..<3).map {
            "n\($0): { from: A, lookup: { file: t\($0).csv, key: CODE, value: NAME } }"
        }
        scratch.write(Fixture.fields(fields.joined(separator: "\n")), to: "partners/acme.yaml")
        for number in 0..<3 {
            let rows = String(repeating: "x", count: 3 << 20)
            scratch.write("CODE,NAME\nA,\(rows)\n", to: "partners/t\(number).csv")
        }
        let refused =
            "partners/t2.csv: is too much: all tables together have more than 8 MiB"
        #expect(said(scratch) == [refused])
    }
}
