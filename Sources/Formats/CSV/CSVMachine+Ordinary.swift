import CPlatform
import Vocabulary

/// Records as most are, taken apart in a loop of their own that has little to remember: with the right
/// number of fields, and quotes only around whole fields, or doubled in them.
extension CSVMachine {
    /// Where a run of such records is.
    struct OrdinaryRun {
        /// The next record's first byte, and its line.
        var start: Int
        var line: Int64
        /// Of the block, so far.
        var fieldCount: Int
        var recordCount: Int
    }

    /// Whether there can be ordinary records: a delimiter of one byte, and nothing that begins a
    /// comment or makes the next character literal.
    var hasOrdinaryRecords: Bool { delimiterTail.isEmpty && comment.isEmpty && !hasEscape }

    /// Adds records to the block until one comes that is not ordinary, the text ends, or there is no
    /// room for more; that one is left as if it had not been looked at.
    ///
    /// - Parameters:
    ///   - width: fields in a record.
    ///   - maximum: records in the block after which to stop.
    mutating func takeOrdinary(
        _ run: inout OrdinaryRun, in block: RecordBlock, baseOffset: Int64, width: Int, maximum: Int
    ) {
        unsafe withUnsafeTemporaryAllocation(
            of: UInt64.self, capacity: Int(HOPPER_SCAN_AHEAD)
        ) { masks in
            guard let masks = masks.baseAddress else { return }
            unsafe takeOrdinary(
                &run, in: block, baseOffset: baseOffset, width: width, maximum: maximum,
                using: masks)
        }
    }

    @inline(never)
    private mutating func takeOrdinary(
        _ run: inout OrdinaryRun, in block: RecordBlock, baseOffset: Int64, width: Int,
        maximum: Int, using masks: UnsafeMutablePointer<UInt64>
    ) {
        let bytes = unsafe UnsafePointer(block.bytes)
        let end = block.byteCount
        let delimiter = delimiter
        let quote = quote
        let recordLimit = recordLimit
        // No record is as long as none.
        let headerLength = header.isEmpty ? -8 : header.count
        // As many fields as there can be in 64 bytes.
        let lastField = unsafe block.fields + (block.fieldCapacity - 64)
        var field = unsafe block.fields + run.fieldCount
        var firstField = unsafe field
        var record = unsafe block.records + run.recordCount
        var room = min(maximum, block.recordCapacity) - run.recordCount
        var base = run.start
        var recordStart = base
        var fieldStart = base
        var isQuoted = false
        // Line ends within the record, and whether the field has something to unescape.
        var breaks: Int64 = 0
        var isEscaped = false
        // What lies before it was dealt with ahead of its turn.
        var skipTo = base
        // The next mask is for the 64 bytes at `base`.
        var window = Int(HOPPER_SCAN_AHEAD)
        reading: while base < end, unsafe field <= lastField, room > 0 {
            if window == Int(HOPPER_SCAN_AHEAD) {
                // Line ends are always among them; the quote is the delimiter where there is none.
                unsafe hopper_scan_ahead(bytes + base, end &- base, delimiter, quote, masks)
                window = 0
            }
            var mask = unsafe masks[window]
            if end &- base < 64 { mask &= (1 << UInt64(end &- base)) &- 1 }
            while mask != 0 {
                let at = base &+ mask.trailingZeroBitCount
                mask &= mask &- 1
                if at < skipTo { continue }
                let byte = unsafe bytes[at]
                if byte == delimiter {
                    if isQuoted { continue }
                    unsafe Self.put(from: fieldStart, to: at, field)
                    unsafe field += 1
                    fieldStart = at &+ 1
                    continue
                }
                var valueStart = fieldStart
                var recordEnd = at
                if byte == quote {
                    guard isQuoted else {
                        // In the middle of a cell it is an ordinary character.
                        isQuoted = at == fieldStart
                        continue
                    }
                    guard at &+ 1 < end else { break reading }
                    valueStart = fieldStart &+ 1
                    recordEnd = at &+ 1
                    let follower = unsafe bytes[recordEnd]
                    if follower == quote {
                        isEscaped = true
                        skipTo = at &+ 2
                        continue
                    }
                    if isEscaped {
                        isEscaped = false
                        unsafe escaped.append(
                            UInt32(truncatingIfNeeded: field - block.fields) << 1 | 1)
                    }
                    isQuoted = false
                    if follower == delimiter {
                        unsafe Self.put(from: valueStart, to: at, field)
                        unsafe field += 1
                        fieldStart = at &+ 2
                        skipTo = fieldStart
                        continue
                    }
                    guard follower == UInt8(ascii: "\n") || follower == UInt8(ascii: "\r") else {
                        break reading
                    }
                }
                var next = recordEnd &+ 1
                if unsafe bytes[recordEnd] == UInt8(ascii: "\r") {
                    guard next < end else { break reading }
                    if unsafe bytes[next] == UInt8(ascii: "\n") { next &+= 1 }
                }
                if isQuoted {
                    breaks &+= 1
                    skipTo = next
                    continue
                }
                unsafe Self.put(from: valueStart, to: at, field)
                unsafe field += 1
                let length = recordEnd &- recordStart
                // A blank line is no record, whatever its width.
                guard unsafe field - firstField == width, length > 0, length <= recordLimit else {
                    break reading
                }
                if (length &- headerLength) & ~3 == 0,
                    isHeader(block, from: recordStart, to: recordEnd)
                {
                    break reading
                }
                unsafe record.pointee.firstField = UInt32(
                    truncatingIfNeeded: firstField - block.fields)
                unsafe record.pointee.fieldCount = UInt32(truncatingIfNeeded: width)
                unsafe record.pointee.start = UInt32(truncatingIfNeeded: recordStart)
                unsafe record.pointee.length = UInt32(truncatingIfNeeded: length)
                unsafe record.pointee.line = run.line
                unsafe record.pointee.byteOffset = baseOffset &+ Int64(recordStart)
                unsafe record.pointee.fault = 0
                unsafe record += 1
                run.line &+= 1 &+ breaks
                breaks = 0
                room &-= 1
                recordStart = next
                fieldStart = next
                skipTo = next
                unsafe firstField = unsafe field
                if room == 0 { break reading }
            }
            base &+= 64
            window &+= 1
        }
        dropEscapes(from: unsafe firstField - block.fields)
        run.start = recordStart
        unsafe run.fieldCount = firstField - block.fields
        unsafe run.recordCount = record - block.records
    }
}
