import Glibc
package import Platform

/// Which keys the accepted records of one file have, and which record had each first: what `unique`
/// asks. In bounded memory, whatever the file's size: some thousand keys are kept in memory, more of
/// them in a scratch file without a name, which is gone with the process.
///
/// A record that asks for a key again finds itself, and may have it: reading may go back and come by
/// the same records once more. Belongs to one thread at a time.
package final class KeyRegister {
    /// Who has a key.
    package struct Holder: Hashable, Sendable {
        /// The record's number in the file.
        package var number: Int64
        package var line: Int64
    }

    /// Every record of the file up to this number has been mapped, or passed over for good: said by
    /// whoever goes through the file.
    package var judged: Int64 = 0
    /// Of a replay of rejected rows: the other records have claimed their keys.
    package var knowsOthers = false
    private let directories: [String]
    private var memory: KeyTable
    private var file: KeyFile?

    /// - Parameters:
    ///   - directories: where the scratch file may be made; the first that will have it.
    ///   - memoryLimit: the most slots in memory, a power of two.
    package init(scratchIn directories: [String], memoryLimit: Int = 1 << 14) {
        self.directories = directories
        memory = KeyTable(limit: memoryLimit)
    }

    /// Gives the key to the record, unless another one has it: then gives that one.
    package func claim(
        _ key: KeyHash, for holder: Holder
    ) throws(SystemError) -> Holder? {
        let entry = KeyEntry(key, holder)
        if file == nil, memory.hasRoom { return memory.claim(entry) }
        if file == nil { file = try spilled() }
        if let crowded = file, crowded.isCrowded { file = try crowded.grown() }
        return try file?.claim(entry)
    }

    /// The keys in a file: there is no more room for them in memory.
    private func spilled() throws(SystemError) -> KeyFile {
        let spilled = try KeyFile(pages: Self.firstPages(for: memory.count), in: directories)
        for entry in memory.entries where !entry.isFree { _ = try spilled.claim(entry) }
        memory = KeyTable(limit: 0)
        return spilled
    }

    private static func firstPages(for count: Int) -> Int {
        var pages = 4
        while count * 2 > pages * KeyFile.perPage { pages *= 2 }
        return pages
    }
}

/// 88 bits of a keyed hash: among ten million keys two are taken for one in a file of 10^13.
///
/// The standard library's hash is SipHash under a key of the process: nobody outside can choose keys
/// that collide.
package struct KeyHash: Hashable, Sendable {
    let high: UInt64
    /// In the upper 24 bits.
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low & ~KeyEntry.lineMask
    }

    /// Of texts, one after another.
    struct Making {
        private var high = Hasher()
        private var low = Hasher()

        init() { low.combine(UInt8(1)) }

        mutating func add(_ text: Text) {
            let bytes = unsafe UnsafeRawBufferPointer(start: text.start, count: text.count)
            high.combine(text.count)
            unsafe high.combine(bytes: bytes)
            low.combine(text.count)
            unsafe low.combine(bytes: bytes)
        }

        func finish() -> KeyHash {
            KeyHash(
                high: UInt64(bitPattern: Int64(high.finalize())),
                low: UInt64(bitPattern: Int64(low.finalize())))
        }
    }
}

/// A key and its holder, 24 bytes.
struct KeyEntry: BitwiseCopyable {
    private var high: UInt64
    /// The rest of the hash, and 40 bits of line.
    private var lowAndLine: UInt64
    /// 0: free.
    private var number: Int64

    static let lineMask: UInt64 = (1 << 40) - 1
    static var free: KeyEntry { KeyEntry() }

    private init() { (high, lowAndLine, number) = (0, 0, 0) }

    init(_ key: KeyHash, _ holder: KeyRegister.Holder) {
        high = key.high
        lowAndLine = key.low | UInt64(clamping: holder.line) & Self.lineMask
        number = holder.number
    }

    var isFree: Bool { number == 0 }
    var key: KeyHash { KeyHash(high: high, low: lowAndLine) }
    var holder: KeyRegister.Holder {
        KeyRegister.Holder(number: number, line: Int64(lowAndLine & Self.lineMask))
    }
    /// The place among so many (a power of two), by the hash's first bits.
    func place(among count: Int) -> Int { key.place(among: count) }

    @inline(__always) func has(_ key: KeyHash) -> Bool {
        high == key.high && lowAndLine & ~Self.lineMask == key.low && number != 0
    }
}

extension KeyHash {
    func place(among count: Int) -> Int {
        count <= 1 ? 0 : Int(truncatingIfNeeded: high >> UInt64(64 - count.trailingZeroBitCount))
    }
}

/// Keys in memory: open addressing, at most three quarters full.
struct KeyTable {
    private(set) var entries: [KeyEntry]
    private(set) var count = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
        entries = [KeyEntry](repeating: .free, count: min(limit, 256))
    }

    /// Whether one more key may come.
    var hasRoom: Bool { (count + 1) * 4 <= max(limit, entries.count) * 3 }

    mutating func claim(_ entry: KeyEntry) -> KeyRegister.Holder? {
        if (count + 1) * 4 > entries.count * 3 { grow() }
        let at = slot(of: entry.key)
        if !entries[at].isFree {
            return entries[at].holder == entry.holder ? nil : entries[at].holder
        }
        entries[at] = entry
        count += 1
        return nil
    }

    private func slot(of key: KeyHash) -> Int {
        var at = key.place(among: entries.count)
        while !entries[at].isFree, !entries[at].has(key) { at = (at + 1) & (entries.count - 1) }
        return at
    }

    private mutating func grow() {
        let old = entries
        entries = [KeyEntry](repeating: .free, count: old.count * 2)
        for entry in old where !entry.isFree { entries[slot(of: entry.key)] = entry }
    }
}
