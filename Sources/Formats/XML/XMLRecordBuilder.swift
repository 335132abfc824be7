import Vocabulary

/// Makes records of what expat tells: finds the record elements, and in them what is wanted.
@safe final class XMLRecordBuilder {
    /// What expat's calls work on, one parser after another.
    let state: UnsafeMutablePointer<XMLRecordState>
    /// Called with each record; whether to go on.
    var finished: (XMLRecordState.Finished) -> Bool = { _ in true }

    /// Called before with each record that has a CDATA section in it: what is wrong with it, if it is.
    var examined: (XMLRecordState.Finished) -> String? = { _ in nil }

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
    var ancestors: [[UInt8]]? { unsafe state.pointee.ancestors }
    var root: [UInt8]? { unsafe state.pointee.root }
    var refusesEntities: Bool { unsafe state.pointee.refusesEntities }
    var heardEnd: Int64 { unsafe state.pointee.heardEnd }

    /// A record's end tag has been read, and its values are there.
    func end(_ record: XMLRecordState.Finished) {
        if unsafe state.pointee.hasSection, let reason = examined(record) {
            unsafe state.pointee.refuse(reason)
            return
        }
        let goesOn = finished(record)
        unsafe state.pointee.forgetRecord()
        if !goesOn { unsafe state.pointee.suspend() }
    }

    /// Within `finished`: puts the record's values into the block; how many fields that are.
    func putFields(into block: RecordBlock) -> Int { unsafe state.pointee.values.put(into: block) }
}
