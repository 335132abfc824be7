import Foundation
import JSON
import TestSupport
import Testing

/// What was promised, held against what came.
extension PowerCutStage {
    /// What a partner can read right after a cut is whole, and true of its file.
    func checkAnswers(_ note: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: receipts) else {
            return
        }
        for name in names where !name.hasPrefix(".") {
            let content = FileManager.default.contents(atPath: "\(receipts)/\(name)") ?? Data()
            if name.hasSuffix(".receipt.json") {
                let receipt = try? JSONValue.parse([UInt8](content))
                #expect(receipt?["state"]?.text != nil, "\(name) is damaged; \(note)")
            } else {
                let file = files.first {
                    name == $0.ledgerName.replacingOccurrences(of: ":", with: "%3A")
                        + ".rejected.csv"
                }
                let lines = content.split(separator: 10, omittingEmptySubsequences: false)
                // A row of CSV has a line end within; then there are a header and a last line end.
                let perRow = file?.way == .lines ? 1 : 2
                #expect(
                    lines.count == (file?.rejected ?? -1) * perRow + 2
                        && lines.last?.isEmpty == true,
                    "\(name) has \(lines.count) lines; \(note)")
            }
        }
    }

    private func isComplete(_ file: PartnerFile, in known: [JSONValue]) -> Bool {
        file.ledgerNames.allSatisfy { name in
            known.contains { entry in
                entry["name"]?.text == name && entry["state"]?.text == "archived"
                    && entry["pending"]?.int == 0 && isWhole(entry, file)
            }
        }
    }

    private func isAnswered(_ file: PartnerFile) -> Bool {
        file.ledgerNames.allSatisfy { name in
            let path = name.replacingOccurrences(of: ":", with: "%3A") + ".receipt.json"
            guard let text = FileManager.default.contents(atPath: "\(receipts)/\(path)"),
                let receipt = try? JSONValue.parse([UInt8](text))
            else { return false }
            return receipt["state"]?.text == "archived" && receipt["delivery_ended"] == true
        }
    }

    /// Lets a daemon finish in peace, then checks every promise.
    func finish(_ note: String) throws {
        configure()
        let daemon = try start()
        let isRunning = try wait(20) { isUp || !daemon.isRunning }
        try #require(isRunning && daemon.isRunning, "\(note)\n\(log)")
        try uploadAgain(files)
        let ended = try wait(90, every: 0.05) {
            guard daemon.isRunning else { return true }
            // Asking the receipts is cheaper.
            guard files.allSatisfy(isAnswered), let known = try ledgerFiles() else { return false }
            return files.allSatisfy { isComplete($0, in: known) }
        }
        let shown = try control("files").output
        try #require(ended && daemon.isRunning, "\(note)\n\(shown)\n\(log)")
        daemon.terminate()
        daemon.waitUntilExit()
        #expect(daemon.terminationStatus == 0, "\(note)\n\(log)")
        checkReceiver(note)
        try checkLedger(note)
        try checkLeftovers(note)
    }

    private func checkReceiver(_ note: String) {
        let seen = receiver.snapshot
        #expect(seen.complaints.isEmpty, "\(note)")
        let expected = Set(files.flatMap { file in file.accepted.map(file.identity) })
        let came = Set(seen.identities.keys)
        #expect(expected.subtracting(came).isEmpty, "rows were lost; \(note)")
        #expect(came.subtracting(expected).isEmpty, "rows came from nowhere; \(note)")
        let twice = seen.identities.filter { $0.value.count > 1 }
        #expect(twice.isEmpty, "rows came under two ids; \(note)\n\(log)")
        let dead = files.reduce(0) { $0 + $1.dead }
        #expect(seen.refused.count == dead, "\(note)")
        #expect(seen.accepted.count == expected.count - dead, "\(note)")
    }

    private func checkLedger(_ note: String) throws {
        let audit = try control("audit", "--json")
        #expect(audit.code == 0, "\(audit.output) \(note)\n\(log)")
        let document = try JSONValue.parse(Array(audit.output.utf8))
        func sum(_ name: String) -> Int {
            document["ledger"]?.elements?.reduce(0) { $0 + ($1[name]?.int ?? 0) } ?? -1
        }
        let dead = files.reduce(0) { $0 + $1.dead }
        let accepted = files.reduce(0) { $0 + $1.accepted.count }
        #expect(sum("accepted") == accepted, "\(note)")
        #expect(sum("delivered") == accepted - dead, "\(note)")
        #expect(sum("dead") == dead, "\(note)")
        #expect(sum("pending") == 0, "\(note)")
        #expect(sum("rejected") == files.reduce(0) { $0 + $1.rejected }, "\(note)")
        let known = try ledgerFiles() ?? []
        for file in files {
            let whole = known.filter { entry in
                file.ledgerNames.contains(entry["name"]?.text ?? "") && isWhole(entry, file)
            }
            // Taken in twice, it would be there as a duplicate.
            #expect(
                whole.count == file.ledgerNames.count, "\(file.name): \(whole); \(note)\n\(log)")
        }
    }

    private func checkLeftovers(_ note: String) throws {
        func entries(_ path: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: path)
        }
        // The partner removes what its own interrupted uploads have left.
        #expect(try entries(inbox).allSatisfy { $0.hasSuffix(".part") }, "\(note)")
        #expect(try entries(state + "/work").isEmpty, "\(note)")
        for path in [receipts, state] {
            let hidden = try entries(path).filter { $0.hasPrefix(".") }
            #expect(hidden.isEmpty, "in \(path); \(note)")
        }
        try checkAnswers(note)
    }
}
