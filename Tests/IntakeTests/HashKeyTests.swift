import Configuration
import Mapping
import Outbox
import TestSupport
import Testing
import Vocabulary

/// A feed that hashes under a credential's key.
@Suite struct HashKeyTests {
    @Test func `a file waits while the key is missing or too short`() throws {
        let scratch = ScratchDirectory()
        let stage = try IntakeStage(
            scratch, adjust: { $0.record.fields[1].disguise = .keyedHash(credential: "pepper") })
        try stage.start()
        defer { stage.stop() }
        stage.drop("a,b\nn1,abc\n", as: "a.csv")
        let waiting = try #require(stage.wait(for: .fileRetried)?.first)
        #expect(waiting.hasSuffix("is tried again: credential pepper is missing"))
        #expect(try stage.payloads() == [])
        scratch.write(String(repeating: "k", count: 32) + "\n", to: "secrets/pepper")
        stage.wait(for: .fileArchived)
        let payload = try #require(try stage.payloads().first)
        // printf abc | openssl dgst -sha256 -hmac kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
        #expect(
            payload.contains(
                #""b":"af61b693912efc56e2e46f949719ea10a9e80d68f8dcfb84e26cac5330da3c74""#))
    }
}
