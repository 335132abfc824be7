import Formats
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct XMLTests {
    private let scratch = ScratchDirectory("xml")

    private func read(
        _ text: String, record: String = "orders/order",
        wanted: [String] = ["@no", "customer", "item", "."], encoding: String? = nil,
        limit: Int = 1 << 20, block: Int = 1 << 16, records: Int = 8192,
        from position: ReadPosition = .start
    ) throws -> Reading {
        try Reading(
            scratch.write(text, to: "in.xml"),
            FormatSpec(
                kind: .xml(
                    XMLLayout(
                        record: record.split(separator: "/").map(String.init),
                        declaresEncoding: encoding == nil)),
                encoding: encoding ?? "UTF-8", recordLimit: limit),
            wanted: wanted.map { .name($0) }, from: position,
            sizes: ReadingSizes(block: block, records: records))
    }

    private func failure(_ body: () throws -> Void) -> FormatError? {
        do { try body() } catch { return error as? FormatError }
        return nil
    }

    private func rule(_ body: () throws -> Void) -> String? {
        if case .unreadable(let rule, _, _, _)? = failure(body) { return rule }
        return nil
    }

    @Test func `a CDATA section without an end costs its own record`() throws {
        let text = """
            <orders><order no="1"/>
            <order no="2"><customer><![CDATA[a</customer></order>
            <order no="3"/>
            <order no="4"><customer><![CDATA[<order>b</order>]]></customer></order><order no="5"/>
            </orders>
            """
        for block in [64, 1 << 16] {
            let reading = try read(text, wanted: ["@no", "customer"], block: block)
            #expect(
                reading.records.map(\.fields) == [
                    ["1", nil], [], ["3", nil], ["4", "<order>b</order>"], ["5", nil],
                ])
            #expect(reading.faults == ["xml"])
            #expect(reading.records.map(\.line) == [1, 2, 3, 4, 4])
        }
    }

    @Test(arguments: ["", " \n", "\u{FEFF}"])
    func `an empty file is called so, at no place of its own`(text: String) {
        #expect(
            failure { _ = try read(text) }
                == .unreadable(
                    rule: "empty", reason: "the file is empty", line: nil, byteOffset: nil))
        #expect(rule { _ = try read("\(text)x") } == "xml")
        #expect(rule { _ = try read("<?xml version='1.0'?>") } == "xml")
    }

    @Test func `a comment without an end costs no record`() throws {
        let text = "<orders><order no='1'/>\n<!-- x\n<order no='2'/><order no='3'/></orders>"
        for block in [64, 1 << 16] {
            let reading = try read(text, wanted: ["@no"], block: block)
            #expect(reading.records.map(\.fields) == [["1"], [], ["2"], ["3"]])
            #expect(reading.faults == ["xml"])
        }
    }

    @Test func `nesting without an end around the records is refused`() throws {
        let text = String(repeating: "<a>", count: 200_000)
        #expect(rule { _ = try read(text, record: "a/b") } == "xml")
    }

    @Test func `what seemed a text becomes an object when an element comes in it`() throws {
        let text = """
            <orders>
              <order>before <b>bold</b> behind</order>
              <order><customer>Ada <b>L</b></customer><item>1</item><item>2<i/></item></order>
              <order><item>plain</item><customer/></order>
            </orders>
            """
        for block in [64, 1 << 16] {
            let reading = try read(
                text, wanted: [".", "customer", "customer/b", "item", "b"], block: block)
            #expect(
                reading.records.map(\.fields) == [
                    [##"{"#text":"before  behind","b":"bold"}"##, nil, nil, nil, "bold"],
                    [
                        ##"{"customer":{"#text":"Ada ","b":"L"},"item":["1",{"#text":"2","i":""}]}"##,
                        ##"{"#text":"Ada ","b":"L"}"##, "L", ##"["1",{"#text":"2","i":""}]"##, nil,
                    ],
                    [##"{"item":"plain","customer":""}"##, "", nil, "plain", nil],
                ])
        }
    }

    @Test func `elements, attributes and texts are found by their paths`() throws {
        let text = """
            <?xml version="1.0"?>
            <o:orders xmlns:o="urn:x" day="1">
              <!-- <order no="0"/> -->
              <o:order no="1" o:kind='a&amp;b'>
                <customer id="7">Ada &lt;L&gt; <![CDATA[& <Co>]]></customer>
                <address><city>Köln</city><zip/></address>
              </o:order><order no="2"/>
              <other><order no="3"/></other>
            </o:orders>
            """
        for block in [64, 1 << 16] {
            let reading = try read(
                text,
                wanted: [
                    "@no", "@kind", "customer", "customer/@id", "address/city", "address/zip",
                    "address", "none/at/all",
                ], block: block)
            #expect(
                reading.records.map(\.fields) == [
                    [
                        "1", "a&b", "Ada <L> & <Co>", "7", "Köln", "",
                        #"{"city":"Köln","zip":""}"#, nil,
                    ],
                    ["2", nil, nil, nil, nil, nil, nil, nil],
                ])
            #expect(reading.kinds[0][6] == .json)
            #expect(reading.records.map(\.line) == [4, 7])
        }
    }

    @Test func `elements that repeat become an array, and elements with more in them objects`()
        throws
    {
        let text = """
            <orders><order><item>a"b</item><item/><item>c</item>
            <line no="1"><sku>x</sku><sku>y</sku>note</line><line no="2">only text</line>
            </order></orders>
            """
        let reading = try read(text, wanted: ["item", "line", "line/*", "line/@no", "line/sku"])
        #expect(
            reading.records.first?.fields == [
                #"["a\"b","","c"]"#,
                ##"[{"@no":"1","#text":"note","sku":["x","y"]},"only text"]"##,
                ##"[{"@no":"1","#text":"note","sku":["x","y"]},{"@no":"2","#text":"only text"}]"##,
                #"["1","2"]"#, #"["x","y"]"#,
            ])
    }

    @Test func `the record's own text and xsi:nil`() throws {
        let text = """
            <orders xmlns:xsi="x"><order no="1">plain</order>\
            <order><customer xsi:nil="true"/></order></orders>
            """
        let reading = try read(text)
        #expect(reading.records.map { $0.fields[3] } == ["plain", #"{"customer":null}"#])
        #expect(reading.kinds[1][1] == .null)
    }

    @Test func `the encoding is the document's own, unless the feed says one`() throws {
        let bytes =
            Array("<?xml version='1.0' encoding='ISO-8859-15'?><orders><order no='".utf8)
            + [0xA4] + Array("'/></orders>".utf8)
        func read(_ layout: XMLLayout, _ encoding: String) throws -> Reading {
            try Reading(
                scratch.write(bytes, to: "latin.xml"),
                FormatSpec(kind: .xml(layout), encoding: encoding), wanted: [.name("@no")])
        }
        let layout = XMLLayout(record: ["orders", "order"])
        #expect(try read(layout, "UTF-8").records.map(\.fields) == [["€"]])
        var told = layout
        told.declaresEncoding = false
        #expect(try read(told, "windows-1252").records.map(\.fields) == [["¤"]])
    }

    @Test func `entities are refused, and never expanded`() {
        let bomb = """
            <!DOCTYPE orders [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
            <orders><order no="&b;"/></orders>
            """
        #expect(rule { _ = try read(bomb) } == "xml")
        let external = """
            <!DOCTYPE orders SYSTEM "http://127.0.0.1/x.dtd"><orders><order no="1">&x;</order>\
            <order no="2"/></orders>
            """
        let reading = try? read(external)
        #expect(reading?.faults == ["xml"])
        #expect(reading?.records.last?.fields.first == "2")
    }

    @Test func `another document is told from one without records`() throws {
        #expect(try read("<orders></orders>").records.isEmpty)
        #expect(rule { _ = try read("<invoices><order/></invoices>") } == "header")
        #expect(rule { _ = try read("no XML at all") } == "xml")
        #expect(rule { _ = try read("<orders>") } == "xml")
    }

    @Test(arguments: [
        ("<order no='2'><customer>x</order>", "xml"), ("<order no='2'>a & b</order>", "xml"),
        ("<order no='2'>&nbsp;</order>", "xml"), ("<order no='2' no='3'/>", "xml"),
        ("<order no=2/>", "xml"), ("<order no='2'>\u{1}</order>", "xml"),
        ("<order no='2'><customer>", "xml"), ("< />", "xml"), ("</customer>", "xml"),
        ("<order no='2'>" + String(repeating: "<a>x</a>", count: 100) + "</order>", "size"),
        ("<!--" + String(repeating: "x", count: 70_000) + " -- -->", "size"),
        ("<order no='" + String(repeating: "x", count: 200_000) + "'/>", "size"),
        ("<order>" + String(repeating: "<a>", count: 101) + "</order>", "xml"),
    ])
    func `what is broken costs itself alone`(_ broken: String, _ rule: String) throws {
        let text =
            "<orders>\n<order no='1'/>\n\(broken)\n<order no='4'/>\n<order no='5'/>\n</orders>"
        for block in [64, 100, 1 << 16] {
            let reading = try read(text, limit: 600, block: block)
            #expect(reading.records.map(\.rule) == [nil, rule, nil, nil], "\(reading.reasons)")
            #expect(reading.records.map(\.line) == [2, 3, 4, 5])
            #expect(reading.records.compactMap(\.fields.first) == ["1", "4", "5"])
            #expect(reading.records.map(\.number) == [1, 2, 3, 4])
            #expect(reading.records[1].offset == 25)
        }
    }

    @Test func `an end that is missing is said`() throws {
        for tail in ["", "<ord", "<order no='2'><cus", "<order no='2'>", "<!-- "] {
            let reading = try read("<orders><order no='1'/>\(tail)")
            #expect(reading.records.map(\.rule) == [nil, "xml"], "\(tail)")
        }
        let two = "<orders><order no='1'/></orders>\n<orders><order no='2'/></orders>"
        #expect(try read(two).records.map(\.rule) == [nil, "xml", nil])
    }

    @Test func `invalid characters cost their records`() throws {
        let bytes =
            Array("<orders><order no='1'/><order no='".utf8) + [0xFF]
            + Array("'/><order no='3'/></orders>".utf8)
        let reading = try Reading(
            scratch.write(bytes, to: "bad.xml"),
            FormatSpec(kind: .xml(XMLLayout(record: ["orders", "order"]))), wanted: [.name("@no")])
        #expect(reading.records.map(\.rule) == [nil, "encoding", nil])
    }

    @Test func `rejected records come back as they stand`() throws {
        let reading = try read("<orders><order no='1'>\n <a></order>\n <order no='2'/></orders>")
        #expect(
            reading.records[0].raw.map { String(decoding: $0, as: UTF8.self) }
                == "<order no='1'>\n <a></order>")
    }

    @Test func `reading goes on anywhere with the same records`() throws {
        var generator = SeededGenerator(seed: 20_261_124)
        var text = "<?xml version='1.0'?>\r\n<x:root><x:orders>"
        let pieces = [
            "\n", "\r\n", " text ", "<!-- c -->", "<order no='%'/>", "<order no='%'>t</order>",
            "<x:order no='%'>\n<item>a</item><item>%</item></x:order>",
            "<order no='%'>&bad;</order>",
            "<order no='%'><a></order>", "<order no='%'>", "&", "<other/>", "é",
        ]
        for index in 0..<300 {
            text += pieces[Int(generator.next() % UInt64(pieces.count))]
                .replacingOccurrences(of: "%", with: "\(index)")
        }
        text += "</x:orders></x:root>\n"
        let whole = try read(text, record: "root/orders/order", limit: 200)
        #expect(whole.records.count > 80)
        #expect(whole.faults.count > 20)
        for block in [64, 91, 256] {
            for records in [1, 2, 7] {
                let other = try read(
                    text, record: "root/orders/order", limit: 200, block: block, records: records)
                try #require(other.records == whole.records)
                for (index, end) in other.ends.enumerated() where index % 5 == 0 {
                    let rest = try read(
                        text, record: "root/orders/order", limit: 200, block: block + index,
                        from: end)
                    try #require(
                        rest.records == Array(whole.records[Int(end.records)...]), "\(end)")
                }
            }
        }
    }
}
