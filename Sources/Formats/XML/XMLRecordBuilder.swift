import Vocabulary

/// Makes records of what expat tells: finds the record elements, and in them what is wanted.
@safe final class XMLRecordBuilder {
    /// What expat's calls work on, one parser after another.
    let state: UnsafeMutablePointer<XMLRecordState>
    /// Called with each record; whether to go on.
    var finished: (XMLRecordState.Finished) -> Bool = { _ in true }

    /// Called with what a CDATA section lies in, a record before it is finished or the section itself
    /// between records: what is wrong with it, if it is.
    var examined: (Range<Int64>) -> String? = { _ in nil }

    init(path: [String], wanted: [XMLPath?], recordLimit: Int) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(
            to: XMLRecordState(path: path, wanted: wanted, recordLimit: recordLimit))
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    var open: XMLRecordState.OpenRecord? { unsafe state.pointee.open }
    var aside: XMLRecordState.Beginning? { unsafe state.pointee.aside }
    var section: XMLRecordState.Beginning? { unsafe state.pointee.section }
    var ancestors: [[UInt8]]? { unsafe state.pointee.ancestors }
    var root: [UInt8]? { unsafe state.pointee.root }
    var refusesEntities: Bool { unsafe state.pointee.refusesEntities }
    var heardEnd: Int64 { unsafe state.pointee.heardEnd }

    /// A record's end tag has been read, and its values are there.
    func end(_ record: XMLRecordState.Finished) {
        if unsafe state.pointee.hasSection, let reason = examined(record.byteOffset..<record.end) {
            unsafe state.pointee.refuse(reason)
            return
        }
        let goesOn = finished(record)
        unsafe state.pointee.forgetRecord()
        if !goesOn { unsafe state.pointee.suspend() }
    }

    /// A section between records has been read.
    func endSection(_ range: Range<Int64>) {
        if let reason = examined(range) { return unsafe state.pointee.refuse(reason) }
        unsafe state.pointee.forgetSection()
    }

    /// Within `finished`: puts the record's values into the block; how many fields that are.
    func putFields(into block: RecordBlock) -> Int { unsafe state.pointee.values.put(into: block) }
}
