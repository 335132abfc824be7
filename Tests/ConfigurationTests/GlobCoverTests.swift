import Foundation
import TestSupport
import Testing

@testable import Configuration

/// Whether a pattern takes all that another takes.
@Suite struct GlobCoverTests {
    @Test(arguments: [
        ("*", "a"), ("*", ""), ("*.csv", "b*.csv"), ("*.csv", "*.csv"), ("a*", "a?[0-9]*"),
        ("a?c", "abc"), ("a?c", "a?c"), ("*a*", "bab*"), ("[ab]*", "[ab]c"), ("a*b*c", "a*b*bc"),
        ("\\*", "\\*"), ("*", "\\*ü?"), ("**", "*"), ("*", "**"),
    ]) func `it takes all of`(_ wider: String, _ narrower: String) {
        #expect(GlobCover.covers(wider, narrower))
    }

    @Test(arguments: [
        ("a", "*"), ("*.csv", "*.txt"), ("a*", "*a"), ("a?c", "a*c"), ("?", "ü"), ("?", "*"),
        ("*.csv", "*.csv.gz"), ("a", "\\*"), ("\\*", "*"), ("[ab]", "a"), ("?", "**"), ("a*a", "a"),
        ("*[!a]", "*[!a]b"), ("*.csv", "*[.]csv"),
    ]) func `it does not take all of, or that is not certain`(_ wider: String, _ narrower: String) {
        #expect(!GlobCover.covers(wider, narrower))
    }

    @Test func `what is covered is taken, whatever the name`() {
        var random = SeededGenerator(seed: 7)
        func text(_ letters: [String], _ count: Int) -> String {
            (0..<Int.random(in: 0...count, using: &random))
                .map { _ in letters.randomElement(using: &random)! }.joined()
        }
        var covered = 0
        for _ in 0..<20_000 {
            let wider = text(["a", "b", "*", "?", "[ab]"], 4)
            let narrower = text(["a", "b", "*", "?", "[ab]", "[a]"], 4)
            guard GlobCover.covers(wider, narrower) else { continue }
            covered += 1
            for _ in 0..<20 {
                let name = text(["a", "b", "c"], 6)
                if unsafe fnmatch(narrower, name, 0) == 0 {
                    #expect(unsafe fnmatch(wider, name, 0) == 0, "\(wider) \(narrower) \(name)")
                }
            }
        }
        #expect(covered > 500)
    }
}
