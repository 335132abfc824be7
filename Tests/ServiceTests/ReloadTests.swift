import Configuration
import Glibc
import HTTP
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Service

@Suite(.timeLimit(.minutes(1))) struct ReloadTests {
    /// The older of two configurations could stay in force, read first and put into force last.
    @Test func `reloads that come at once are made one after the other`() throws {
        let scratch = ScratchDirectory("hopper-reload")
        scratch.write(
            """
            state: \(scratch.path)/state
            drops: \(scratch.path)/drops
            runtime: \(scratch.path)/run
            limits: { free_disk: 0B }
            """, to: "config/hopper.yaml")
        scratch.write(
            """
            partner: acme
            feeds:
              rows:
                match: ["*.csv"]
                format: csv
                record: { entity: row, key: [a], fields: { a: A } }
                deliver: [crm]
            """, to: "config/partners/acme.yaml")
        scratch.write(
            "destination: crm\ntype: http\nurl: http://127.0.0.1:9/\ncontract: v1\n",
            to: "config/destinations/crm.yaml")
        let directory = scratch.path + "/config"
        let inside = Monitor((now: 0, most: 0, all: 0))
        let service = try RunningService(
            configuration: loadConfiguration(directory: directory), directory: directory
        ) { event in
            // Its last step: others have time to come in meanwhile.
            guard event.kind == .configurationLoaded else { return }
            inside.withLock(notify: true) {
                $0.now += 1
                $0.most = max($0.most, $0.now)
                $0.all += 1
            }
            _ = inside.wait(timeout: .milliseconds(50)) { $0.now > 1 ? true : nil }
            inside.withLock { $0.now -= 1 }
        }
        let socket = scratch.path + "/run/control.sock"
        let threads = (0..<6).map { number in
            WorkerThread("reload-\(number)") {
                let answer = try? HTTPClient.request(
                    unixSocket: socket, .post, path: "/reload", body: [])
                if answer?.status != 200 { Issue.record("\(String(describing: answer))") }
            }
        }
        for thread in threads { thread.join() }
        service.stop(SIGTERM)
        #expect(inside.withLock { $0.all } == 6)
        #expect(inside.withLock { $0.most } == 1)
    }
}
