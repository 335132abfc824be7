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
    /// To be added to the parser's own byte index.
    private let offsetOfIndex: Int64
    /// To be added to the parser's own line number.
    private let linesBefore: Int64
    private var refusal: String?

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
        offsetOfIndex = byteOffset - Int64(prologue.count)
        linesBefore = line - 1
        builder.begin(self, at: byteOffset)
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
        listen()
        if !prologue.isEmpty {
            _ = unsafe prologue.withUnsafeBytes { unsafe parse($0, isLast: false) }
        }
    }

    deinit { unsafe XML_ParserFree(parser) }

    private func listen() {
        unsafe XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let builder = unsafe ExpatParser.builder(data), let name = unsafe name,
                    let attributes = unsafe attributes
                else { return }
                unsafe builder.started(name, attributes)
            },
            { data, _ in unsafe ExpatParser.builder(data)?.ended() })
        unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let text = unsafe text else { return }
            unsafe ExpatParser.builder(data)?.read(
                UnsafeBufferPointer(
                    start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self),
                    count: Int(count)))
        }
        // Comments and instructions mean nothing, but that expat gets on.
        unsafe XML_SetCommentHandler(parser) { data, _ in
            unsafe ExpatParser.builder(data)?.heard()
        }
        unsafe XML_SetProcessingInstructionHandler(parser) { data, _, _ in
            unsafe ExpatParser.builder(data)?.heard()
        }
        // No entity is ever expanded but XML's own five.
        unsafe XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
            unsafe ExpatParser.builder(data)?.refuseEntities()
        }
        unsafe XML_SetSkippedEntityHandler(parser) { data, _, _ in
            unsafe ExpatParser.builder(data)?.skippedEntity()
        }
    }

    private static func builder(_ data: UnsafeMutableRawPointer?) -> XMLRecordBuilder? {
        unsafe data.map { unsafe Unmanaged.fromOpaque($0).takeUnretainedValue() }
    }

    func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Outcome {
        let text = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return unsafe outcome(XML_Parse(parser, text, Int32(bytes.count), isLast ? 1 : 0))
    }

    func resume() -> Outcome { unsafe outcome(XML_ResumeParser(parser)) }

    /// Within the builder's calls: stop after this event; `resume` will go on.
    func suspend() { _ = unsafe XML_StopParser(parser, XML_Bool(1)) }

    /// Within the builder's calls: stop, and fail for this reason.
    func refuse(_ reason: String) {
        if refusal == nil { refusal = reason }
        _ = unsafe XML_StopParser(parser, XML_Bool(0))
    }

    /// Where the event begins that is being told.
    var byteOffset: Int64 { unsafe Int64(XML_GetCurrentByteIndex(parser)) + offsetOfIndex }

    /// Behind the event that is being told.
    var endOffset: Int64 { unsafe byteOffset + Int64(XML_GetCurrentByteCount(parser)) }

    var line: Int64 { unsafe Int64(XML_GetCurrentLineNumber(parser)) + linesBefore }

    private func outcome(_ status: XML_Status) -> Outcome {
        switch status {
        case XML_STATUS_OK: return .finished
        case XML_STATUS_SUSPENDED: return .suspended
        default:
            let code = unsafe XML_GetErrorCode(parser)
            let words = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) }
            return .failed(
                XMLMistake(
                    reason: refusal ?? words ?? "not XML", byteOffset: byteOffset, line: line))
        }
    }
}

/// Where a document is not well-formed, or not put up with.
struct XMLMistake {
    var reason: String
    var byteOffset: Int64
    var line: Int64
}
