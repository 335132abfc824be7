import Intake
import Testing

@Suite struct EntryNameTests {
    @Test(arguments: [
        ("plain.csv", "plain.csv"), ("Übung 1.csv", "Übung 1.csv"), ("100%.csv", "100%.csv"),
        ("a%41.csv", "a%2541.csv"), ("a\nb\u{202E}.csv", "a%0Ab%E2%80%AE.csv"),
        ("tab\t", "tab%09"), ("%", "%"), ("%2", "%2"), ("%%41", "%%2541"),
    ])
    func `the ledger's name can be shown and turned back`(raw: String, printable: String) {
        let name = EntryName(bytes: Array(raw.utf8))
        #expect(name.printable == printable)
        #expect(EntryName(printable: printable) == name)
    }

    @Test(arguments: [
        ("a.csv", "a.csv"), ("new\nline.csv", "new%0Aline.csv"),
        ("new%0Aline.csv", "new%0Aline.csv"),
        ("100%25.csv", "100%2525.csv"), ("100%2525.csv", "100%2525.csv"), ("100%.csv", "100%.csv"),
        ("a.zip:b%0Ac.csv", "a.zip:b%0Ac.csv"),
    ])
    func `a name is meant as it is listed, or as it stood in the inbox`(
        asked: String, printable: String
    ) {
        #expect(EntryName(asked: asked).printable == printable)
    }

    @Test func `any bytes survive the ledger`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        for _ in 0..<5000 {
            let length = Int(random.next() % 12) + 1
            // Few different bytes, so that percent signs and broken sequences meet.
            let alphabet: [UInt8] = [
                0x25, 0x34, 0x31, 0x41, 0x2E, 0xC3, 0xBC, 0xFF, 0x0A, 0x80, 0xE2, 0xF0,
            ]
            let bytes = (0..<length).map { _ in alphabet[Int(random.next() % 12)] }
            let name = EntryName(bytes: bytes)
            #expect(EntryName(printable: name.printable) == name, "seed \(seed): \(bytes)")
            let file = name.fileName(limit: 40)
            #expect(file.utf8.count <= 40 && file.utf8.first != 0x2E, "seed \(seed): \(bytes)")
            #expect(!file.utf8.contains { $0 == 0x2F || $0 < 0x20 }, "seed \(seed): \(bytes)")
        }
    }

    @Test(arguments: ["..", ".hidden", "a/b", "a\\b", String(repeating: "ü", count: 127)])
    func `a file name of ours is never hostile`(raw: String) {
        let name = EntryName(bytes: Array(raw.utf8)).fileName(limit: 200)
        #expect(!name.hasPrefix("."))
        #expect(!name.contains("/") && !name.contains("\\"))
        #expect(name.utf8.count <= 200)
    }

    @Test func `long names stay apart`() {
        let long = String(repeating: "x", count: 250)
        let first = EntryName(bytes: Array((long + "1").utf8)).fileName(limit: 200)
        let second = EntryName(bytes: Array((long + "2").utf8)).fileName(limit: 200)
        #expect(first != second)
    }

    private struct SplitMix {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
