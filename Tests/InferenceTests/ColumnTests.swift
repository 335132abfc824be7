import Testing

@testable import Inference

/// What is found in columns whose truth is known.
@Suite struct ColumnTests {
    private func column(_ values: [String], header: String = "x", decimalMark: UInt8? = nil)
        -> ColumnFinding
    {
        var column = ColumnValues(number: 1, header: header)
        for value in values { column.add(Array(value.utf8)) }
        var locale = Locale()
        locale.decimalMark = decimalMark
        return ColumnAnalysis(column, locale: locale).finding
    }

    @Test func `leading zeros and long digits stay texts`() {
        #expect(column(["007", "12", "13"]).type == .string)
        #expect(column(["1234567890123456789", "1"]).type == .string)
        #expect(column(["12345", "99999"], header: "PLZ").type == .string)
        #expect(column(["0", "12", "-13"]).type == .integer)
    }

    @Test func `marks and groups of numbers are told apart`() {
        let german = column(["1.234,50", "2,75", "-3.000,00"])
        #expect((german.type, german.decimal, german.grouping) == (.decimal, ",", "."))
        let english = column(["1,234.50", "2.75"])
        #expect((english.type, english.decimal, english.grouping) == (.decimal, nil, ","))
        let whole = column(["1.234.567", "12"])
        #expect((whole.type, whole.grouping) == (.integer, "."))
        #expect(!column(["1.234", "5.678"]).doubts.isEmpty)
    }

    @Test func `numbers with an exponent are numbers, and codes with an E are none`() {
        #expect(column(["0.5", "-5.59E-05", "1e+3"]).type == .number)
        let german = column(["0,5", "5,59E-05"])
        #expect((german.type, german.decimal) == (.number, ","))
        #expect(column(["12E5", "4711", "13E2"]).type == .string)
    }

    @Test func `a value over 12 settles day and month`() {
        let settled = column(["01/02/2026", "13/02/2026"])
        #expect((settled.type, settled.format) == (.date, "%d/%m/%Y"))
        #expect(settled.doubts.isEmpty)
        let other = column(["01/02/2026", "02/13/2026"])
        #expect(other.format == "%m/%d/%Y")
        let open = column(["01/02/2026", "03/04/2026"])
        #expect(open.type == .date)
        #expect(open.doubts.count == 1)
    }

    @Test func `null texts are no values`() {
        let found = column(["1", "NULL", "3", "-", ""])
        #expect((found.type, found.nullTexts) == (.integer, ["NULL", "-"]))
        #expect(found.filled == 2)
        #expect(!found.isNeverEmpty)
    }

    @Test func `a column with a value of another kind is a text, and unsure`() {
        let numbers = (1...99).map(String.init)
        let ages = column(numbers + ["unknown"])
        #expect((ages.type, ages.misfits, ages.doubts.count) == (.string, 0, 1))
        #expect(column(numbers + ["2.5"]).type == .decimal)
        #expect(column(numbers + ["NaN"]).type == .integer)
        let days = (10...28).flatMap { day in (1...3).map { "2026-0\($0)-\(day)" } }
        #expect(column(days + ["1979"]).type == .string)
    }

    @Test func `a day that there is not is for the rejects`() {
        let days = (10...28).flatMap { day in (1...3).map { "2026-0\($0)-\(day)" } }
        let found = column(days + ["2026-13-01"])
        #expect((found.type, found.misfits, found.doubts.count) == (.date, 1, 1))
    }

    @Test func `texts for null come in any case`() {
        #expect(column(["1.5", "NAN", "2.5", "n/A"]).nullTexts == ["NAN", "n/A"])
    }

