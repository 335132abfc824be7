import CExpat

/// Where expat is in a document, and what was found in the record that is open.
///
/// Its calls come at every tag and every stretch of text, some ten for each field: it lies at an
/// address of its own, and nothing is counted, locked or looked up on the way.
@safe struct XMLRecordState {
    /// The record that is being read.
    struct OpenRecord {
        var byteOffset: Int64
        var line: Int64
        /// Elements around what is being read, the record element itself left out.
        var depth = 0
    }

    /// A record whose end tag has been read.
    struct Finished {
        var byteOffset: Int64
        var line: Int64
        var end: Int64
        /// The line on which the end tag begins, and where.
        var endTagLine: Int64
        var endTag: Int64
    }

    /// Where something begins that is open, and holds no record where records are looked for.
    struct Beginning {
        var byteOffset: Int64
        var line: Int64
        /// Elements around it.
        var depth: Int
    }

    private let path: [[UInt8]]
    let recordLimit: Int
    var values: XMLValues

    private var parser: XML_Parser?
    /// To be added to the parser's own byte index.
    private(set) var offsetOfIndex: Int64 = 0
    /// To be added to the parser's own line number.
    private(set) var linesBefore: Int64 = 0
    /// Why the parser was told to stop.
    private(set) var refusal: String?

    /// Elements around what is being read, and how many of them lie on the path to the records.
    private var depth = 0
    private var matched = 0
    private(set) var open: OpenRecord?
    /// The outermost element that is not on the path to the records, beside it.
    private(set) var aside: Beginning?
    /// A CDATA section between records.
    private(set) var section: Beginning?
    /// The qualified names of the elements around the first record, once there was one.
    private(set) var ancestors: [[UInt8]]?
    private var tags: [[UInt8]] = []
    /// The root element's local name.
    private(set) var root: [UInt8]?
    private(set) var refusesEntities = false
    /// A CDATA section was told in this record.
    private(set) var hasSection = false
    /// Where that begins which was told last, and where it ends.
    private var heardStart: Int64 = 0
    private(set) var heardEnd: Int64 = 0

    static let deepest = 100

    init(path: [String], wanted: [XMLPath?], recordLimit: Int) {
        self.path = path.map { Array($0.utf8) }
        self.recordLimit = recordLimit
        values = XMLValues(wanted)
    }

    /// Forgets where it is: another parser begins, at that place of the document.
    mutating func begin(
        _ parser: XML_Parser, at byteOffset: Int64, offsetOfIndex: Int64, linesBefore: Int64
    ) {
        unsafe self.parser = unsafe parser
        self.offsetOfIndex = offsetOfIndex
        self.linesBefore = linesBefore
        refusal = nil
        depth = 0
        matched = 0
        tags = []
        heardStart = byteOffset
        heardEnd = byteOffset
        open = nil
        aside = nil
        section = nil
        hasSection = false
        values.removeAll()
    }

    /// Something was told, whatever it is; false if it is too long to be put up with.
    @discardableResult mutating func heard() -> Bool {
        let end = hear()
        if open == nil, end - heardEnd > Int64(recordLimit) {
            refuse(Self.tooLong(recordLimit))
            return false
        }
        heardEnd = end
        return true
    }

    /// Where that ends which is told.
    private mutating func hear() -> Int64 {
        let start = unsafe Int64(XML_GetCurrentByteIndex(parser)) + offsetOfIndex
        heardStart = start
        return unsafe start + Int64(XML_GetCurrentByteCount(parser))
    }

    mutating func started(
        _ name: UnsafePointer<CChar>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) {
        guard heard() else { return }
        let local = unsafe XMLName.local(name)
        if open != nil { return unsafe startedWithin(local, attributes) }
        if depth == 0, root == nil { unsafe root = Array(local) }
        if depth == matched, matched < path.count, unsafe XMLName.isEqual(local, path[matched]) {
            matched += 1
        }
        if matched == path.count, depth + 1 == path.count {
            if ancestors == nil { ancestors = tags }
            open = OpenRecord(byteOffset: heardStart, line: line)
            unsafe values.enterRecord(local, attributes)
        } else {
            if ancestors == nil, tags.count < path.count {
                unsafe tags.append(Array(XMLName.whole(name)))
            }
            if aside == nil, depth > 0, depth == matched { aside = beginning }
        }
        depth += 1
        if depth > path.count + Self.deepest { refuse(Self.tooDeep) }
    }

