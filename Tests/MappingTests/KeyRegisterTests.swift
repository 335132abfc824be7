import Glibc
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Mapping

@Suite struct KeyRegisterTests {
    typealias Holder = KeyRegister.Holder

    private func key(_ number: Int) -> KeyHash {
        // SplitMix64's finalizer: spread like a hash, the same in every run.
        func mixed(_ value: UInt64) -> UInt64 {
            var value = value &* 0x9E37_79B9_7F4A_7C15
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
        return KeyHash(
            high: mixed(UInt64(number) * 2 + 1), low: mixed(UInt64(number) * 2 + 2))
    }

    private func holder(_ number: Int) -> Holder {
        Holder(number: Int64(number), line: Int64(number) * 3)
    }

    @Test(arguments: [64, 1 << 14]) func `it says what a dictionary says`(limit: Int) throws {
        let scratch = ScratchDirectory()
        let register = KeyRegister(scratchIn: [scratch.path], memoryLimit: limit)
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        var twin: [Int: Holder] = [:]
        for number in 1...60_000 {
            let wanted = Int.random(in: 0..<40_000, using: &random)
            let found = try register.claim(key(wanted), for: holder(number))
            if found != twin[wanted] { Issue.record("seed \(seed), record \(number)") }
            if twin[wanted] == nil { twin[wanted] = holder(number) }
        }
        // Read again from anywhere, it says the same.
        random = SeededRandom(seed: seed)
        for number in 1...60_000 {
            let wanted = Int.random(in: 0..<40_000, using: &random)
            let found = try register.claim(key(wanted), for: holder(number))
            let expected = twin[wanted] == holder(number) ? nil : twin[wanted]
            if found != expected { Issue.record("seed \(seed), record \(number) again") }
        }
        // Nothing is left behind, even while it is in use.
        #expect(scratch.names() == [])
    }

    @Test func `keys that fall on one page run over into the next`() throws {
        let scratch = ScratchDirectory()
        let register = KeyRegister(scratchIn: [scratch.path], memoryLimit: 4)
        // The last page and, around the end, the first.
        let keys = (0..<1000).map { KeyHash(high: .max - UInt64($0), low: UInt64($0) << 40) }
        for (index, key) in keys.enumerated() {
            #expect(try register.claim(key, for: holder(index + 1)) == nil)
        }
        for (index, key) in keys.enumerated() {
            #expect(try register.claim(key, for: holder(5000)) == holder(index + 1))
        }
    }

    @Test func `without a place for its file it fails, and says so`() throws {
        let register = KeyRegister(
            scratchIn: ["/nowhere/at/all", "/nowhere/else"], memoryLimit: 4)
        var failure: SystemError?
        do throws(SystemError) {
            for number in 1...10 { _ = try register.claim(key(number), for: holder(number)) }
        } catch {
            failure = error
        }
        #expect(failure?.description == "open /nowhere/at/all: No such file or directory")
    }

    @Test func `the second place is taken where the first will not have a file`() throws {
        let scratch = ScratchDirectory()
        let register = KeyRegister(scratchIn: ["/dev/null", scratch.path], memoryLimit: 4)
        for number in 1...10 {
            #expect(try register.claim(key(number), for: holder(number)) == nil)
        }
        #expect(try register.claim(key(3), for: holder(11)) == holder(3))
    }
}
