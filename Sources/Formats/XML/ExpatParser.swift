import CExpat

/// expat, told where a document's bytes lie, and telling its builder what is in them.
///
/// A parser may begin in the middle of a document: then the tags of the elements around that place
/// are given to it first.
@safe final class ExpatParser {
    enum Outcome {
        /// All bytes given so far have been taken.
        case finished
        /// The builder has a block's worth of records; `resume` goes on.
        case suspended
        /// What is wrong at that byte of the document.
        case failed(XMLMistake)
    }

    private let parser: XML_Parser
    private let builder: XMLRecordBuilder
    private let context: UnsafeMutablePointer<Context>

    /// What the calls are told: the state they work on, and who takes the records.
    @safe private struct Context {
        let state: UnsafeMutablePointer<XMLRecordState>
        unowned(unsafe) let builder: XMLRecordBuilder
    }

    /// - Parameters:
    ///   - byteOffset: of the first byte that will be given.
    ///   - line: on which it lies.
    ///   - ancestors: the tags of the elements around that place, outermost first.
    init(builder: XMLRecordBuilder, byteOffset: Int64, line: Int64, ancestors: [[UInt8]]) {
        guard let parser = unsafe XML_ParserCreate("UTF-8") else {
            preconditionFailure("expat: out of memory")
        }
        unsafe self.parser = parser
        self.builder = builder
        let prologue = ancestors.flatMap { [UInt8(ascii: "<")] + $0 + [UInt8(ascii: ">")] }
        unsafe builder.state.pointee.begin(
            parser, at: byteOffset, offsetOfIndex: byteOffset - Int64(prologue.count),
            linesBefore: line - 1)
        unsafe context = .allocate(capacity: 1)
        unsafe context.initialize(to: Context(state: builder.state, builder: builder))
        unsafe XML_SetUserData(parser, context)
        listen()
        if !prologue.isEmpty {
            _ = unsafe prologue.withUnsafeBytes { unsafe parse($0, isLast: false) }
        }
    }

    deinit {
        unsafe XML_ParserFree(parser)
        unsafe context.deallocate()
    }

    private func listen() {
        unsafe XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let name = unsafe name, let attributes = unsafe attributes else { return }
                unsafe ExpatParser.state(data).pointee.started(name, attributes)
            },
            { data, _ in
                guard let record = unsafe ExpatParser.state(data).pointee.ended() else { return }
                unsafe ExpatParser.context(data).pointee.builder.end(record)
            })
        unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let text = unsafe text else { return }
            unsafe ExpatParser.state(data).pointee.read(
                UnsafeBufferPointer(
                    start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self),
                    count: Int(count)))
        }
        unsafe XML_SetStartCdataSectionHandler(parser) { data in
            unsafe ExpatParser.state(data).pointee.sectionStarted()
        }
        unsafe XML_SetEndCdataSectionHandler(parser) { data in
            guard let section = unsafe ExpatParser.state(data).pointee.sectionEnded() else {
                return
            }
            unsafe ExpatParser.context(data).pointee.builder.endSection(section)
        }
        // Comments and instructions mean nothing, but that expat gets on.
        unsafe XML_SetCommentHandler(parser) { data, _ in
            _ = unsafe ExpatParser.state(data).pointee.heard()
        }
        unsafe XML_SetProcessingInstructionHandler(parser) { data, _, text in
            unsafe ExpatParser.state(data).pointee.instructed(text)
        }
        // No entity is ever expanded but XML's own five.
        unsafe XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
            unsafe ExpatParser.state(data).pointee.refuseEntities()
        }
        unsafe XML_SetSkippedEntityHandler(parser) { data, _, _ in
            unsafe ExpatParser.state(data).pointee.refuse("an entity that is declared nowhere")
        }
    }

    private static func context(
        _ data: UnsafeMutableRawPointer?
    ) -> UnsafeMutablePointer<Context> {
        guard let data = unsafe data else { preconditionFailure("expat forgot its user data") }
        return unsafe data.assumingMemoryBound(to: Context.self)
    }

    @inline(__always) private static func state(
        _ data: UnsafeMutableRawPointer?
    ) -> UnsafeMutablePointer<XMLRecordState> {
        unsafe context(data).pointee.state
    }

    func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Outcome {
        let text = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return unsafe outcome(XML_Parse(parser, text, Int32(bytes.count), isLast ? 1 : 0))
    }

    func resume() -> Outcome { unsafe outcome(XML_ResumeParser(parser)) }

    private func outcome(_ status: XML_Status) -> Outcome {
        switch status {
        case XML_STATUS_OK: return .finished
        case XML_STATUS_SUSPENDED: return .suspended
        default:
            let code = unsafe XML_GetErrorCode(parser)
            let words = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) }
            return unsafe .failed(
                XMLMistake(
                    reason: builder.state.pointee.refusal ?? words ?? "not XML",
                    byteOffset: max(0, Int64(XML_GetCurrentByteIndex(parser)))
                        + builder.state.pointee.offsetOfIndex,
                    line: Int64(XML_GetCurrentLineNumber(parser))
                        + builder.state.pointee.linesBefore))
        }
    }
}

/// Where a document is not well-formed, or not put up with.
struct XMLMistake {
    var reason: String
    var byteOffset: Int64
    var line: Int64
}
