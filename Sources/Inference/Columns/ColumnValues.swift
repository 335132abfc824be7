/// The values of one column in the sample, each text once with its count.
struct ColumnValues {
    let header: String?
    let number: Int
    /// Where in `order` a text is.
    private var places: [[UInt8]: Int] = [:]
    private var counts: [Int] = []
    /// The distinct texts in the order in which they came, trimmed.
    private(set) var order: [[UInt8]] = []
    /// For the first rows: which of `order` stands in it.
    private(set) var sequence: [Int32] = []
    private(set) var rows = 0
    private(set) var padded = 0

    static let sequenceLimit = 2000

    init(number: Int, header: String?) {
        self.number = number
        self.header = header
    }

    mutating func add(_ cell: [UInt8]) {
        rows += 1
        let trimmed = Self.trimmed(cell)
        if trimmed.count != cell.count { padded += 1 }
        let place: Int
        if let known = places[trimmed] {
            place = known
            counts[place] += 1
        } else {
            place = order.count
            places[trimmed] = place
            counts.append(1)
            order.append(trimmed)
        }
        if sequence.count < Self.sequenceLimit { sequence.append(Int32(place)) }
    }

    /// A row that has no such field.
    mutating func addAbsent() { add([]) }

    static func trimmed(_ cell: [UInt8]) -> [UInt8] {
        guard let first = cell.first, let last = cell.last,
            first == 0x20 || last == 0x20 || first == 0x09 || last == 0x09
        else { return cell }
        let rest = cell.drop { $0 == 0x20 || $0 == 0x09 }
        let end = rest.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? rest.startIndex - 1
        return Array(rest[rest.startIndex..<max(rest.startIndex, end + 1)])
    }

    func count(_ text: [UInt8]) -> Int { places[text].map { counts[$0] } ?? 0 }
}