    private var beginning: Beginning {
        Beginning(byteOffset: heardStart, line: line, depth: depth)
    }

    private var line: Int64 { unsafe Int64(XML_GetCurrentLineNumber(parser)) + linesBefore }

    private mutating func startedWithin(
        _ local: UnsafeBufferPointer<UInt8>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) {
        guard var record = open else { return }
        record.depth += 1
        open = record
        depth += 1
        if record.depth > Self.deepest {
            return refuse(Self.tooDeep)
        }
        unsafe values.enter(local, attributes, depth: record.depth)
        demandSize(record)
    }

    mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        // Text may come in pieces of any length.
        heardEnd = hear()
        guard let record = open else {
            if let section, heardEnd - section.byteOffset > Int64(recordLimit) {
                refuse(Self.tooLong(recordLimit))
            }
            return
        }
        unsafe values.read(text)
        demandSize(record)
    }

    /// The record that ends here, if one does.
    mutating func ended() -> Finished? {
        guard heard() else { return nil }
        depth -= 1
        guard let record = open else {
            if matched == depth + 1 { matched -= 1 }
            if aside?.depth == depth { aside = nil }
            if ancestors == nil, tags.count > depth { tags.removeLast() }
            return nil
        }
        values.leave(depth: record.depth)
        guard record.depth == 0 else {
            open = OpenRecord(
                byteOffset: record.byteOffset, line: record.line, depth: record.depth - 1)
            return nil
        }
        matched -= 1
        if heardEnd - record.byteOffset > Int64(recordLimit) {
            refuse(Self.tooLong(recordLimit))
            return nil
        }
        return Finished(
            byteOffset: record.byteOffset, line: record.line, end: heardEnd, endTagLine: line,
            endTag: heardStart)
    }

    mutating func sectionStarted() {
        heardEnd = hear()
        hasSection = true
        if open == nil { section = beginning }
    }

    /// The section between records that ends here, if one does.
    mutating func sectionEnded() -> Range<Int64>? {
        heardEnd = hear()
        return section.map { $0.byteOffset..<heardEnd }
    }

    mutating func forgetSection() { section = nil }

    mutating func instructed(_ text: UnsafePointer<CChar>?) {
        if let text = unsafe text, let name = path.last,
            unsafe XMLSections.holdsRecord(instruction: text, named: name)
        {
            return refuse("an instruction that is not closed: records stand in it")
        }
        heard()
    }

    /// The record that ended has been made use of.
    mutating func forgetRecord() {
        open = nil
        hasSection = false
        values.removeAll()
    }

    /// Stop after this event; the parser can be resumed.
    func suspend() { _ = unsafe XML_StopParser(parser, XML_Bool(1)) }

    /// Stop, and fail for this reason.
    mutating func refuse(_ reason: String) {
        if refusal == nil { refusal = reason }
        _ = unsafe XML_StopParser(parser, XML_Bool(0))
    }

    mutating func refuseEntities() {
        refusesEntities = true
        refuse("it declares entities, which are not expanded here")
    }

    /// What a record's values take is bounded by what it takes itself.
    private mutating func demandSize(_ record: OpenRecord) {
        guard
            heardStart - record.byteOffset > Int64(recordLimit)
                || values.byteCount > 16 * recordLimit
        else { return }
        refuse(Self.tooLong(recordLimit))
    }

    static let tooDeep = "nested deeper than \(deepest) elements"

    static func tooLong(_ limit: Int) -> String {
        "longer than the \(limit) bytes allowed for a record"
    }
}