    @Test func `nulls of databases need no text for null`() throws {
        let findings = infer(
            FileSample(head: Array("1\ta\\\tb\t2026-01-02\n2\t\\N\t2026-01-03\n3\tx\t\\N\n".utf8)))
        guard case .csv(let csv) = findings.format else {
            Issue.record("\(findings.format)")
            return
        }
        #expect(csv.isTSV)
        #expect(findings.columns.map(\.isNeverEmpty) == [true, false, false])
        #expect(findings.columns.allSatisfy { $0.nullTexts.isEmpty })
    }

    @Test func `words for yes and no are told which is which`() {
        let found = column(["ja", "nein", "ja"])
        #expect(found.type == .boolean)
        #expect(found.booleanWords.first { $0.word == "ja" }?.means == true)
        #expect(column(["Y", "N"]).booleanWords.isEmpty)
        #expect(column(["0", "1", "1"]).type == .integer)
        #expect(column(["0", "1", "1"], header: "is_paid").type == .boolean)
    }

    @Test func `moments have their formats`() {
        #expect(column(["2026-11-23T21:09:46Z"]).type == .timestamp)
        #expect(column(["23.11.2026 21:09"]).format == "%d.%m.%Y %H:%M")
        #expect(column(["21:09", "07:30"]).type == .time)
        #expect(column(["20261123", "20261124"], header: "datum").type == .date)
        #expect(column(["20261123", "99999999"]).type == .integer)
        #expect(column(["03-Nov-2026"]).format == "%d-%b-%Y")
    }

    @Test func `fields are called in snake case, and none twice`() {
        var naming = FieldNaming()
        let names = ["CUST_NO", "Größe (cm)", "firstName", "Größe  cm", "", "1st", "E-Mail"]
        let fields = names.enumerated().map { naming.name(for: $1, number: $0 + 1) }
        #expect(
            fields == [
                "cust_no", "groesse_cm", "first_name", "groesse_cm_2", "column_5", "n_1st",
                "e_mail",
            ])
    }

    @Test func `zeros in a text of single bytes are no UTF-16`() {
        let bytes = Array("a,b,c\n\u{0},2,3\n".utf8)
        #expect(EncodingGuess.guess(bytes, isWhole: true).name == "UTF-8")
    }

    @Test func `Greek is no Cyrillic, and a lone sign no letter`() {
        let greek: [UInt8] = [
            0xD3, 0xF9, 0xEA, 0xF1, 0xDC, 0xF4, 0xE7, 0xF2, 0x0A, 0xC1, 0xEB, 0xDD, 0xEE, 0xE1,
            0xED, 0xE4, 0xF1, 0xEF, 0xF2, 0x0A,
        ]
        #expect(EncodingGuess.guess(greek, isWhole: true).name == "windows-1253")
        #expect(
            EncodingGuess.guess([0x61, 0x2C, 0xA9, 0x0A], isWhole: true).name == "windows-1252")
    }

    @Test func `encodings are told by the words they make`() {
        let cases: [(String, [UInt8])] = [
            (
                "windows-1252",
                [0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72, 0x3B, 0x47, 0x72, 0xF6, 0xDF, 0x65]
            ),
            ("IBM850", [0x4D, 0x81, 0x6C, 0x6C, 0x65, 0x72, 0x3B, 0x47, 0x72, 0x94, 0xE1, 0x65]),
            ("windows-1251", [0xCC, 0xEE, 0xF1, 0xEA, 0xE2, 0xE0, 0x3B, 0xC8, 0xE2, 0xE0, 0xED]),
            ("windows-1250", [0xA3, 0xF3, 0x64, 0x9F, 0x3B, 0x4B, 0x72, 0xF3, 0x6C, 0xF3, 0x77]),
        ]
        for (name, bytes) in cases {
            let guess = EncodingGuess.guess(bytes + [0x0A], isWhole: true)
            #expect(guess.name == name)
            #expect(guess.doubt != nil)
        }
        let wide = Array("id;name\n1;a\n".utf8).flatMap { byte -> [UInt8] in [byte, 0] }
        #expect(EncodingGuess.guess(wide, isWhole: true).name == "UTF-16LE")
    }
}
