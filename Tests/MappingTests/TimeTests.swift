import Foundation
import Testing
import TimeZones
import Vocabulary

@testable import Mapping

@Suite struct TimeTests {
    private func rule(_ answer: String) -> String {
        answer.split(separator: ":").first.map(String.init) ?? ""
    }

    @Test(
        arguments: [
            (nil, "2026-11-23", "2026-11-23"), (nil, "20261123", "2026-11-23"),
            ("%d.%m.%Y", "23.11.2026", "2026-11-23"), ("%d.%m.%Y", "3.1.2026", "2026-01-03"),
            ("%d.%m.%y", "01.02.69", "1969-02-01"), ("%d.%m.%y", "01.02.68", "2068-02-01"),
            ("%b %e, %Y", "nov  3, 2026", "2026-11-03"), ("%d %B %Y", "01 MAY 2026", "2026-05-01"),
            ("%A, %d %b %Y", "Monday, 23 Nov 2026", "2026-11-23"),
            ("%Y%j", "2024366", "2024-12-31"),
            ("%Y%m%d", "20261123", "2026-11-23"), ("%D", "11/23/26", "2026-11-23"),
            ("%F", "2026-11-23", "2026-11-23"), ("%s", "86400", "1970-01-02"),
            ("%s", "-1", "1969-12-31"), ("100%% %F", "100% 2026-01-01", "2026-01-01"),
            ("%d/%m/%Y %H:%M", "29/02/2024 10:00", "2024-02-29"),
        ] as [(String?, String, String)])
    func `dates as they are written`(format: String?, text: String, date: String) throws {
        #expect(try MappingBench.value(.date(format: format), text) == "\"\(date)\"")
    }

