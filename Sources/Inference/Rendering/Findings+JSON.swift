import Compression
package import JSON

extension Findings {
    /// The findings as one document, for programs.
    package var document: JSONValue {
        var format: [JSONValue.Member] = [.init("type", .string(self.format.type))]
        switch self.format {
        case .csv(let csv): format += Self.members(csv)
        case .fixedWidth(let fixed): format += Self.members(fixed)
        case .json(let records): format.append(.init("records", .string(records)))
        case .xml(let record): format.append(.init("record", .string(record)))
        case .unknown(let reason): format.append(.init("reason", .string(reason)))
        case .jsonLines: break
        }
        return [
            "encoding": [
                "name": .string(encoding.name), "mark": .boolean(encoding.hasMark),
                "doubt": Self.text(encoding.doubt),
            ],
            "compression": Self.text(compression?.rawValue),
            "format": .object(format),
            "rows": .integer(rows), "whole": .boolean(isWhole),
            "key": .array(key.map { .string($0) }),
            "columns": .array(columns.map { Self.document($0) }),
            "doubts": .array(allDoubts.map { .string($0) }),
        ]
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? nil }

    private static func text(_ bytes: [UInt8]) -> JSONValue {
        bytes.isEmpty ? nil : .string(String(decoding: bytes, as: UTF8.self))
    }

    private static func members(_ csv: FoundCSV) -> [JSONValue.Member] {
        [
            .init("delimiter", text(csv.dialect.delimiter)),
            .init("quote", text(csv.dialect.quote.map { [$0] } ?? [])),
            .init("escape", text(csv.dialect.escape.map { [$0] } ?? [])),
            .init("comment", text(csv.dialect.comment)),
            .init("header", .boolean(csv.headerLines > 0)),
            .init("header_lines", .integer(csv.headerLines)),
            .init("skip_lines", .integer(csv.skipLines)),
            .init("footer_lines", .integer(csv.footerLines)),
            .init("ragged", .string(csv.pads ? "pad" : "reject")),
            .init("width", .integer(csv.width)),
        ]
    }

    private static func members(_ fixed: FoundFixedWidth) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("slices", .array(fixed.slices.indices.map { .string(fixed.shown($0)) })),
            .init("header", .boolean(fixed.hasHeader)),
            .init("skip_lines", .integer(fixed.skipLines)),
            .init("footer_lines", .integer(fixed.footerLines)),
            .init("ragged", .string(fixed.pads ? "pad" : "reject")),
        ]
        if !fixed.ignored.isEmpty {
            members.append(
                .init("record_types", ["ignore": .array(fixed.ignored.map { .string($0) })]))
        }
        if let types = fixed.recordTypes {
            let document: JSONValue = [
                "header": .string(types.header), "detail": .string(types.detail),
                "trailer": .string(types.trailer),
            ]
            members.append(.init("record_types", document))
        }
        return members
    }

    private static func document(_ column: ColumnFinding) -> JSONValue {
        [
            "number": .integer(column.number), "from": text(column.header),
            "field": .string(column.field), "type": .string(column.type.rawValue),
            "format": text(column.format), "decimal": text(column.decimal),
            "grouping": text(column.grouping),
            "null": .array(column.nullTexts.map { .string($0) }),
            "one_of": column.values.map { .array($0.map { .string($0) }) } ?? nil,
            "rows": .integer(column.rows), "filled": .integer(column.filled),
            "distinct": .integer(column.distinct), "misfits": .integer(column.misfits),
            "required": .boolean(column.isNeverEmpty), "unique": .boolean(column.isUnique),
            "trim": .boolean(column.needsTrim),
            "doubts": .array(column.doubts.map { .string($0) }),
            "fields": column.inner.map { .array($0.map { document($0) }) } ?? nil,
        ]
    }
}
