import Configuration
import Foundation
import Testing
import Vocabulary
import YAML

/// Random damage to right configurations: nothing crashes, and every mistake stands in its file.
/// HOPPER_SEED repeats a run, HOPPER_ROUNDS makes it longer.
@Suite struct MutationTests {
    @Test(arguments: 0..<8) func `whatever is broken is told at a place that exists`(part: UInt64) {
        let seed = Self.number("HOPPER_SEED") ?? UInt64.random(in: 0...UInt64.max >> 8) &+ part
        var random = SplitMix(state: seed)
        var refused = 0
        for round in 0..<(Self.number("HOPPER_ROUNDS") ?? 25) {
            var sources = Self.sources
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<sources.count, using: &random)
                mutate(&sources[index].bytes, &random)
            }
            do throws(ConfigurationError) {
                let configuration = try parseConfiguration(
                    sources: sources, directory: "/etc/hopper")
                #expect(configuration.sources.count == sources.count)
            } catch {
                refused += 1
                for mistake in error.mistakes {
                    #expect(
                        stands(mistake, in: sources),
                        "seed \(seed), round \(round): \(mistake.headline)")
                }
                #expect(error.render().hasSuffix(error.summary + "\n"))
            }
        }
        #expect(refused > 3, "seed \(seed)")
    }

    private static func number(_ variable: String) -> UInt64? {
        ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
    }

    private func stands(_ mistake: ConfigurationMistake, in sources: [ConfigurationSource]) -> Bool
    {
        guard let source = sources.first(where: { $0.path == mistake.path }),
            let line = mistake.line, let column = mistake.column, let excerpt = mistake.excerpt
        else { return false }
        let text = SourceText(source.bytes)
        guard (1...text.lineCount).contains(line) else { return false }
        return excerpt.text == text.line(line) && column >= 1 && excerpt.width >= 1
            && column <= excerpt.text.unicodeScalars.count + 1 && !mistake.message.isEmpty
            && !mistake.headline.contains { $0.isNewline }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        let length = min(Int.random(in: 1...20, using: &random), bytes.count - index)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(index..<index + length)
        case 2: bytes.removeLast(bytes.count - index)
        case 3:
            let piece = Array(bytes[index..<index + length])
            bytes.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &random))
        case 4: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
        default:
            let token = Self.tokens.randomElement(using: &random) ?? ""
            bytes.insert(contentsOf: Array(token.utf8), at: index)
        }
    }

    private static let tokens = [
        "{", "}", "[", "]", ":", ": ", "- ", "\n", "\r", "\t", "'", "\"", "|\n", ">\n", "&a ",
        "*a ",
        "!x ", "? ", "# ", "---\n", "...\n", "%", "@", "`", ", ", "null", "~", "<<: ", "\u{FEFF}",
        "\u{2028}", "ü", "\\", "0x", "99999999999999999999", "-1", "{{", "\u{85}", "  ", "    ",
    ]

    private static let sources: [ConfigurationSource] = [
        "partners/acme.yaml", "partners/globex.yaml", "destinations/crm.yaml",
        "destinations/billing.yaml",
    ].map { path in
        let file = ExampleTests.root + "/config/example/" + path
        return ConfigurationSource(
            path: path, bytes: Array(FileManager.default.contents(atPath: file) ?? Data()))
    }
}

/// SplitMix64: small, and the same everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
