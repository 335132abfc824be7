import CFyaml

/// What libfyaml's parser says, as plain Swift values.
enum YAMLEvent {
    case documentStart(SourceSpan)
    case scalar(YAMLScalar, YAMLNodeMarks)
    case alias(String, SourceSpan)
    case sequenceStart(YAMLNodeMarks)
    case mappingStart(YAMLNodeMarks)
    case end(SourceSpan)
    case syntaxError(YAMLProblem)
    /// The text was read to its end without a syntax error.
    case streamEnd
}

/// Where a node begins, and what stands before its value.
struct YAMLNodeMarks {
    /// Nil for a value that is not there: `key:`.
    var span: SourceSpan?
    var anchor: String?
    /// The tag as it is written, where there is one.
    var tag: SourceSpan?
}

/// Runs libfyaml's event parser over a text that is UTF-8 and not too large.
struct EventParser {
    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// Calls `body` with each event until it returns false or there are no more.
    func forEachEvent(_ body: (YAMLEvent) -> Bool) {
        guard !source.bytes.isEmpty else {
            _ = body(.streamEnd)
            return
        }
        // libfyaml reads from these bytes for as long as the parser lives.
        unsafe source.bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let diag = unsafe quietDiagnostics()
            defer { unsafe fy_diag_destroy(diag) }
            let flags =
                FYPCF_COLLECT_DIAG.rawValue | FYPCF_DISABLE_MMAP_OPT.rawValue
                | FYPCF_DEFAULT_VERSION_1_2.rawValue | FYPCF_JSON_NONE.rawValue
            var settings = unsafe fy_parse_cfg(
                search_path: nil, flags: fy_parse_cfg_flags(flags), userdata: nil, diag: diag)
            let parser = unsafe fy_parser_create(&settings)
            defer { unsafe fy_parser_destroy(parser) }
            guard let parser = unsafe parser,
                unsafe fy_parser_set_string(parser, start, bytes.count) == 0
            else {
                _ = body(.syntaxError(unsafe firstError(diag)))
                return
            }
            unsafe run(parser, diag, body)
        }
    }

    /// Collects what libfyaml has to say; by default it would go to stderr.
    private func quietDiagnostics() -> OpaquePointer? {
        var settings = unsafe fy_diag_cfg()
        unsafe fy_diag_cfg_default(&settings)
        unsafe settings.fp = nil
        let diag = unsafe fy_diag_create(&settings)
        unsafe fy_diag_set_collect_errors(diag, true)
        return unsafe diag
    }

    private func run(_ parser: OpaquePointer, _ diag: OpaquePointer?, _ body: (YAMLEvent) -> Bool) {
        while let event = unsafe fy_parser_parse(parser) {
            defer { unsafe fy_parser_event_free(parser, event) }
            if let event = unsafe translate(event.pointee) {
                if !body(event) { return }
            }
        }
        if unsafe fy_parser_get_stream_error(parser) || fy_diag_got_error(diag) {
            _ = body(.syntaxError(unsafe firstError(diag)))
        } else {
            _ = body(.streamEnd)
        }
    }

    private func translate(_ event: fy_event) -> YAMLEvent? {
        switch unsafe event.type {
        case FYET_DOCUMENT_START:
            return .documentStart(unsafe span(event.document_start.document_start) ?? beginning)
        case FYET_SCALAR:
            let scalar = unsafe event.scalar
            let style = unsafe fy_token_scalar_style(scalar.value)
            var marks = unsafe marks(scalar.value, scalar.anchor, scalar.tag)
            if style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED {
                // libfyaml's marks stand inside the quotes.
                marks.span = unsafe span(scalar.value, before: 1, behind: 1)
            }
            let kind: YAMLScalar.Style = style == FYSS_PLAIN ? .plain : .quoted
            return .scalar(YAMLScalar(unsafe text(scalar.value), style: kind), marks)
        case FYET_ALIAS:
            let anchor = unsafe event.alias.anchor
            return .alias(unsafe text(anchor), unsafe span(anchor, before: 1) ?? beginning)
        case FYET_SEQUENCE_START:
            let start = unsafe event.sequence_start
            return .sequenceStart(unsafe marks(start.sequence_start, start.anchor, start.tag))
        case FYET_MAPPING_START:
            let start = unsafe event.mapping_start
            return .mappingStart(unsafe marks(start.mapping_start, start.anchor, start.tag))
        case FYET_SEQUENCE_END:
            return .end(unsafe span(event.sequence_end.sequence_end) ?? beginning)
        case FYET_MAPPING_END:
            return .end(unsafe span(event.mapping_end.mapping_end) ?? beginning)
        default: return nil
        }
    }

    private func marks(
        _ value: OpaquePointer?, _ anchor: OpaquePointer?, _ tag: OpaquePointer?
    ) -> YAMLNodeMarks {
        unsafe YAMLNodeMarks(
            span: span(value), anchor: anchor == nil ? nil : text(anchor),
            tag: tag == nil ? nil : span(tag))
    }

    private func text(_ token: OpaquePointer?) -> String {
        var length = 0
        guard let token = unsafe token, let start = unsafe fy_token_get_text(token, &length) else {
            return ""
        }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    /// The token's place, widened by bytes that belong to it; nil where it has none.
    private func span(
        _ token: OpaquePointer?, before: Int = 0, behind: Int = 0
    ) -> SourceSpan? {
        guard let token = unsafe token, let start = unsafe fy_token_start_mark(token) else {
            return nil
        }
        let from = unsafe source.place(at: start.pointee.input_pos - before)
        guard let end = unsafe fy_token_end_mark(token) else { return SourceSpan(from, from) }
        return SourceSpan(from, unsafe source.place(at: end.pointee.input_pos + behind))
    }

    private var beginning: SourceSpan {
        let start = SourcePlace(line: 1, column: 1)
        return SourceSpan(start, start)
    }

    private func firstError(_ diag: OpaquePointer?) -> YAMLProblem {
        var previous: UnsafeMutableRawPointer?
        while let error = unsafe fy_diag_errors_iterate(diag, &previous) {
            guard unsafe error.pointee.type == FYET_ERROR else { continue }
            let message = unsafe error.pointee.msg.map { unsafe String(cString: $0) } ?? ""
            let line = min(max(Int(unsafe error.pointee.line), 1), source.lineCount)
            let width = source.line(line).unicodeScalars.count
            let column = min(max(Int(unsafe error.pointee.column), 1), width + 1)
            let place = SourcePlace(line: line, column: column)
            return YAMLProblem(
                message.isEmpty ? "not YAML" : message, hint: hint(for: message, at: line),
                at: SourceSpan(place, place))
        }
        return YAMLProblem("not YAML", at: beginning)
    }

    /// What is behind those of libfyaml's messages that don't say it.
    private func hint(for message: String, at line: Int) -> String? {
        let lines = [line, line + 1].filter { $0 <= source.lineCount }.map { source.line($0) }
        let indents = lines.map { $0.prefix { $0 == " " || $0 == "\t" } }
        if indents.contains(where: { $0.contains("\t") }) {
            return "YAML is indented with spaces, not with tabs"
        }
        if message.contains("multiline plain key") { return "is the next line indented too far?" }
        if message.contains("plain scalar cannot start") { return "quote the text" }
        let isColon = message.contains("missing comma") || message.contains("nested block mapping")
        return isColon && lines[0].contains(": ") ? "a text that holds ': ' must be quoted" : nil
    }
}
