import Foundation
import TestSupport

/// A file that the partner of a power cut test drops. Each of its rows has a number of its own among
/// all files' rows, by which it is known at the receiver, whatever id it comes under.
struct PartnerFile: Sendable {
    enum Way: String, CaseIterable, Sendable {
        /// CSV, its records released as they are read.
        case plain
        /// CSV, held back until its last row.
        case whole
        /// CSV in gzip.
        case packed
        case lines
        /// CSV in a zip archive.
        case bundle
    }

    let number: Int
    let way: Way
    let rows: Int
    /// Whether the partner synchronizes what it uploads; most don't.
    let isSynchronized: Bool
    /// Bytes of a row that don't become fewer by compression.
    let padding: Int

    var name: String {
        switch way {
        case .plain, .whole: "\(way)-\(number).csv"
        case .packed: "packed-\(number).csv.gz"
        case .lines: "lines-\(number).jsonl"
        case .bundle: "bundle-\(number).zip"
        }
    }

    /// What the ledger calls the file that has the rows.
    var ledgerName: String { way == .bundle ? "\(name):bundle-\(number).csv" : name }

    /// The files that Hopper makes of it.
    var ledgerNames: [String] { way == .bundle ? [name, ledgerName] : [name] }

    /// Rows by their numbers among all files' rows; as the receiver knows them.
    func identity(_ row: Int) -> String { "\(number * 100_000 + row)" }

    var accepted: [Int] {
        (1...rows).filter { !Rehearsal.isBad($0) && !Rehearsal.isFiltered($0) }
    }

    var rejected: Int { (1...rows).filter(Rehearsal.isBad).count }
    var dead: Int { accepted.filter(Rehearsal.isTerminal).count }

    /// What is dropped.
    func content(scratch: ScratchDirectory) throws -> Data {
        switch way {
        case .plain, .whole: return Data(csv.utf8)
        case .lines: return Data(jsonLines.utf8)
        case .bundle:
            return Data(ZipBytes([ZipBytes.Member("bundle-\(number).csv", csv)]).bytes)
        case .packed:
            let path = scratch.write(csv, to: "packed/\(number).csv")
            try CutDevice.run(["gzip", "-n", "-f", path])
            return try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
        }
    }

    private var csv: String {
        var text = "ID;NAME;AMOUNT;KIND\n"
        for row in 1...rows {
            text += "\(identity(row));\"name \(row)\nof two lines\(noise(row))\";"
            text += "\(amount(row));\(kind(row))\n"
        }
        return text
    }

    private var jsonLines: String {
        var text = ""
        for row in 1...rows {
            text += #"{"ID":\#(identity(row)),"NAME":"name \#(row)\#(noise(row))","#
            text += #""AMOUNT":"\#(amount(row))","KIND":"\#(kind(row))"}"# + "\n"
        }
        return text
    }

    private func amount(_ row: Int) -> String { Rehearsal.isBad(row) ? "much" : "\(row),50" }
    private func kind(_ row: Int) -> String { Rehearsal.isFiltered(row) ? "X" : "A" }

    private func noise(_ row: Int) -> String {
        guard padding > 0 else { return "" }
        var random = SplitMix(state: UInt64(number * 100_000 + row))
        var text = " "
        while text.utf8.count < padding { text += String(random.next(), radix: 36) }
        return text
    }
}
