@testable import Inference

/// What meters, servers and public services write.
extension EverydayShape {
    static let machine: [EverydayShape] = [
        EverydayShape("a meter's comments") { r in
            let rows = r.rows { row, r in
                "M\(row);\(r.day()) \(r.clock());\(r.number(1...99)).\(r.number(10...99))"
            }
            return .table(
                "# exported by meterd 2.1\n# unit: kWh\nmeter;read_at;value\n" + rows, ";",
                comment: "#",
                types: ["read_at": .timestamp])
        },
        EverydayShape("a climate station's padded cells and closing mark") { r in
            let rows = r.rows { _, r in
                "         44;\(r.day("ymd"))00;    3;   \(r.number(1...9)).\(r.number(0...9));  \(r.number(40...99)).0;eor"
            }
            return .table("STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor\n" + rows, ";")
        },
        EverydayShape("a logger's facts above its values") { r in
            let rows = r.rows { row, r in
                "\(row),\(r.day()) \(r.clock()),\(r.number(10...30)).\(r.number(0...9))"
            }
            return .table(
                "Device,TL-20\nSerial,4711\nInterval,10 min\n\nNo.,Time,Temperature\n" + rows, ",",
                skip: 4)
        },
        EverydayShape("names and units above values") { r in
            let rows = r.rows { _, r in
                "\(r.day()) \(r.clock()),\(r.number(10...30)).5,\(r.number(900...1100)).1"
            }
            return .table("time,temp,press\n" + rows, ",", types: ["temp": .decimal])
        },
        EverydayShape("values of a laboratory with exponents") { r in
            let rows = r.rows { row, r in
                "\(row)\t\(r.number(1...9)).\(r.number(10...99))e-0\(r.number(1...9))\t0.5"
            }
            return .table(
                "run\tintensity\tbackground\n" + rows, "\t", types: ["intensity": .number])
        },
        EverydayShape("stops of a timetable") { r in
            let rows = r.rows { row, r in
                lean(
                    [
                        "\(8000 + row)", "\(r.city()), Hbf", "\(r.number(47...54)).\(r.id())",
                        "\(r.number(6...14)).\(r.id())", "",
                    ],
                    by: ",")
            }
            return .table(
                "stop_id,stop_name,stop_lat,stop_lon,parent_station\n" + rows, ",", quote: "\"")
        },
        EverydayShape("places without a header") { r in
            let rows = r.rows { row, r in
                "\(2_000_000 + row)\t\(r.city())\t\(r.city())\t\t\(r.number(40...60)).5\t\(r.number(1...20)).25\tP\tPPL\tDE\t\t\(r.number(100...9999))\t\(r.day())"
            }
            return .table(rows, "\t", header: false)
        },
        EverydayShape("a server's log between bars") { r in
            let rows = r.rows { row, r in
                "\(r.day())T\(r.clock())Z|\(r.pick(["INFO", "WARN", "ERROR"]))|\(r.pick(["web", "db"]))|\(r.text()): took \(row) ms"
            }
            return .table("time|level|part|message\n" + rows, "|", types: ["time": .timestamp])
        },
        EverydayShape("moments and addresses of a proxy") { r in
            let rows = r.rows { _, r in
                "\(r.day())T\(r.clock())Z,10.0.\(r.number(0...9)).\(r.number(1...99)),https://example.com/a?x=\(r.number(1...9))&y=2,\(r.pick(["200", "404"]))"
            }
            return .table("ts,client,url,status\n" + rows, ",")
        },
        EverydayShape("letters in yes and no") { r in
            let rows = r.rows(8...30) { row, r in
                "\(row);\(r.german());\(r.pick(["J", "N"]));\(r.pick(["ja", "nein"]))"
            }
            return .table(
                "id;name;aktiv;newsletter\n" + rows + "98;x;J;ja\n99;y;N;nein\n", ";",
                types: ["aktiv": .boolean, "newsletter": .boolean])
        },
        EverydayShape("a survey with long questions") { r in
            let rows = r.rows { _, r in
                lean(
                    [r.day("m/d/y"), "\(r.number(1...5))", r.pick(["Yes", "No"]), r.text()], by: ","
                )
            }
            return .table(
                "Timestamp,How satisfied are you with our service on the whole?,\"Would you, all in all, come again?\","
                    + "Is there anything else that you would like to tell us?\n" + rows, ",",
                quote: "\"")
        },
        EverydayShape("years as columns") { r in
            let rows = r.rows { row, r in
                "C\(row),\(r.city()),\(r.number(1...99)),\(r.number(1...99)),\(r.number(1...99))"
            }
            return .table("code,country,2019,2020,2021\n" + rows, ",")
        },
        EverydayShape("people in slices of fixed width") { r in
            let rows = r.rows(6...20) { row, r in
                pad("\(10_000 + row)", 8) + pad(r.name(), 20) + pad(r.city(), 12) + r.day()
            }
            return EverydayShape.Sample(
                text: pad("NO", 8) + pad("NAME", 20) + pad("CITY", 12) + "BORN\n" + rows,
                truth: .fixedWidth([1...8, 9...28, 29...40, 41...50]))
        },
        EverydayShape("a command's dashes below its names") { r in
            let rows = r.rows(6...20) { row, r in
                pad("\(row)", 6) + " " + pad(r.name(), 18) + " " + r.day()
            }
            return EverydayShape.Sample(
                text: pad("id", 6) + " " + pad("name", 18) + " " + "day\n"
                    + String(repeating: "-", count: 6) + " "
                    + String(repeating: "-", count: 18) + " ----------\n" + rows,
                truth: .fixedWidth([1...6, 8...25, 27...36]))
        },
    ]

    private static func pad(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }
}
