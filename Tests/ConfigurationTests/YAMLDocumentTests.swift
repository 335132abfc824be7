import Testing
import YAML

@Suite struct YAMLDocumentTests {
    @Test func `no country is a boolean`() throws {
        let document = YAMLDocument(Array("[NO, on, yes, true, 5, 1e3, 0x1F, 1_000, ~]".utf8))
        guard case .sequence(let items) = document.root?.content else {
            Issue.record("not a sequence")
            return
        }
        let values: [YAMLScalar.Value] = items.compactMap {
            guard case .scalar(let scalar) = $0.content else { return nil }
            return scalar.value
        }
        #expect(
            values == [
                .text, .text, .text, .boolean(true), .number, .number, .number, .text, .null,
            ])
    }
}
