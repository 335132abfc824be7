import Formats
import TestSupport
import Testing
import Vocabulary

/// Damage that once cost more than the records it touched.
@Suite struct MendedDamageTests {
    private let scratch = ScratchDirectory("mended")

    private func read(
        _ text: String, _ kind: FormatSpec.Kind, wanted: [ColumnReference] = [.name("id")]
    ) -> (Reading, FormatError?) {
        Reading.asFarAsItGoes(
            scratch.write(text, to: "in"), FormatSpec(kind: kind, recordLimit: 2000),
            wanted: wanted)
    }

    private func ids(_ reading: Reading) -> [String?] {
        reading.records.filter { $0.rule == nil }.map { $0.fields.first ?? nil }
    }

    @Test func `column names that come once more are no record`() {
        let (reading, _) = read("id,b\n1,x\nid,b\n\u{FEFF}id,b\n2,y\nix,b\n", .csv(CSVDialect()))
        #expect(reading.records.map(\.rule) == [nil, "header", "header", nil, nil])
    }

    @Test func `a broken first record does not tell how many columns there are`() {
        let dialect = CSVDialect(header: false)
        let (reading, _) = read("1\n2,b\n3,c\n4,d\n", .csv(dialect), wanted: [.number(1)])
        #expect(reading.records.map(\.rule) == ["fields", nil, nil, nil])
    }

    @Test func `an escape before a line feed costs its own record`() {
        let dialect = CSVDialect(
            delimiter: 9, quote: nil, escape: UInt8(ascii: "\\"), escapesLetters: true)
        let (reading, _) = read("id\tb\n1\tx\\\n2\ty\n3\tz\n", .csv(dialect))
        #expect(reading.records.map(\.rule) == ["fields", nil, nil])
        #expect(reading.records.map(\.line) == [2, 3, 4])
    }

    @Test func `a bracket within a broken element does not end the array`() {
        let layout = JSONArrayLayout(array: ["rows"])
        func element(_ id: Int) -> String { "{\"id\":\(id),\"n\":\"x\",\"l\":[1]}" }
        for broken in ["{\"id\":3,\"n\":\"x\",\"l\":}]}", "{\"id\":3,\"n\":\"x\",\"l\":1}]}"] {
            let text =
                "{\"rows\":["
                + [element(1), element(2), broken, element(4), element(5)]
                .joined(separator: ",") + "]}"
            let (reading, _) = read(text, .json(layout))
            #expect(Set(ids(reading)).isSuperset(of: ["1", "2", "4", "5"]), "\(reading.records)")
            #expect(reading.faults.count >= 1)
        }
    }

    @Test func `a second document's first element is found`() {
        let one = "{\"rows\":[\n{\"id\":1,\"n\":1},\n{\"id\":2,\"n\":1}]}\n"
        let (reading, _) = read(one + one, .json(JSONArrayLayout(array: ["rows"])))
        #expect(ids(reading) == ["1", "2", "1", "2"])
    }

    @Test func `an array of arrays of objects ends where it ends`() {
        let text =
            "{\"a\":[{\"id\":9,\"rows\":[{\"id\":1},{\"id\":2}]},{\"id\":8,\"rows\":[{\"id\":3}]}]}"
        let layout = JSONArrayLayout(array: ["a", "0", "rows"])
        let (reading, _) = read(text, .json(layout))
        #expect(ids(reading) == ["1", "2"])
        #expect(reading.faults.isEmpty)
    }

    @Test(
        arguments: [
            "], [", "] without value", ", 43.12], null, {", ",false],", " ] })", " ]})",
            "[\"foo\",1,2,3,false,{\"one\":1}",
        ])
    func `what closes an array in a member too early costs no element`(broken: String) {
        func element(_ id: Int) -> String { "{\"id\":\"\(id)\",\"n\":1}" }
        let text =
            "{\"data\":{\"rows\":[\n    "
            + [element(1), element(2), broken, element(3), element(4)]
            .joined(separator: ",\n    ") + "\n]}}"
        let (reading, refusal) = read(text, .json(JSONArrayLayout(array: ["data", "rows"])))
        #expect(refusal == nil)
        #expect(Set(ids(reading)).isSuperset(of: ["1", "2", "3", "4"]), "\(reading.records)")
        #expect(!reading.faults.isEmpty)
    }

