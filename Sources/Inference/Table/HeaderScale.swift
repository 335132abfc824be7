/// Columns that are named by what they were measured at: `turbine,0.0,0.5,1.0,1.5`.
enum HeaderScale {
    private static let least = 4
    private static let many = 7

    /// The first row has a text, and then numbers that grow from one to the next, as they do in hardly
    /// any row below it. A few numbers may grow by chance, unless they do in equal steps.
    static func heads(_ first: [[UInt8]], _ body: [[[UInt8]]]) -> Bool {
        guard let steps = steps(first), steps.count + 1 >= least,
            steps.count + 1 >= many || isEven(steps)
        else { return false }
        let look = body.prefix(50)
        return look.count { Self.steps($0) != nil } * 5 <= look.count
    }

    /// From number to number, where each is greater than the one before; nil where one is not.
    private static func steps(_ row: [[UInt8]]) -> [Double]? {
        let names = row.prefix { !CellShape($0).isTyped }
        guard (1...3).contains(names.count), names.contains(where: { !$0.isEmpty }) else {
            return nil
        }
        var numbers: [Double] = []
        for cell in row[names.endIndex...] {
            let text = String(decoding: cell.map { $0 == 0x2C ? 0x2E : $0 }, as: UTF8.self)
            guard let number = Double(text), number > numbers.last ?? -.infinity else { return nil }
            numbers.append(number)
        }
        return numbers.count < 2 ? nil : zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    }

    private static func isEven(_ steps: [Double]) -> Bool {
        guard let first = steps.first else { return false }
        return steps.allSatisfy { abs($0 - first) < first / 1000 }
    }
}
