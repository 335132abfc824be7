import Formats
import Vocabulary

/// What came of the reading of a damaged file, held against what was in it.
struct DamageVerdict {
    var touched = 0
    /// Records that the damage did not touch, and that were not delivered as they were.
    var lost = 0
    /// Of those, the ones that no fault tells of.
    var lostInSilence = 0
    /// Delivered records that nobody wrote, or that were delivered before, and that are none of those
    /// that were touched.
    var invented = 0
    /// The first fault was given a line or an offset outside what was touched.
    var isMisplaced = false
    /// The file as a whole was refused.
    var isRefused = false

    /// - Parameters:
    ///   - records: of the sound file, those of a second one behind it included.
    ///   - damage: to the sound file's bytes.
    ///   - unit: bytes that the encoding takes for a line end.
    init(
        _ records: [SoundFile.Record], _ damage: Damage, _ reading: Reading, refused: Bool,
        checksOffsets: Bool, unit: Int = 1
    ) {
        isRefused = refused
        // A byte of a line end of two touches both records.
        let range = damage.range.lowerBound - (unit - 1)..<damage.range.upperBound + (unit - 1)
        let isTouched = records.map {
            $0.range.lowerBound <= range.upperBound && $0.range.upperBound >= range.lowerBound
        }
        touched = isTouched.count { $0 }
        /// The index of the first record behind the damage, for damage between records.
        let gap = records.firstIndex { $0.range.lowerBound >= range.upperBound } ?? records.count
        func hasDamage(behind low: Int, before high: Int) -> Bool {
            touched == 0
                ? low < gap && high >= gap
                : isTouched.indices.contains { isTouched[$0] && low < $0 && $0 < high }
        }

        var indices: [[String?]: Int] = [:]
        for (index, record) in records.enumerated() { indices[record.fields] = index }
        /// By what was seen: the index of the record it is; nil for one that nobody wrote.
        var found = reading.records.map { $0.rule == nil ? indices[$0.fields] : nil }
        var last = -1
        for (place, index) in found.enumerated() {
            guard let index else { continue }
            if index <= last {
                // Seen before, or out of turn.
                if !isTouched[index] { invented += 1 }
                found[place] = nil
            } else {
                last = index
            }
        }
        var behind = [Int](repeating: records.count, count: found.count)
        var nextIndex = records.count
        for place in found.indices.reversed() {
            behind[place] = nextIndex
            if let index = found[place] { nextIndex = index }
        }
        last = -1
        var faults: [Range<Int>] = []
        /// Of the touched records between two sound ones, how many may have become others.
        var changed = 0
        for (place, record) in reading.records.enumerated() {
            if let index = found[place] {
                last = index
                changed = 0
            } else if record.rule != nil {
                faults.append(last..<behind[place])
            } else if touched == 0 || !hasDamage(behind: last, before: behind[place]) {
                invented += 1
            } else {
                changed += 1
                let touched = isTouched.indices.count {
                    isTouched[$0] && last < $0 && $0 < behind[place]
                }
                if changed > touched { invented += 1 }
            }
        }
        let seen = Set(found.compactMap { $0 })
        for index in records.indices where !isTouched[index] && !seen.contains(index) {
            lost += 1
            let isTold = faults.contains { $0.lowerBound < index && index < $0.upperBound }
            if !isTold, !(refused && index > (seen.max() ?? -1)) { lostInSilence += 1 }
        }
        if let fault = reading.records.first(where: { $0.rule != nil }) {
            isMisplaced = !Self.isPlaced(
                fault, records, isTouched, gap, damage, checksOffsets: checksOffsets)
        }
    }

    private static func isPlaced(
        _ fault: SeenRecord, _ records: [SoundFile.Record], _ isTouched: [Bool], _ gap: Int,
        _ damage: Damage, checksOffsets: Bool
    ) -> Bool {
        let first = isTouched.firstIndex(of: true) ?? max(0, gap - 1)
        let lastTouched = isTouched.lastIndex(of: true) ?? gap
        let added = damage.replacement.count { $0 == 0x0A }
        let lastLine =
            lastTouched + 1 < records.count
            ? records[lastTouched + 1].line + Int64(added) + 1 : .max
        // What stands before the first record is told where the file begins.
        let lines = (first > 0 ? records[first - 1].line : 1)...max(1, lastLine)
        guard lines.contains(fault.line) else { return false }
        guard checksOffsets else { return true }
        let shift = damage.replacement.count - damage.range.count
        let end =
            lastTouched + 1 < records.count
            ? records[lastTouched + 1].range.lowerBound + shift : .max
        // What ends the record before may be damaged, too.
        let start = first > 0 ? records[first - 1].range.upperBound : 0
        return Int64(start)...Int64(max(start, end)) ~= fault.offset
    }
}