    @Test func `other members and brackets behind an array are what they are`() {
        for rest in ["], \"n\": 2}}", "]\n , \n \"n\": [1, {}]}}", "]}}", "]},\"m\":{\"a\":[]}}\n"]
        {
            let text = "{\"data\":{\"rows\":[{\"id\":\"1\"},{\"id\":\"2\"}" + rest
            let (reading, refusal) = read(text, .json(JSONArrayLayout(array: ["data", "rows"])))
            #expect(refusal == nil)
            #expect(ids(reading) == ["1", "2"])
            #expect(reading.faults.isEmpty, "\(rest)")
        }
    }

    @Test func `an array that lost its opening bracket costs no element`() {
        let elements = (1...4).map { "{\"id\":\"\($0)\",\"n\":1}" }
        for text in [
            "\n\(elements.joined(separator: ",\n"))\n]\n", elements.joined(separator: ",") + "]",
        ] {
            let (reading, refusal) = read(text, .json(JSONArrayLayout(array: [])))
            #expect(refusal == nil)
            #expect(ids(reading) == ["1", "2", "3", "4"])
            #expect(reading.faults == ["json"])
        }
        // Lines of objects and an object are no array.
        for text in [elements.joined(separator: "\n"), elements[0], "{\"rows\":[1,2]}"] {
            #expect(read(text, .json(JSONArrayLayout(array: []))).1 != nil)
        }
    }

    @Test func `a damaged XML declaration does not change the encoding`() {
        let declaration = Array("<?xml version=\"1.0\" encoding=\"windows-1252\"?>".utf8)
        let rest = Array("<rows><row id='1'>".utf8) + [0xFC] + Array("</row></rows>".utf8)
        // The encoding's own name is another matter.
        for place in declaration.indices where !(30..<42).contains(place) {
            var damaged = declaration
            damaged.remove(at: place)
            let (reading, refusal) = Reading.asFarAsItGoes(
                scratch.write(damaged + rest, to: "in"),
                FormatSpec(kind: .xml(XMLLayout(record: ["rows", "row"]))), wanted: [.name(".")])
            #expect(refusal == nil, "\(place)")
            #expect(ids(reading) == ["ü"], "\(place)")
        }
        let other = Array("<rows version='1.0' of='iso-8859-1'><row>é</row></rows>".utf8)
        let (sound, _) = Reading.asFarAsItGoes(
            scratch.write(other, to: "in"),
            FormatSpec(kind: .xml(XMLLayout(record: ["rows", "row"]))), wanted: [.name(".")])
        #expect(ids(sound) == ["é"])
    }

    private func readXML(_ text: String) -> (Reading, FormatError?) {
        read(
            text, .xml(XMLLayout(record: ["rows", "row"])), wanted: [.name("@id")])
    }

    @Test func `a damaged root element costs no record`() {
        let (reading, refusal) = readXML(
            "<?xml version='1.0'?>\n<rws>\n<row id='1'/>\n<row id='2'/>\n</rows>\n")
        #expect(refusal == nil)
        #expect(ids(reading) == ["1", "2"])
        #expect(reading.faults == ["xml"])
        let (_, other) = readXML("<invoices>\n<row id='1'/>\n</invoices>\n")
        #expect(other != nil)
    }

    @Test func `what is commented out is not found behind a mistake`() {
        let (reading, _) = readXML(
            "<rows><row id='1'/><row id='2'>&</row><!-- <row id='9'/> -->"
                + "<x><![CDATA[<row id='8'/>]]></x><row id='3'/></rows>")
        #expect(ids(reading) == ["1", "3"])
    }

    @Test func `an instruction or a section without an end costs its own record`() {
        let (instruction, _) = readXML(
            "<rows><row id='1'/><?row id='2'><a/></row><row id='3'/><?x y?><row id='4'/></rows>")
        #expect(ids(instruction) == ["1", "3", "4"])
        let (section, _) = readXML(
            "<rows><row id='1'><![CDATA[a]<row>]></row><row id='2'/>"
                + "<row id='3'><![CDATA[b]]></row><row id='4'/></rows>")
        #expect(ids(section) == ["2", "3", "4"] || ids(section).suffix(3) == ["2", "3", "4"])
        #expect(!section.faults.isEmpty)
    }

