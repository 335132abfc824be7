import Testing

@testable import Configuration

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "abc", 3), ("form", "from", 1), ("matsch", "match", 1),
        ("requierd", "required", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
    ])
    func `a swap of neighbours counts once`(_ left: String, _ right: String, _ distance: Int) {
        #expect(editDistance(left, right) == distance)
        #expect(editDistance(right, left) == distance)
    }

    @Test(arguments: [
        ("formatt", "format"), ("Format", "format"), ("macth", "match"), ("tp", "to"),
        ("give_up", "give_up_after"), ("xyz", nil), ("", nil), ("gi", nil), ("mat", "match"),
    ])
    func `the nearest known word is suggested, or the only one that begins so`(
        _ word: String, _ expected: String?
    ) {
        let known = ["format", "match", "to", "give_up_after"]
        #expect(suggestion(for: word, among: known) == expected)
    }

    @Test func `a very long word is not compared`() {
        let word = String(repeating: "a", count: 100_000)
        #expect(suggestion(for: word, among: [word]) == nil)
    }
}
