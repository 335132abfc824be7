import CJq
import Glibc
import JQ
import JSON

/// A record's JSON as libjq holds it.
///
/// libjq 1.6 holds numbers as doubles and forgets how they were written. So that a number that a
/// program only passes on is written with its own digits again (`1.10` stays `1.10`), each carries the
/// number of its literal in a member of `jv` that libjq does not use for numbers, and copies with all
/// the others. A number that is computed carries none. A literal that a double can't stand for is
/// refused: the program would see another number.
struct JQReader {
    /// Where each number stands in the record, and what libjq was given for it.
    private(set) var numbers: [(place: Range<Int>, value: Double)] = []
    private var scratch: [UInt8] = []

    @safe enum Result {
        case value(jv)
        /// The number at that place is not one of libjq's.
        case inexact(Range<Int>)
        case tooDeep
    }

    private enum Refusal: Error {
        case inexact(Range<Int>)
        case tooDeep
    }

    /// Reads JSON that Hopper has written itself: it is right, and has no white space.
    mutating func read(_ record: UnsafeRawBufferPointer) -> Result {
        numbers.removeAll(keepingCapacity: true)
        var at = 0
        do throws(Refusal) {
            return unsafe .value(try value(record, &at, depth: 0))
        } catch {
            switch error {
            case .inexact(let place): return .inexact(place)
            case .tooDeep: return .tooDeep
            }
        }
    }

    private mutating func value(
        _ record: UnsafeRawBufferPointer, _ at: inout Int, depth: Int
    ) throws(Refusal) -> jv {
        guard depth < JQLimits.depth else { throw .tooDeep }
        switch unsafe record[at] {
        case UInt8(ascii: "{"): return unsafe try object(record, &at, depth: depth)
        case UInt8(ascii: "["): return unsafe try array(record, &at, depth: depth)
        case UInt8(ascii: "\""): return unsafe string(record, &at)
        case UInt8(ascii: "t"):
            at += 4
            return unsafe jv_true()
        case UInt8(ascii: "f"):
            at += 5
            return unsafe jv_false()
        case UInt8(ascii: "n"):
            at += 4
            return unsafe jv_null()
        default: return unsafe try number(record, &at)
        }
    }

    private mutating func object(
        _ record: UnsafeRawBufferPointer, _ at: inout Int, depth: Int
    ) throws(Refusal) -> jv {
        var object = unsafe jv_object()
        at += 1
        while unsafe record[at] != UInt8(ascii: "}") {
            if unsafe record[at] == UInt8(ascii: ",") { at += 1 }
            let name = unsafe string(record, &at)
            at += 1
            do throws(Refusal) {
                let value = unsafe try value(record, &at, depth: depth + 1)
                unsafe object = unsafe jv_object_set(object, name, value)
            } catch {
                unsafe jv_free(name)
                unsafe jv_free(object)
                throw error
            }
        }
        at += 1
        return unsafe object
    }

    private mutating func array(
        _ record: UnsafeRawBufferPointer, _ at: inout Int, depth: Int
    ) throws(Refusal) -> jv {
        var array = unsafe jv_array()
        at += 1
        while unsafe record[at] != UInt8(ascii: "]") {
            if unsafe record[at] == UInt8(ascii: ",") { at += 1 }
            do throws(Refusal) {
                let value = unsafe try value(record, &at, depth: depth + 1)
                unsafe array = unsafe jv_array_append(array, value)
            } catch {
                unsafe jv_free(array)
                throw error
            }
        }
        at += 1
        return unsafe array
    }

    private mutating func string(_ record: UnsafeRawBufferPointer, _ at: inout Int) -> jv {
        let start = at + 1
        at = start
        var isEscaped = false
        while unsafe record[at] != UInt8(ascii: "\"") {
            if unsafe record[at] == UInt8(ascii: "\\") {
                isEscaped = true
                at += 1
            }
            at += 1
        }
        let end = at
        at += 1
        guard isEscaped else {
            return unsafe Self.string(UnsafeRawBufferPointer(rebasing: record[start..<end]))
        }
        scratch.removeAll(keepingCapacity: true)
        unsafe scratch.append(contentsOf: record[start..<end])
        return unsafe scratch.withUnsafeMutableBufferPointer {
            let count = unsafe JSONText.unescape($0)
            return unsafe Self.string(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0)[..<count]))
        }
    }

    private static func string(_ text: UnsafeRawBufferPointer) -> jv {
        guard let start = text.baseAddress else { return unsafe jv_string_sized("", 0) }
        return unsafe jv_string_sized(
            start.assumingMemoryBound(to: CChar.self), CInt(text.count))
    }

    private mutating func number(
        _ record: UnsafeRawBufferPointer, _ at: inout Int
    ) throws(Refusal) -> jv {
        let start = at
        while at < record.count, unsafe Self.isOfNumbers(record[at]) { at += 1 }
        let literal = unsafe UnsafeRawBufferPointer(rebasing: record[start..<at])
        guard let value = unsafe ExactDouble.value(of: literal) else { throw .inexact(start..<at) }
        numbers.append((start..<at, value))
        var number = unsafe jv_number(value)
        unsafe number.size = CInt(clamping: numbers.count)
        return unsafe number
    }

    private static func isOfNumbers(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
