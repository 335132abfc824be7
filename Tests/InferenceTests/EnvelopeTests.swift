import Testing

@testable import Inference

/// One line of JSON is a document or a record.
@Suite struct EnvelopeTests {
    @Test(arguments: [
        "{\"data\":[{\"id\":1,\"name\":\"Ann\"}]}",
        "{\"status\":\"ok\",\"next\":\"https://e.example/orders?page=2&size=500&sort=created\","
            + "\"results\":[{\"id\":1}]}",
        "{\"items\":[{\"id\":1}],\"nextPageToken\":\"abcdefghijklmnopqrstuvwxyz0123456789\"}",
        "{\"users\":[{\"id\":1,\"name\":\"Ann\"}],\"total\":1,\"page\":1,\"per_page\":50}",
        "{\"data\":{\"items\":[{\"id\":1}]},\"meta\":{\"page\":1,\"pages\":12,\"total\":230}}",
    ])
    func `an envelope around one object is a document`(_ text: String) {
        let findings = infer(FileSample(head: Array(text.utf8)))
        guard case .json = findings.format else {
            Issue.record("\(findings.format)")
            return
        }
    }

    @Test func `an order with a line in it is a record`() {
        let text = "{\"id\":7,\"customer\":\"Ann\",\"lines\":[{\"sku\":\"A\",\"qty\":1}]}"
        let findings = infer(FileSample(head: Array(text.utf8)))
        guard case .jsonLines = findings.format else {
            Issue.record("\(findings.format)")
            return
        }
    }
}
