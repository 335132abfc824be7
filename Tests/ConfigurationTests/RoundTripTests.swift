import Configuration
import Formats
import Mapping
import Testing
import Vocabulary

/// Every option there is, given a value other than its default, arrives in the model.
@Suite struct RoundTripTests {
    @Test func `where XML's elements are asked for what is in them, they are objects`() throws {
        func records(_ yaml: String) throws -> [RecordSpec] {
            let text = Fixture.feed(
                format: "format: { type: xml, record: /a/b }", record: "record:\n" + yaml)
            return try Fixture.parse([
                "partners/acme.yaml": text, "destinations/crm.yaml": Fixture.destination,
            ]).partners[0].feeds[0].records
        }
        let record = try records(
            """
              entity: a
              key: id
              fields:
                id: "@id"
                names: { from: name, fields: { lang: "@lang", name: { from: n, fields: { t: t } } } }
                whole: { from: ., type: object, fields: { a: a } }
                asked: { from: i/*, fields: { a: a } }
            """)[0]
        #expect(
            record.fields.map(\.source) == [
                .column("@id"), .column("name/*"), .column("*"), .column("i/*"),
            ])
        // Within a field there are members, not paths.
        #expect(record.fields[1].nested?.fields[1].source == .column("n"))
        let each = try records(
            """
              - { entity: a, key: t, each: tag, fields: { t: . } }
              - { entity: b, key: t, each: tag, fields: { t: ./@id } }
              - { entity: c, key: t, each: tag, fields: { t: "@id", u: { template: "{.}" } } }
              - { entity: d, key: t, each: tag, where: { .: x }, fields: { t: "@id" } }
              - { entity: e, key: t, each: tag/*, fields: { t: ./@id } }
              - { entity: f, key: t, each: tag, fields: { t: "@id", u: { from: ., type: object, fields: { a: a } } } }
            """)
        #expect(each.map(\.each) == ["tag", "tag/*", "tag", "tag", "tag/*", "tag/*"])
    }

    @Test func `every setting arrives`() throws {
        var expected = Settings()
        expected.state = "/a"
        expected.drops = "/etc/hopper/b"
        expected.runtime = "/c"
        expected.credentials = "/d"
        expected.workers = 3
        expected.limits.outbox = 2 << 30
        expected.limits.freeDisk = 3 << 20
        expected.limits.record = 64 << 10
        expected.limits.expansion = 50
        expected.retention.delivered = .seconds(86_400)
        expected.retention.archive = .seconds(2 * 86_400)
        expected.retention.dead = .seconds(3 * 86_400)
        let configuration = try Fixture.parse(Self.files)
        #expect(configuration.settings == expected)
    }

    @Test func `every option of a destination arrives`() throws {
        var expected = Destination(
            name: "crm", url: "https://crm.internal:8443/{contract}/customers?x=1", contract: "v2")
        expected.authorities = "/etc/hopper/tls/crm-ca.pem"
        expected.bearerCredential = "crm-token"
        expected.signingCredential = "crm-key"
        expected.timeout = .seconds(5)
        expected.concurrency = 3
        expected.rate = Rate(requests: 600, per: .seconds(60))
        expected.retry.first = .milliseconds(250)
        expected.retry.factor = 1.5
        expected.retry.max = .seconds(60)
        expected.retry.giveUpAfter = .seconds(7200)
        expected.breaker.failures = 9
        expected.breaker.probe = .seconds(10)
        #expect(try Fixture.parse(Self.files).destination("crm") == expected)
    }

    @Test func `every option of a feed arrives`() throws {
        let feed = try #require(
            try Fixture.parse(Self.files).feed(FeedName(partner: "acme", feed: "customers")))
        #expect(feed.match == ["customers-*.csv", "[a-z]?.txt"])
        #expect(feed.ready == .marker("{name}.ok"))
        #expect(feed.readyWithin == .seconds(1800))
        let dialect = CSVDialect(
            delimiter: UInt8(ascii: "\t"), quote: UInt8(ascii: "'"), escape: UInt8(ascii: "\\"),
            header: false, columns: ["NO", "FIRST", "LAST", "ST"], skipLines: 2, footerLines: 1,
            ragged: .pad)
        #expect(
            feed.format
                == FormatSpec(
                    kind: .csv(dialect), encoding: "windows-1252", recordLimit: 64 << 10,
                    expansionLimit: 50))
        #expect(feed.record.entity == "customer")
        #expect(feed.record.key == ["id", "name.family"])
        #expect(feed.record.unique == ["id", "code"])
        #expect(feed.record.program == ".level = \"gold\"")
        #expect(feed.batch.records == 10)
        #expect(feed.batch.bytes == 4096)
        #expect(
            feed.rejects == RejectsPolicy(limit: .share(thousandthsOfPercent: 100), over: .warn))
        #expect(
            feed.trailer
                == ControlTotals(
                    count: .column(2), othersCounted: 1,
                    sums: [
                        .init(column: .name("LAST"), place: .column(3), mark: 0x2C, grouping: 0x2E)
                    ]))
        #expect(feed.duplicates == .process)
        #expect(feed.release == .wholeFile)
        #expect(
            feed.deliver == [
                Route(destination: "billing"),
                Route(
                    destination: "crm",
                    condition: Condition(tests: [
                        .init(subject: "kind", predicate: .oneOf(["active", "trial"])),
                        .init(subject: "id", predicate: .not(.oneOf(["0"]))),
                    ])),
            ])
        #expect(
            feed.record.filter
                == Condition(tests: [
                    .init(subject: "ST", predicate: .not(.oneOf(["X"]))),
                    .init(
                        subject: "NO",
                        predicate: .all([
                            .greater(than: "1"), .atLeast("2"), .less(than: "10"), .atMost("9"),
                            .match("^[0-9]+$"), .present(true),
                        ])),
                    .init(subject: "LAST", predicate: .present(false)),
                ]))
    }

    @Test func `every option of a field arrives`() throws {
        let feed = try #require(
            try Fixture.parse(Self.files).feed(FeedName(partner: "acme", feed: "customers")))
        let expected: [FieldSpec] = [
            FieldSpec(
                name: "id", source: .columnNumber(1), type: .integer(grouping: 0x20),
                required: true, min: "1", max: "999"),
            FieldSpec(name: "name.family", source: .column("LAST")),
            FieldSpec(
                name: "name.given", source: .column("FIRST"), apply: [.trim, .collapse],
                nullTexts: ["", "-", "null"], defaultText: "unknown", match: "^.", minLength: 1,
                maxLength: 30),
            FieldSpec(
                name: "status", source: .column("ST"), map: ["A": "active", "N": "true"],
                otherwise: .text("trial"), oneOf: ["active", "trial", "true"], split: ","),
            FieldSpec(
                name: "kind", source: .column("ST"), map: ["A": "1"], otherwise: .keep,
                minLength: 1,
                maxLength: 1),
            FieldSpec(
                name: "sort", source: .column("ST"), map: ["A": "1"], otherwise: .null),
            FieldSpec(
                name: "balance", source: .columnNumber(2),
                type: .decimal(mark: 0x2C, grouping: 0x2E), max: "10,5"),
            FieldSpec(
                name: "share", source: .columnNumber(2), type: .number(mark: 0x2E, grouping: nil)),
            FieldSpec(name: "vip", source: .columnNumber(2), type: .boolean),
            FieldSpec(
                name: "born_on", source: .columnNumber(2), type: .date(format: "%d.%m.%Y"),
                min: "1900-01-01"),
            FieldSpec(name: "wakes_at", source: .columnNumber(2), type: .time(format: "%H:%M")),
            FieldSpec(
                name: "seen_at", source: .columnNumber(2),
                type: .timestamp(format: "%Y-%m-%d %H:%M", zone: "Europe/Berlin")),
            FieldSpec(name: "extra", source: .columnNumber(2), type: .json),
            FieldSpec(name: "full_name", source: .template("{FIRST} {LAST}"), apply: [.trim]),
            FieldSpec(name: "country", source: .constant(.text("DE"))),
            FieldSpec(name: "version", source: .constant(.number("1.50"))),
            FieldSpec(name: "old", source: .constant(.boolean(false))),
            FieldSpec(name: "nothing", source: .constant(.null)),
            FieldSpec(name: "code", source: .constant(.text("007"))),
            FieldSpec(name: "phone", source: .coalesce([.name("LAST"), .number(2)])),
            FieldSpec(
                name: "street", source: .concat([.name("FIRST"), .name("LAST")], separator: ", ")),
            FieldSpec(
                name: "whole", source: .concat([.name("FIRST"), .name("LAST")], separator: " ")),
            FieldSpec(name: "line", source: .sequence(.file), type: .integer(grouping: nil)),
            FieldSpec(name: "serial", source: .sequence(.feed)),
            FieldSpec(name: "plain", source: .column("NO"), disguise: .hash),
            FieldSpec(
                name: "keyed", source: .column("NO"),
                disguise: .keyedHash(credential: "pepper-key")),
            FieldSpec(name: "email", source: .column("NO"), disguise: .maskedAddress),
            FieldSpec(
                name: "card", source: .column("NO"),
                disguise: .mask(
                    .init(
                        keepFirst: 1, keepLast: 4, with: UInt8(ascii: "#"), keepsLength: false))),
            FieldSpec(name: "pin", source: .column("NO"), disguise: .mask(.init())),
        ]
        for (field, wanted) in zip(feed.record.fields, expected) { #expect(field == wanted) }
        #expect(feed.record.fields.count == expected.count + 1)
        let nation = try #require(feed.record.fields.last?.lookup)
        #expect(nation.table.name == "partners/countries.csv")
        #expect(nation.table.count == 1)
        #expect(nation.otherwise == .text("none"))
    }

    @Test func `several records of one arrive`() throws {
        let record = """
            record:
              - { entity: order, key: no, fields: { no: /no } }
              - { entity: line, each: /items, key: sku, where: { ./k: a }, fields: { sku: ./sku } }
            """
        let text = Fixture.feed(
            format: "format: jsonl", record: record,
            deliver: "deliver: [{ to: crm, entity: line, when: { sku: b } }, billing]")
        let configuration = try Fixture.parse([
            "partners/acme.yaml": text, "destinations/crm.yaml": Fixture.destination,
            "destinations/billing.yaml": Fixture.billing,
        ])
        var line = RecordSpec(
            entity: "line", key: ["sku"],
            fields: [FieldSpec(name: "sku", source: .column("./sku"))],
            filter: Condition(tests: [.init(subject: "./k", predicate: .oneOf(["a"]))]))
        line.each = "/items"
        let feed = try #require(configuration.partners.first?.feeds.first)
        #expect(
            feed.records == [
                RecordSpec(
                    entity: "order", key: ["no"],
                    fields: [FieldSpec(name: "no", source: .column("/no"))]), line,
            ])
        #expect(
            feed.deliver == [
                Route(
                    destination: "crm", entities: ["line"],
                    condition: Condition(tests: [.init(subject: "sku", predicate: .oneOf(["b"]))])),
                Route(destination: "billing"),
            ])
    }

    @Test func `fields of a field arrive`() throws {
        let yaml = """
            lines:
              from: /items
              required: true
              length: { min: 1, max: 5 }
              where: { kind: line }
              fields:
                sku: { from: /sku, apply: trim }
                origin: { from: origin, type: object, fields: { land: /land } }
            """
        let text = Fixture.fields(yaml, format: "format: jsonl")
        let configuration = try Fixture.parse([
            "partners/acme.yaml": text, "destinations/crm.yaml": Fixture.destination,
        ])
        var origin = FieldSpec(name: "origin", source: .column("origin"))
        origin.nested = NestedSpec(
            .object, fields: [FieldSpec(name: "land", source: .column("/land"))])
        var lines = FieldSpec(
            name: "lines", source: .column("/items"), required: true, minLength: 1, maxLength: 5)
        lines.nested = NestedSpec(
            .list,
            fields: [FieldSpec(name: "sku", source: .column("/sku"), apply: [.trim]), origin],
            filter: Condition(tests: [.init(subject: "kind", predicate: .oneOf(["line"]))]))
        #expect(configuration.partners.first?.feeds.first?.record.fields.last == lines)
    }

    @Test func `no option is forgotten here`() {
        for table in KeyTable.all {
            // Of the ways of getting ready there can be one; the others have a test of their own,
            // and so have several records.
            let others =
                ["ready": ["settle", "renamed", "manifest"], "a record": ["each"]][table.subject]
                ?? []
            for key in table.keys where !key.isLater && !others.contains(key.name) {
                let texts =
                    Self.files.values + FormatOptionTests.examples.map(\.yaml)
                    + [FormatOptionTests.pipe]
                let isGiven = texts.contains { text in
                    ["\n", " ", ""].contains { text.contains("\($0)\(key.name): ") }
                        || text.contains("\(key.name):\n")
                }
                #expect(isGiven, "\(key.name) of \(table.subject)")
            }
        }
    }

    @Test func `what is not said has its default`() throws {
        let configuration = try Fixture.parse([
            "partners/acme.yaml": Fixture.partner, "destinations/crm.yaml": Fixture.destination,
        ])
        let feed = try #require(configuration.partners.first?.feeds.first)
        #expect(feed.ready == .settle(.seconds(2)))
        #expect(feed.readyWithin == .seconds(3600))
        #expect(feed.format == FormatSpec(kind: .csv(CSVDialect())))
        #expect(feed.batch == BatchLimits())
        #expect(feed.rejects == nil)
        #expect(feed.duplicates == .skip)
        #expect(feed.release == .streaming)
        #expect(feed.record.fields == [FieldSpec(name: "id", source: .column("ID"))])
        let crm = Destination(
            name: "crm", url: "https://crm.internal/{contract}/customers", contract: "v1")
        #expect(configuration.destinations == [crm])
    }

    @Test(arguments: [
        ("ready: renamed", Readiness.renamed), ("ready: marker", .marker("{name}.done")),
        ("ready: settle", .settle(.seconds(2))),
        ("ready: manifest", .manifest("{name}.sha256")),
        ("ready: { manifest: \"{name}.json\" }", .manifest("{name}.json")),
        ("ready: { settle: 250ms }", .settle(.milliseconds(250))),
        ("ready: { renamed: true }", .renamed), ("ready: { within: 5m }", .settle(.seconds(2))),
    ])
    func `the ways of getting ready`(_ yaml: String, _ ready: Readiness) throws {
        let configuration = try Fixture.parse([
            "partners/acme.yaml": Fixture.feed(more: yaml),
            "destinations/crm.yaml": Fixture.destination,
        ])
        #expect(configuration.partners.first?.feeds.first?.ready == ready)
    }

    static let files = [
        "hopper.yaml": """
        store: sqlite
        state: /a
        drops: b
        runtime: /c/
        credentials: /d
        workers: 3
        limits: { outbox: 2GiB, free_disk: 3MiB, record: 64KiB, expansion: 50 }
        retention: { delivered: 1d, archive: 2d, dead: 3d }
        """,
        "destinations/billing.yaml": Fixture.billing,
        "destinations/crm.yaml": """
        destination: crm
        type: http
        url: https://crm.internal:8443/{contract}/customers?x=1
        contract: v2
        ca: tls/crm-ca.pem
        auth: { bearer: crm-token }
        sign: crm-key
        timeout: 5s
        concurrency: 3
        rate: 600/m
        order: none
        retry: { first: 250ms, factor: 1.5, max: 1m, give_up_after: 2h }
        breaker: { failures: 9, probe: 10s }
        """,
        "partners/countries.csv": "CODE;NAME\nDE;Germany\n",
        "partners/acme.yaml": #"""
        partner: acme
        feeds:
          customers:
            match: ["customers-*.csv", "[a-z]?.txt"]
            ready: { marker: "{name}.ok", within: 30m }
            format:
              type: csv
              encoding: windows-1252
              delimiter: "\t"
              quote: "'"
              escape: "\\"
              header: false
              columns: [NO, FIRST, LAST, ST]
              skip_lines: 2
              footer_lines: 1
              ragged: pad
            record:
              entity: customer
              key: [id, name.family]
              unique: [id, code]
              jq: '.level = "gold"'
              fields:
                id: { from: 1, type: integer, grouping: " ", required: true, min: 1, max: 999 }
                name.family: LAST
                name.given:
                  from: FIRST
                  apply: [trim, collapse]
                  null: ["", "-", "null"]
                  default: unknown
                  match: ^.
                  length: { min: 1, max: 30 }
                status:
                  from: ST
                  map: { A: active, N: true }
                  otherwise: trial
                  one_of: [active, trial, "true"]
                  split: ","
                kind: { from: ST, map: { A: 1 }, otherwise: keep, length: 1 }
                sort: { from: ST, map: { A: 1 }, otherwise: null }
                balance: { from: 2, type: decimal, decimal: ",", grouping: ".", max: "10,5" }
                share: { from: 2, type: number }
                vip: { from: 2, type: boolean }
                born_on: { from: 2, type: date, format: "%d.%m.%Y", min: 1900-01-01 }
                wakes_at: { from: 2, type: time, format: "%H:%M" }
                seen_at:
                  { from: 2, type: timestamp, format: "%Y-%m-%d %H:%M", timezone: Europe/Berlin }
                extra: { from: 2, type: json }
                full_name: { template: "{FIRST} {LAST}", apply: trim }
                country: { value: DE }
                version: { value: 1.50 }
                old: { value: false }
                nothing: { value: null }
                code: { value: "007" }
                phone: { coalesce: [LAST, 2] }
                street: { concat: [FIRST, LAST], separator: ", " }
                whole: { concat: [FIRST, LAST] }
                line: { sequence: file }
                serial: { sequence: feed, type: string }
                plain: { from: NO, hash: sha256 }
                keyed: { from: NO, hash: { with: pepper-key } }
                email: { from: NO, mask: email }
                card:
                  from: NO
                  mask: { keep_first: 1, keep_last: 4, with: "#", keep_length: false }
                pin: { from: NO, mask: {} }
                nation:
                  from: ST
                  lookup:
                    { file: countries.csv, key: CODE, value: NAME, otherwise: none, delimiter: ";" }
              where:
                ST: { not: X }
                NO: { gt: 1, gte: 2, lt: 10, lte: 9, match: '^[0-9]+$', present: true }
                LAST: { present: false }
            batch: { records: 10, bytes: 4KiB }
            rejects: { limit: 0.1%, over: warn }
            trailer:
              { count: 2, includes: 1, sum: { of: LAST, at: 3, decimal: ",", grouping: "." } }
            duplicates: process
            release: whole-file
            deliver:
              - billing
              - { to: crm, when: { kind: [active, trial], id: { not: 0 } } }
        """#,
    ]
}
