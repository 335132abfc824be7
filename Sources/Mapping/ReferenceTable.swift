/// A list of texts with another text for each: what `lookup` looks into. Shared by all fields, plans
/// and files that use it; no plan copies it.
///
/// Nothing of it changes once it is made, which is what lets it call itself Sendable.
package final class ReferenceTable: @unchecked Sendable {
    /// How people call it: its path below the configuration directory.
    package let name: String
    package var count: Int { entries.count }
    private let bytes: FixedTable<UInt8>
    private let entries: FixedTable<Entry>
    /// Indexes of entries; -1 is free. A power of two, at most three quarters full.
    private let slots: FixedTable<Int32>

    /// The value's bytes follow the key's.
    struct Entry: Sendable, BitwiseCopyable {
        var start: UInt32
        var keyCount: UInt32
        var valueCount: UInt32
    }

    fileprivate init(name: String, bytes: [UInt8], entries: [Entry], slots: [Int32]) {
        self.name = name
        self.bytes = FixedTable(bytes, slack: Text.slack, filler: 0)
        self.entries = FixedTable(entries)
        self.slots = FixedTable(slots)
    }

    /// The text that goes with the key; nil where the table does not have it.
    @inline(__always) func find(_ key: Text) -> Text? {
        let mask = slots.count - 1
        var at = Int(LookupTable.hash(key)) & mask
        while slots[at] >= 0 {
            let entry = entries[Int(slots[at])]
            if text(entry.start, entry.keyCount).isEqual(to: key) {
                return text(entry.start + entry.keyCount, entry.valueCount)
            }
            at = (at + 1) & mask
        }
        return nil
    }

    /// Calls `body` with each value until it returns false.
    func forEachValue(_ body: (String) -> Bool) {
        for index in 0..<entries.count {
            let entry = entries[index]
            if !body(text(entry.start + entry.keyCount, entry.valueCount).string) { return }
        }
    }

    private func text(_ start: UInt32, _ count: UInt32) -> Text {
        bytes.text(ArenaRange(start: start, count: count))
    }
}

extension ReferenceTable: Hashable {
    package static func == (left: ReferenceTable, right: ReferenceTable) -> Bool {
        if left === right { return true }
        let (leftBytes, rightBytes) = (left.whole, right.whole)
        return left.name == right.name && left.count == right.count
            && leftBytes.isEqual(to: rightBytes)
            && (0..<left.count).allSatisfy {
                left.entries[$0].keyCount == right.entries[$0].keyCount
                    && left.entries[$0].valueCount == right.entries[$0].valueCount
            }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(count)
    }

    private var whole: Text { text(0, UInt32(bytes.count)) }
}

/// Takes a table's rows one by one.
package struct ReferenceTableBuilder {
    private var bytes: [UInt8] = []
    private var entries: [ReferenceTable.Entry] = []
    private var lines: [UInt32] = []
    private var slots = [Int32](repeating: -1, count: 16)

    package init() {}

    /// Adds a row; where the key is there already, gives the line it was added with instead.
    package mutating func add(key: [UInt8], value: [UInt8], line: Int) -> Int? {
        if (entries.count + 1) * 4 > slots.count * 3 { grow() }
        let at = slot(of: key)
        if slots[at] >= 0 { return Int(lines[Int(slots[at])]) }
        slots[at] = Int32(entries.count)
        entries.append(
            ReferenceTable.Entry(
                start: UInt32(bytes.count), keyCount: UInt32(key.count),
                valueCount: UInt32(value.count)))
        lines.append(UInt32(clamping: line))
        bytes += key
        bytes += value
        return nil
    }

    package consuming func finish(name: String) -> ReferenceTable {
        ReferenceTable(name: name, bytes: bytes, entries: entries, slots: slots)
    }

    /// Where the key is, or would be put.
    private func slot(of key: [UInt8]) -> Int {
        var at = Int(LookupTable.hash(key)) & (slots.count - 1)
        while slots[at] >= 0, !key.elementsEqual(self.key(of: entries[Int(slots[at])])) {
            at = (at + 1) & (slots.count - 1)
        }
        return at
    }

    private func key(of entry: ReferenceTable.Entry) -> ArraySlice<UInt8> {
        bytes[Int(entry.start)..<Int(entry.start + entry.keyCount)]
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            slots[slot(of: Array(key(of: entry)))] = Int32(index)
        }
    }
}