    @Test(arguments: [
        ("%d.%m.%Y", "31.02.2026"), ("%d.%m.%Y", "29.02.2023"), ("%d.%m.%Y", "00.01.2026"),
        ("%d.%m.%Y", "01.13.2026"), ("%d.%m.%Y", "01.01.0000"), ("%Y%j", "2023366"),
        ("%d.%m.%Y", "32.01.2026"),
    ])
    func `days that are not in the calendar`(format: String, text: String) throws {
        #expect(
            try MappingBench.value(.date(format: format), text)
                == "type: no such day in the calendar; written as \(format)")
    }

    @Test(arguments: [
        ("%d.%m.%Y", "23.11.26"), ("%d.%m.%Y", "23.11.2026 "), ("%d.%m.%Y", "x"),
        ("%d.%m.%Y", "2026-11-23"), ("%d.%m.%Y", "23.11."), ("%b %d %Y", "Foo 01 2026"),
    ])
    func `texts that are no dates`(format: String, text: String) throws {
        #expect(
            try MappingBench.value(.date(format: format), text)
                == "type: not a date: written as \(format)")
    }

    @Test(arguments: ["2026-11", "2026-1-2", "2026-11-23T10:00", "2026/11/23", "26-11-23"])
    func `texts that are no ISO dates`(text: String) throws {
        #expect(rule(try MappingBench.value(.date(format: nil), text)) == "type")
    }

    /// Every day for some years, and random ones, against Foundation's calendar.
    @Test func `dates agree with a slow twin`() throws {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededRandom(seed: seed)
        var calendar = Foundation.Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let bench = try MappingBench([
            FieldSpec(name: "d", source: .column("D"), type: .date(format: "%d.%m.%Y"))
        ])
        var texts: [String] = []
        for _ in 0..<3000 {
            let year = Int.random(in: 1583...2999, using: &random)
            let month = Int.random(in: 0...13, using: &random)
            texts.append("\(Int.random(in: 0...32, using: &random)).\(month).\(year)")
        }
        let result = bench.run(texts: texts.map { [$0] })
        var records = result.records[...]
        for text in texts {
            let parts = text.split(separator: ".").compactMap { Int($0) }
            let components = DateComponents(year: parts[2], month: parts[1], day: parts[0])
            let isThere =
                (1...12).contains(parts[1]) && parts[0] >= 1
                && components.isValidDate(in: calendar)
            guard isThere else { continue }
            let twin = String(format: "%04d-%02d-%02d", parts[2], parts[1], parts[0])
            #expect(records.popFirst()?.contains(twin) == true, "\(text), seed \(seed)")
        }
        #expect(records.isEmpty, "seed \(seed)")
    }

    @Test(
        arguments: [
            (nil, "21:09", "21:09:00"), (nil, "21:09:46", "21:09:46"),
            (nil, "21:09:46.120", "21:09:46.120"), (nil, "21:09:46,5", "21:09:46.5"),
            ("%I:%M %p", "12:05 am", "00:05:00"), ("%I:%M %p", "12:05 PM", "12:05:00"),
            ("%I:%M %p", "9:05 p.m.", "21:05:00"), ("%H%M%S", "000001", "00:00:01"),
            ("%T.%f", "01:02:03.000001", "01:02:03.000001"), ("%H", "7", "07:00:00"),
            (nil, "24:00", "reject"), (nil, "12:60", "reject"), (nil, "12:00:60", "reject"),
            (nil, "9:00", "reject"), ("%I:%M %p", "13:00 pm", "reject"), (nil, "12:00Z", "reject"),
            (nil, "12:00:00.", "reject"),
        ] as [(String?, String, String)])
    func `times of day`(format: String?, text: String, time: String) throws {
        let answer = try MappingBench.value(.time(format: format), text)
        #expect(time == "reject" ? rule(answer) == "type" : answer == "\"\(time)\"")
    }

    @Test(
        arguments: [
            (nil, nil, "2026-11-23T21:09:46Z", "2026-11-23T21:09:46Z"),
            (nil, nil, "2026-11-23 21:09", "2026-11-23T21:09:00Z"),
            (nil, nil, "2026-12-31T23:30:00.2500-01:30", "2027-01-01T01:00:00.2500Z"),
            (nil, "Europe/Berlin", "2026-11-23T21:09:46", "2026-11-23T20:09:46Z"),
            (nil, "Europe/Berlin", "2026-07-01T00:30:00", "2026-06-30T22:30:00Z"),
            // An offset in the text wins over the zone.
            (nil, "Europe/Berlin", "2026-07-01T00:30:00+00:00", "2026-07-01T00:30:00Z"),
            // Put forward at 02:00: the half hour is not there.
            (nil, "Europe/Berlin", "2026-03-29T02:30:00", "reject"),
            (nil, "Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"),
            (nil, "Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            // Put back at 03:00: the half hour is there twice, and the first is taken.
            (nil, "Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            (nil, "Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
            (nil, "America/New_York", "2026-03-08T02:15:00", "reject"),
            (nil, "Asia/Kolkata", "2026-01-01T00:00:00", "2025-12-31T18:30:00Z"),
            (nil, "Australia/Lord_Howe", "2026-01-01T00:00:00", "2025-12-31T13:00:00Z"),
            ("%d.%m.%Y %H:%M", "Europe/Berlin", "1.7.2026 12:00", "2026-07-01T10:00:00Z"),
            ("%Y-%m-%dT%H:%M:%S%z", nil, "2026-07-01T12:00:00+0530", "2026-07-01T06:30:00Z"),
            ("%a, %d %b %Y %T %Z", nil, "Mon, 23 Nov 2026 21:09:46 GMT", "2026-11-23T21:09:46Z"),
            ("%s", "Europe/Berlin", "1700000000", "2023-11-14T22:13:20Z"),
            ("%d.%m.%Y", "Europe/Berlin", "23.11.2026", "2026-11-22T23:00:00Z"),
            (nil, nil, "2026-11-23", "reject"), (nil, nil, "2026-11-23T25:00:00Z", "reject"),
            (nil, nil, "9999-12-31T23:59:59-01:00", "reject"),
            (nil, nil, "0001-01-01T00:00:00+01:00", "reject"),
            (nil, nil, "2026-11-23T21:09:46+1", "reject"),
            (nil, nil, "2026-11-23T21:09:46ZZ", "reject"),
        ] as [(String?, String?, String, String)])
    func `timestamps come out in UTC`(
        format: String?, zone: String?, text: String, expected: String
    ) throws {
        let answer = try MappingBench.value(.timestamp(format: format, zone: zone), text)
        #expect(expected == "reject" ? rule(answer) == "type" : answer == "\"\(expected)\"")
    }

    @Test func `a skipped local time says so`() throws {
        #expect(
            try MappingBench.value(
                .timestamp(format: nil, zone: "Europe/Berlin"), "2026-03-29T02:30:00")
                == "type: no such local time in Europe/Berlin: the clocks were put forward over it")
    }

    /// Also past 2037, where the zone files stop listing changes, and through the mapper's cache.
    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "UTC",
        "America/Sao_Paulo", "Pacific/Apia",
    ])
    func `zones agree with a slow twin`(name: String) throws {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededRandom(seed: seed)
        let zone = try #require(TimeZone(identifier: name))
        let bench = try MappingBench([
            FieldSpec(
                name: "t", source: .column("T"), type: .timestamp(format: nil, zone: name))
        ])
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
        formatter.calendar = Foundation.Calendar(identifier: .iso8601)
        var instants: [Date] = []
        for _ in 0..<1500 {
            // 1971 to 2099.
            instants.append(
                Date(
                    timeIntervalSince1970: Double(
                        Int.random(in: 31_536_000...4_102_444_800, using: &random))))
        }
        formatter.timeZone = zone
        let locals = instants.map { formatter.string(from: $0) }
        formatter.timeZone = TimeZone(identifier: "UTC")
        let expected = instants.map { formatter.string(from: $0) + "Z" }
        let records = bench.run(texts: locals.map { [$0] }).records
        #expect(records.count == locals.count, "seed \(seed)")
        for (index, record) in records.enumerated() where !record.contains(expected[index]) {
            // The later of two is written as the earlier.
            let hour = formatter.string(from: instants[index].addingTimeInterval(-3600)) + "Z"
            #expect(record.contains(hour), "\(locals[index]), seed \(seed)")
        }
    }

    @Test(arguments: ["Europe/Nowhere", "", "../../etc/passwd", "europe/berlin", "+01:00"])
    func `an unknown zone is a mistake`(name: String) {
        #expect(throws: IANAZone.Unknown.self) { try IANAZone(name) }
    }
}
