import TestSupport

extension PowerCutStage {
    /// - Parameters:
    ///   - limit: of the outbox.
    ///   - revision: makes one configuration another.
    func configure(limit: String = "1GiB", kept: String = "7d", revision: Int = 0) {
        let drops = inbox.dropLast("/acme/inbox".count)
        scratch.write(
            """
            state: \(state)
            drops: \(drops)
            runtime: \(scratch.path)/run
            limits: { free_disk: 1MiB, outbox: \(limit) }
            retention: { delivered: \(kept) }
            """, to: "config/hopper.yaml")
        scratch.write(
            "partner: acme\nfeeds:\n"
                + PartnerFile.Way.allCases.map { feed($0, revision) }.joined(),
            to: "config/partners/acme.yaml")
        scratch.write(
            """
            destination: crm
            type: http
            url: http://127.0.0.1:\(receiver.port)/{contract}/customers
            contract: v2
            timeout: 10s
            concurrency: 4
            retry: { first: 10ms, factor: 1.5, max: 200ms }
            breaker: { failures: 50, probe: 100ms }
            """, to: "config/destinations/crm.yaml")
    }

    private func feed(_ way: PartnerFile.Way, _ revision: Int) -> String {
        let isCSV = way != .lines
        let format = isCSV ? #"{ type: csv, delimiter: ";" }"# : "{ type: jsonl }"
        func column(_ name: String) -> String { isCSV ? name : "/\(name)" }
        let patterns = way == .bundle ? #""bundle-*.zip", "bundle-*.csv""# : #""\#(way)-*""#
        return """
              \(way):
                match: [\(patterns)]
                ready: { settle: 50ms }
                format: \(format)
                record:
                  entity: customer
                  key: [id]
                  fields:
                    id: { from: \(column("ID")), type: integer, required: true }
                    name: { from: \(column("NAME")), apply: [trim] }
                    amount: { from: \(column("AMOUNT")), type: decimal, decimal: "," }
                  where: { \(column("KIND")): { not: X } }
                batch: { records: \(50 + revision) }
                release: \(way == .whole ? "whole-file" : "streaming")
                deliver: [crm]

            """
    }
}