    @Test func `an element beside the records that lost its end draws no record in`() {
        let before = "<rows>\n<row id='1'/>\n"
        let behind = "<row id='2'/>\n<row id='3'/>\n"
        for opening in ["<doc>", "<doc><part>text", "<doc>\n<doc>"] {
            for end in ["</rows>\n", ""] {
                let (reading, _) = readXML(before + opening + behind + end)
                #expect(ids(reading) == ["1", "2", "3"], "\(opening)")
                #expect(reading.records.first { $0.rule != nil }?.line == 3, "\(opening)")
            }
        }
        let (sound, _) = readXML(before + "<doc><row id='9'/></doc>\n" + behind + "</rows>\n")
        #expect(ids(sound) == ["1", "2", "3"])
        #expect(sound.faults.isEmpty)
    }

    @Test func `a section between records that lost its end draws no record in`() {
        let before = "<rows>\n<row id='1'/>\n"
        let behind = "<row id='2'/>\n<row id='3'>x</row>\n"
        let section = "<row id='4'><![CDATA[x]]></row>\n"
        for rest in ["</rows>\n", section + "<row id='5'/>\n</rows>\n"] {
            let (reading, _) = readXML(before + "<![CDATA[ text\n" + behind + rest)
            #expect(Array(ids(reading).prefix(3)) == ["1", "2", "3"])
            #expect(ids(reading).count == (rest.utf8.count > 10 ? 5 : 3))
            #expect(reading.records.first { $0.rule != nil }?.line == 3)
        }
        let (sound, _) = readXML(before + "<![CDATA[<row id='9'/>]]>\n" + behind + "</rows>\n")
        #expect(ids(sound) == ["1", "2", "3"])
    }

