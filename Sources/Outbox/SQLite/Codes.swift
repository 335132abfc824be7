import SQLite
import Vocabulary

/// `delivery.state`.
enum DeliveryState: Int, Sendable {
    case pending = 0
    case held = 1
    case settled = 2
    case cancelled = 3

    var name: String {
        switch self {
        case .pending: "pending"
        case .held: "held"
        case .settled: "settled"
        case .cancelled: "cancelled"
        }
    }

    /// Still on its way.
    var isOpen: Bool { self == .pending || self == .held }
}

/// `batch.id`: the file's row and the batch's number in one, so that they need no index.
enum BatchKey {
    /// The most batches a file can have: 268 million.
    static let numbers = Int64(1) << 28

    static func make(file: Int64, number: Int) -> Int64 { file * numbers + Int64(number) }
    static func file(of key: Int64) -> Int64 { key / numbers }
    static func number(of key: Int64) -> Int { Int(key % numbers) }
}

extension RecordSet {
    /// As `delivery.records` keeps it: null stands for all.
    var stored: SQLValue { isAll ? .null : .blob(bytes) }

    static func stored(
        _ bytes: [UInt8]?, capacity: Int
    ) throws(SQLiteError) -> RecordSet {
        guard let bytes else { return .all(capacity) }
        guard let set = RecordSet(bytes: bytes, capacity: capacity) else {
            throw SQLiteError(.unusable, "a delivery's bitmap does not fit its batch")
        }
        return set
    }
}

extension FileID {
    static func stored(_ text: String) throws(SQLiteError) -> FileID {
        guard let id = FileID(text) else {
            throw SQLiteError(.unusable, "a stored file id is damaged")
        }
        return id
    }
}

extension ContentHash {
    static func stored(_ bytes: [UInt8]) throws(SQLiteError) -> ContentHash {
        guard bytes.count == 32 else {
            throw SQLiteError(.unusable, "a stored content hash is damaged")
        }
        return ContentHash(bytes: bytes)
    }
}

/// A rejected record's columns in one blob: each one's length in four little-endian bytes, then its
/// UTF-8.
enum ColumnsBlob {
    static func encode(_ columns: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for column in columns {
            let length = UInt32(column.utf8.count)
            for shift in stride(from: 0, to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(shift)))
            }
            bytes += column.utf8
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) throws(SQLiteError) -> [String] {
        var columns: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            guard rest.count >= 4 + length else {
                throw SQLiteError(.unusable, "a stored reject's columns are damaged")
            }
            rest = rest.dropFirst(4)
            columns.append(String(decoding: rest.prefix(length), as: UTF8.self))
            rest = rest.dropFirst(length)
        }
        return columns
    }
}
