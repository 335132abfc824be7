import CJq
import JQ

/// What libjq holds, as JSON without white space. Within bounds: a value of libjq's can share its
/// parts, so that a small one in memory can be endless as a text.
@safe struct JQWriter {
    /// The record that the numbers' literals stand in.
    private let record: UnsafeRawBufferPointer
    private let numbers: [(place: Range<Int>, value: Double)]
    /// The most bytes that are written. One more shows that there were more.
    var most: Int
    private var start = 0

    /// - Parameters:
    ///   - record: where the literals of numbers stand; it must stay there.
    ///   - numbers: `JQReader.numbers` of it.
    init(
        record: UnsafeRawBufferPointer, numbers: [(place: Range<Int>, value: Double)], most: Int
    ) {
        unsafe self.record = unsafe record
        self.numbers = numbers
        self.most = most
    }

    /// For a value whose numbers nobody has written.
    init(most: Int) {
        unsafe self.record = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
        numbers = []
        self.most = most
    }

    /// Appends the value's JSON; it is left as it is. Where the outcome is not `object`, as much of it
    /// has been written as there was time for.
    mutating func write(_ value: jv, into out: inout [UInt8]) -> JQOutcome {
        start = out.count
        return unsafe put(value, &out, depth: 0) ?? .object
    }

    /// Nil when all is well.
    private func put(_ value: jv, _ out: inout [UInt8], depth: Int) -> JQOutcome? {
        switch unsafe jv_get_kind(value) {
        case JV_KIND_TRUE: out += "true".utf8
        case JV_KIND_FALSE: out += "false".utf8
        case JV_KIND_NUMBER:
            if let outcome = unsafe put(number: value, &out) { return outcome }
        case JV_KIND_STRING:
            guard unsafe put(string: value, &out) else { return .tooLarge }
        case JV_KIND_ARRAY: return unsafe put(array: value, &out, depth: depth + 1)
        case JV_KIND_OBJECT: return unsafe put(object: value, &out, depth: depth + 1)
        default: out += "null".utf8
        }
        return out.count - start > most ? .tooLarge : nil
    }

    private func put(array: jv, _ out: inout [UInt8], depth: Int) -> JQOutcome? {
        guard depth <= JQLimits.depth else { return .tooDeep }
        out.append(UInt8(ascii: "["))
        for index in 0..<(unsafe jv_array_length(jv_copy(array))) {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            let element = unsafe jv_array_get(jv_copy(array), index)
            defer { unsafe jv_free(element) }
            if let outcome = unsafe put(element, &out, depth: depth) { return outcome }
        }
        out.append(UInt8(ascii: "]"))
        return out.count - start > most ? .tooLarge : nil
    }

    private func put(object: jv, _ out: inout [UInt8], depth: Int) -> JQOutcome? {
        guard depth <= JQLimits.depth else { return .tooDeep }
        out.append(UInt8(ascii: "{"))
        var place = unsafe jv_object_iter(object)
        var isFirst = true
        while unsafe jv_object_iter_valid(object, place) != 0 {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            let name = unsafe jv_object_iter_key(object, place)
            let hasRoom = unsafe put(string: name, &out)
            unsafe jv_free(name)
            guard hasRoom else { return .tooLarge }
            out.append(UInt8(ascii: ":"))
            let value = unsafe jv_object_iter_value(object, place)
            defer { unsafe jv_free(value) }
            if let outcome = unsafe put(value, &out, depth: depth) { return outcome }
            place = unsafe jv_object_iter_next(object, place)
        }
        out.append(UInt8(ascii: "}"))
        return out.count - start > most ? .tooLarge : nil
    }

    /// A number of the record is written as it stood there; one that was computed as jq writes it.
    private func put(number: jv, _ out: inout [UInt8]) -> JQOutcome? {
        let value = unsafe jv_number_value(number)
        let literal = unsafe Int(number.size) - 1
        if numbers.indices.contains(literal), numbers[literal].value.bitPattern == value.bitPattern
        {
            unsafe out.append(contentsOf: record[numbers[literal].place])
            return nil
        }
        guard value.isFinite else { return .noNumber }
        if value == value.rounded(), value.magnitude < 1e15, value != 0 {
            out += String(Int(value)).utf8
            return nil
        }
        let text = unsafe jv_dump_string(jv_number(value), 0)
        unsafe out.append(contentsOf: bytes(of: text))
        unsafe jv_free(text)
        return nil
    }

    /// False when there is no room for it; then what there is room for may have been written.
    private func put(string: jv, _ out: inout [UInt8]) -> Bool {
        out.append(UInt8(ascii: "\""))
        let text = unsafe bytes(of: string)
        guard text.count <= most - (out.count - start) else {
            unsafe out.append(contentsOf: text.prefix(max(0, most - (out.count - start))))
            return false
        }
        var clean = 0
        for at in 0..<text.count {
            let byte = unsafe text[at]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            unsafe out.append(contentsOf: text[clean..<at])
            clean = at + 1
            put(escape: byte, &out)
        }
        unsafe out.append(contentsOf: text[clean...])
        out.append(UInt8(ascii: "\""))
        return true
    }

    private func put(escape byte: UInt8, _ out: inout [UInt8]) {
        switch byte {
        case 0x08: out += "\\b".utf8
        case 0x09: out += "\\t".utf8
        case 0x0A: out += "\\n".utf8
        case 0x0C: out += "\\f".utf8
        case 0x0D: out += "\\r".utf8
        case 0..<0x20:
            out += byte < 0x10 ? "\\u000".utf8 : "\\u00".utf8
            out += String(byte, radix: 16).utf8
        default:
            out.append(UInt8(ascii: "\\"))
            out.append(byte)
        }
    }

    /// A string's bytes, good as long as the string.
    private func bytes(of string: jv) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(
            start: jv_string_value(string), count: Int(jv_string_length_bytes(jv_copy(string))))
    }
}
