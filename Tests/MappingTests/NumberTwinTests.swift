import CPlatform
import TestSupport
import Testing
import Vocabulary

@testable import Mapping

/// Numbers as the kernels write them, beside slow twins that only know the rules.
@Suite struct NumberTwinTests {
    /// What a decimal with the mark `,` and groups set off by `.` becomes; nil for none.
    private func twin(_ text: String) -> String? {
        var rest = Substring(text)
        var sign = ""
        if let first = rest.first, first == "-" || first == "+" {
            sign = first == "-" ? "-" : ""
            rest.removeFirst()
        }
        let halves = rest.split(separator: ",", omittingEmptySubsequences: false)
        guard halves.count <= 2, let whole = halves.first else { return nil }
        let groups = whole.split(separator: ".", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return nil }
        if groups.count > 1 {
            guard (1...3).contains(groups[0].count),
                groups.dropFirst().allSatisfy({ $0.count == 3 })
            else { return nil }
        }
        var digits = groups.joined().drop { $0 == "0" }
        var fraction = ""
        if halves.count == 2 {
            guard !halves[1].isEmpty, halves[1].allSatisfy(\.isNumber) else { return nil }
            fraction = "." + halves[1]
        } else if whole.isEmpty {
            return nil
        }
        if digits.isEmpty { digits = "0" }
        let isZero = !(digits + fraction).contains { $0 != "0" && $0 != "." }
        return (isZero ? "" : sign) + digits + fraction
    }

    @Test func `decimals made at random are written as the rules say`() throws {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededGenerator(seed: seed)
        func digits(_ most: UInt64) -> String {
            String(
                (0..<random.next() % (most + 1)).map { _ in
                    "0123456789".randomElement(using: &random)!
                })
        }
        func chance(_ one: UInt64) -> Bool { random.next() % one == 0 }
        for _ in 0..<5000 {
            var text = chance(4) ? "-" : ""
            text += digits(chance(8) ? 20 : 3)
            while chance(2) { text += "." + (chance(10) ? digits(4) : String(digits(9).prefix(3))) }
            if chance(2) { text += "," + digits(chance(8) ? 20 : 3) }
            if chance(20), !text.isEmpty {
                text.insert("0.,-+ex /:".randomElement(using: &random)!, at: text.startIndex)
            }
            if chance(20) { text += String("0.,-+ex /:".randomElement(using: &random)!) }
            guard !text.isEmpty else { continue }
            let written = try MappingBench.value(
                .decimal(mark: UInt8(ascii: ","), grouping: UInt8(ascii: ".")), text)
            let expected = twin(text)
            if expected == nil ? !written.hasPrefix("type") : written != expected {
                Issue.record("\(text): \(written), not \(expected ?? "a fault"), seed \(seed)")
            }
        }
    }

    @Test func `a zero byte is neither a mark nor a group's end where there is none`() throws {
        let mark = UInt8(ascii: ",")
        let dot = UInt8(ascii: ".")
        let texts: [(ValueType, String)] = [
            (.decimal(mark: mark, grouping: nil), "1\u{0}234,50"),
            (.decimal(mark: mark, grouping: nil), "12\u{0}5"),
            (.integer(grouping: dot), "1.234\u{0}5"), (.integer(grouping: nil), "1\u{0}5"),
        ]
        for (type, text) in texts {
            #expect(try MappingBench.value(type, text).hasPrefix("type"))
        }
    }

    @Test func `a counter says every number, near the last or far from it`() {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededGenerator(seed: seed)
        var counter = hopper_counter()
        var out = [UInt8](repeating: 0, count: 32)
        var number: UInt64 = 0
        for step in 0..<50_000 {
            let count = unsafe out.withUnsafeMutableBufferPointer {
                unsafe hopper_put_counter($0.baseAddress!, &counter, number)
            }
            let text = String(decoding: out[..<count], as: UTF8.self)
            if text != String(number) { Issue.record("\(text), not \(number), seed \(seed)") }
            switch random.next() % 40 {
            case 0: number = random.next() >> (random.next() % 64)
            case 1: number = number / 2
            case 2: break
            default: number &+= 1 + random.next() % (step % 2 == 0 ? 2 : 12)
            }
        }
    }
}
