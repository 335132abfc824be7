/// What stands where in records that lie side by side, so that they are found again behind a place
/// where something was lost or came in: nothing else tells where one begins.
///
/// The positions at which nearly all of them have a digit, a letter, a space, or the same other
/// character, learnt from a stretch of records (`FixedWidthSample`). Records that are alike at every
/// place, or at none, have none.
struct FixedWidthPattern {
    private var places: [(position: Int, kind: UInt8)] = []
    private let length: Int
    private let countsBytes: Bool

    /// How many places of a thousand a record may have that are unlike the others'.
    var allowance = 200

    private static let fewestPlaces = 4
    private static let mostPlaces = 32

    /// - Parameters:
    ///   - rows: the kinds of the characters of records, all of them of the right length.
    ///   - shift: where in them the records begin.
    init?(rows: [[UInt8]], shift: Int = 0, length: Int, countsBytes: Bool) {
        self.length = length
        self.countsBytes = countsBytes
        places = Self.places(rows, shift: shift, length: length)
        guard places.count >= Self.fewestPlaces else { return nil }
    }

    func isUnlike(_ row: [UInt8]) -> Bool { unlikeness(row[...]) > 250 }

    /// How many places of a thousand are other ones.
    func unlikeness(_ row: ArraySlice<UInt8>) -> Int {
        let start = row.startIndex
        let misses = places.count {
            $0.position >= row.count || row[start + $0.position] != $0.kind
        }
        return 1000 * misses / places.count
    }

    private static func places(
        _ rows: [[UInt8]], shift: Int, length: Int
    ) -> [(position: Int, kind: UInt8)] {
        /// A place may be another in some records.
        let enough = rows.count < 10 ? rows.count : rows.count - max(1, rows.count / 50)
        let usual = (0..<length).map { position -> UInt8? in
            if enough == rows.count { return common(rows, (position + shift) % length) }
            var counts = [Int](repeating: 0, count: 256)
            let place = (position + shift) % length
            for row in rows where place < row.count { counts[Int(row[place])] += 1 }
            return counts.firstIndex { $0 >= enough }.map { UInt8($0) }
        }
        var places: [(position: Int, kind: UInt8)] = []
        for (position, kind) in usual.enumerated() {
            guard let kind, places.count < mostPlaces else { continue }
            let before = position > 0 ? usual[position - 1] : nil
            let behind = position + 1 < length ? usual[position + 1] : nil
            // In the midst of others like it, it tells nothing of a step aside.
            if before != kind || behind != kind { places.append((position, kind)) }
        }
        return places
    }

    /// What all of them have there.
    private static func common(_ rows: [[UInt8]], _ place: Int) -> UInt8? {
        guard let first = rows.first, place < first.count else { return nil }
        let isCommon = rows.allSatisfy { place < $0.count && $0[place] == first[place] }
        return isCommon ? first[place] : nil
    }

    /// What a character is to a pattern.
    @inline(__always) static func kind(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            0x80...:
            UInt8(ascii: "a")
        default: byte
        }
    }

    /// How many places of a record at `start` are unlike the others', whether that makes it one of them,
    /// and where it ends; nil where the text ends
    /// before it does.
    func look(
        _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> (misses: Int, fits: Bool, end: Int)? {
        var misses = 0
        var at = start
        var position = 0
        for place in places {
            guard unsafe step(bytes, &at, by: place.position - position, to: end), at < end else {
                return nil
            }
            position = place.position
            if unsafe Self.kind(bytes[at]) != place.kind { misses += 1 }
        }
        guard unsafe step(bytes, &at, by: length - position, to: end) else { return nil }
        return (misses, 1000 * misses <= allowance * places.count, at)
    }

    /// Goes on by so many characters; false if the text ends before.
    @inline(__always) private func step(
        _ bytes: UnsafePointer<UInt8>, _ at: inout Int, by count: Int, to end: Int
    ) -> Bool {
        if countsBytes {
            at += count
            return at <= end
        }
        var left = count
        while left > 0 {
            guard at < end else { return false }
            at += 1
            while at < end, unsafe bytes[at] & 0xC0 == 0x80 { at += 1 }
            left -= 1
        }
        return true
    }
}
