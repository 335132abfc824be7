import Testing
import Vocabulary

@testable import Mapping

@Suite struct PlanErrorTests {
    private func problems(
        _ fields: [FieldSpec], key: [String] = ["a"], filter: Condition? = nil,
        routes: [Condition?] = []
    ) -> [PlanError.Problem] {
        let spec = RecordSpec(entity: "e", key: key, fields: fields, filter: filter)
        do throws(PlanError) {
            _ = try MappingPlan(compiling: spec, routes: routes)
            return []
        } catch { return error.problems }
    }

    private static let a = FieldSpec(name: "a", source: .column("A"))

    @Test func `all mistakes are reported at once, each with its place`() {
        let found = problems(
            [
                Self.a,
                FieldSpec(name: "b", source: .column("B"), match: "(x"),
                FieldSpec(name: "c", source: .column("C"), type: .date(format: "%d.%Q")),
                FieldSpec(
                    name: "d", source: .column("D"), type: .timestamp(format: nil, zone: "No/Where")
                ),
                FieldSpec(name: "e", source: .template("{X")),
            ], key: ["a", "zz"],
            filter: Condition(tests: [.init(subject: "Q", predicate: .match("["))]),
            routes: [nil, Condition(tests: [.init(subject: "gone", predicate: .present(true))])])
        #expect(
            found.map { "\($0.place) \($0.option)" } == [
                "\(PlanError.Place.field(index: 1, name: "b")) match",
                "\(PlanError.Place.field(index: 2, name: "c")) format",
                "\(PlanError.Place.field(index: 3, name: "d")) timezone",
                "\(PlanError.Place.field(index: 4, name: "e")) template",
                "\(PlanError.Place.key(index: 1)) key",
                "\(PlanError.Place.filter(subject: "Q")) where",
                "\(PlanError.Place.route(index: 1, subject: "gone")) when",
            ])
    }

    @Test(arguments: [
        ["a", "a"], ["a", "a.b"], ["a", "b.c", "b"], ["a", "b..c"], ["a", ""], ["a", ".b"],
    ])
    func `names that collide or are empty`(names: [String]) {
        let found = problems(names.map { FieldSpec(name: $0, source: .column("A")) })
        #expect(found.map(\.option) == ["name"])
    }

    @Test(arguments: [
        ("min", FieldSpec(name: "b", source: .column("B"), min: "1")),
        (
            "min",
            FieldSpec(name: "b", source: .column("B"), type: .integer(grouping: nil), min: "x")
        ),
        (
            "max",
            FieldSpec(name: "b", source: .column("B"), type: .date(format: nil), max: "2026-02-30")
        ),
        (
            "max",
            FieldSpec(
                name: "b", source: .column("B"), type: .decimal(mark: 0x2C, grouping: nil),
                min: "1.5", max: "1,25")
        ),
        (
            "max",
            FieldSpec(
                name: "b", source: .column("B"), type: .date(format: "%d.%m.%Y"),
                min: "2000-01-01", max: "31.12.1999")
        ),
        (
            "default",
            FieldSpec(name: "b", source: .column("B"), type: .boolean, defaultText: "maybe")
        ),
        ("map", FieldSpec(name: "b", source: .column("B"), type: .boolean, map: ["J": "ja"])),
        ("otherwise", FieldSpec(name: "b", source: .column("B"), otherwise: .null)),
        (
            "otherwise",
            FieldSpec(
                name: "b", source: .column("B"), type: .boolean, map: ["J": "true"],
                otherwise: .text("?"))
        ),
        (
            "value",
            FieldSpec(name: "b", source: .constant(.text("x")), type: .integer(grouping: nil))
        ),
        ("value", FieldSpec(name: "b", source: .constant(.null), required: true)),
        ("length", FieldSpec(name: "b", source: .column("B"), minLength: 3, maxLength: 2)),
        ("split", FieldSpec(name: "b", source: .column("B"), split: "")),
        ("from", FieldSpec(name: "b", source: .columnNumber(0))),
        ("format", FieldSpec(name: "b", source: .column("B"), type: .date(format: "%d.%m."))),
        ("format", FieldSpec(name: "b", source: .column("B"), type: .time(format: "%M"))),
        ("format", FieldSpec(name: "b", source: .column("B"), type: .time(format: "%I:%M"))),
        ("format", FieldSpec(name: "b", source: .column("B"), type: .date(format: "%F%"))),
        (
            "grouping",
            FieldSpec(name: "b", source: .column("B"), type: .decimal(mark: 44, grouping: 44))
        ),
        (
            "decimal",
            FieldSpec(name: "b", source: .column("B"), type: .decimal(mark: 48, grouping: nil))
        ),
        ("one_of", FieldSpec(name: "b", source: .column("B"), oneOf: [])),
        ("template", FieldSpec(name: "b", source: .template("no column"))),
        ("template", FieldSpec(name: "b", source: .template("{A} }"))),
    ])
    func `a mistake in one option`(option: String, field: FieldSpec) {
        let found = problems([Self.a, field])
        #expect(found.map(\.option) == [option])
        #expect(found.map(\.place) == [.field(index: 1, name: "b")])
    }

    @Test func `keys must be single values`() {
        let list = FieldSpec(name: "a", source: .column("A"), split: ",")
        #expect(problems([list]).map(\.option) == ["key"])
        #expect(problems([Self.a], key: []).map(\.option) == ["key"])
        #expect(problems([Self.a], key: ["a", "a"]).map(\.option) == ["key"])
    }
}