    @Test(arguments: ["UTF-16LE", "UTF-16BE"])
    func `a byte lost in UTF-16 costs its own line`(encoding: String) {
        let lines = (0..<40).map { "\($0 + 100);Straße \($0)" }
        let text = (["id;n"] + lines).joined(separator: "\r\n") + "\r\n"
        let bytes = text.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return encoding == "UTF-16LE" ? pair : pair.reversed()
        }
        for place in stride(from: 60, to: 600, by: 7) {
            var damaged = bytes
            damaged.remove(at: place)
            let (reading, _) = Reading.asFarAsItGoes(
                scratch.write(damaged, to: "in"),
                FormatSpec(
                    kind: .csv(CSVDialect(delimiter: UInt8(ascii: ";"))), encoding: encoding),
                wanted: [.name("id")])
            #expect(reading.records.count { $0.rule == nil } >= 37, "\(place)")
            #expect(reading.faults.count <= 3, "\(place)")
        }
    }

    @Test func `side by side, a byte lost costs its own record and one more, and sound files none`()
    {
        func rows(_ count: Int) -> String {
            (0..<count).map { "D\(10_000 + $0)  name\("  \(100 + $0 % 7)  ")x" }.joined()
        }
        let length = 20
        #expect(rows(1).utf8.count == length)
        let layout = FixedWidthLayout(length: length, hasLineEnds: false)
        let sound = rows(60)
        let (whole, _) = read(sound, .fixedWidth(layout), wanted: [.name("1-20")])
        #expect(whole.records.count == 60)
        #expect(whole.faults.isEmpty)
        for place in stride(from: 30 * length, to: 32 * length, by: 3) {
            var bytes = Array(sound.utf8)
            bytes.remove(at: place)
            let (reading, _) = read(
                String(decoding: bytes, as: UTF8.self), .fixedWidth(layout), wanted: [.name("1-20")]
            )
            let left = Set(reading.records.compactMap { $0.fields.first ?? nil })
            #expect(Set(whole.records.compactMap { $0.fields[0] }).subtracting(left).count <= 2)
        }
    }

    /// Records side by side of a customer's number, name, amount and remark, 40 characters each.
    private func customers(_ count: Int) -> [String] {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: width - text.count)
        }
        return (0..<count).map { index in
            let amount = "\(index * 37 % 1000).\(10 + index % 90)"
            return "D" + padded("\(2000 + index)", 7)
                + padded(["Ann Bell", "Jo", "Zoë Kerr", "Bo Lindh"][index % 4], 12)
                + String(repeating: " ", count: 8 - amount.count) + amount
                + padded(["paid", "open since May", ""][index % 3] + "\(index % 10)", 12 + 4)
                .prefix(12)
        }
    }

    private let customer = FixedWidthLayout(
        columns: [
            .init("no", .init(2, 8)), .init("name", .init(9, 20)), .init("amount", .init(21, 28)),
            .init("remark", .init(29, 40)),
        ], length: 40, hasLineEnds: false)

    /// What was delivered of a damaged text that nobody wrote, and how many records were lost.
    private func cost(_ sound: [String], _ damaged: [Character]) -> (invented: Int, lost: Int) {
        let wanted = ["no", "name", "amount", "remark"].map { ColumnReference.name($0) }
        func fields(_ text: String) -> [[String?]] {
            read(text, .fixedWidth(customer), wanted: wanted).0.records
                .filter { $0.rule == nil }.map(\.fields)
        }
        let whole = fields(sound.joined())
        let left = fields(String(damaged))
        return (left.count { !whole.contains($0) }, whole.count { !left.contains($0) })
    }

    @Test func `side by side, damage to the very first records costs no others`() {
        let sound = customers(30)
        #expect(cost(sound, Array(sound.joined())) == (0, 0))
        for place in stride(from: 0, to: 200, by: 3) {
            var lost = Array(sound.joined())
            lost.remove(at: place)
            var extra = Array(sound.joined())
            extra.insert("7", at: place)
            for damaged in [lost, extra] {
                let cost = cost(sound, damaged)
                #expect(cost.lost <= 2 && cost.invented <= 1, "\(place): \(cost)")
            }
        }
    }

    @Test func `side by side, a text without records is not taken for some`() {
        let sound = customers(30)
        for index in stride(from: 0, through: 30, by: 3) {
            let giant = String(repeating: "giant ", count: 101)
            let text = sound[..<index].joined() + giant + sound[index...].joined()
            let cost = cost(sound, Array(text))
            #expect(cost.lost <= 1 && cost.invented == 0, "\(index): \(cost)")
        }
    }

    @Test func `side by side, records that nothing tells apart are refused if one is too short`() {
        let layout = FixedWidthLayout(length: 8, hasLineEnds: false)
        let digits = (0..<20).map { "\(10_000_000 + $0 * 7919)" }.joined()
        #expect(read(digits, .fixedWidth(layout), wanted: [.name("1-8")]).1 == nil)
        let (reading, refusal) = read(
            String(digits.dropFirst(3)), .fixedWidth(layout), wanted: [.name("1-8")])
        #expect(refusal != nil)
        #expect(reading.records.isEmpty)
        // A line end behind the last one does not make up for what was lost.
        for end in ["\n", "\r\n"] {
            let text = String(digits.dropFirst(end.utf8.count)) + end
            #expect(read(text, .fixedWidth(layout), wanted: [.name("1-8")]).1 != nil)
            #expect(read(digits + end, .fixedWidth(layout), wanted: [.name("1-8")]).1 == nil)
        }
    }

    @Test func `an array among objects may hold what looks like them`() {
        let nested = "[\n    \"x\",\n    {\"k\":[1]},\n    {},\n    [],\n  [],\n  {\"k\":1}\n]"
        let elements = ["{\"id\":\"1\",\"n\":1}", nested, "{\"id\":\"2\",\"n\":1}"]
        let text = "[\n  " + elements.joined(separator: ",\n  ") + "\n]\n"
        let (reading, _) = read(text, .json(JSONArrayLayout(array: [])))
        #expect(ids(reading).compactMap { $0 } == ["1", "2"])
        #expect(
            reading.records.count == 3,
            "\(reading.records.map { ($0.rule, $0.offset, String(decoding: $0.raw ?? [], as: UTF8.self)) })"
        )
    }
}
