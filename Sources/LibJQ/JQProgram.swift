import CJq
package import JQ

/// A compiled jq program with one owner; what libjq holds for it is freed when it goes out of scope.
///
/// It runs in the process that it was compiled in, and nothing but the process keeps it from running
/// for ever or taking all memory: see `JQLimits`.
@safe package struct JQProgram: ~Copyable {
    private var state: OpaquePointer?
    private var reader = JQReader()

    /// - Parameter text: jq's language without what `JQRefusals` lists.
    /// - Throws: everything that jq has to say of it.
    package init(_ text: String) throws(JQSyntaxError) {
        let refused = JQRefusals.mistakes(in: text)
        guard refused.isEmpty else { throw JQSyntaxError(mistakes: refused) }
        guard let state = unsafe jq_init() else {
            throw JQSyntaxError(mistakes: [JQMistake(line: 1, message: "libjq does not start")])
        }
        unsafe self.state = unsafe state
        let messages = JQMessages()
        unsafe jq_set_error_cb(
            state,
            { messages, message in
                guard let messages = unsafe messages else { return unsafe jv_free(message) }
                unsafe Unmanaged<JQMessages>.fromOpaque(messages).takeUnretainedValue()
                    .add(message)
            }, Unmanaged.passUnretained(messages).toOpaque())
        let isCompiled = unsafe jq_compile(state, "\(JQRefusals.prelude)\n\(text)") != 0
        unsafe jq_set_error_cb(state, nil, nil)
        guard isCompiled else {
            throw JQSyntaxError(messages.texts, about: text)
        }
    }

    deinit {
        var state = unsafe state
        unsafe jq_teardown(&state)
    }

    /// Runs the program over one record, and appends what goes along with the outcome.
    /// - Parameters:
    ///   - record: JSON without white space, of UTF-8.
    ///   - most: so many bytes a result may have.
    package mutating func run(
        over record: UnsafeRawBufferPointer, into out: inout [UInt8], most: Int = JQLimits.result
    ) -> JQOutcome {
        guard let state = unsafe state else { return .error }
        let start = out.count
        let input: jv
        switch unsafe reader.read(record) {
        case .value(let value): unsafe input = unsafe value
        case .inexact(let number):
            unsafe out.append(contentsOf: record[number].prefix(JQLimits.said))
            return .inexact
        case .tooDeep: return .tooDeep
        }
        unsafe jq_start(state, input, 0)
        let first = unsafe jq_next(state)
        let kind = unsafe jv_get_kind(first)
        guard kind != JV_KIND_INVALID else { return unsafe failure(first, into: &out) }
        let second = unsafe jq_next(state)
        if unsafe jv_get_kind(second) != JV_KIND_INVALID {
            unsafe jv_free(first)
            unsafe jv_free(second)
            return .several
        }
        let end = unsafe failure(second, into: &out)
        guard end == .nothing else {
            unsafe jv_free(first)
            return end
        }
        defer { unsafe jv_free(first) }
        var writer = unsafe JQWriter(record: record, numbers: reader.numbers, most: most)
        guard kind == JV_KIND_OBJECT else {
            writer.most = JQLimits.said
            unsafe _ = writer.write(first, into: &out)
            if out.count - start > JQLimits.said { out.removeSubrange((start + JQLimits.said)...) }
            return .notObject
        }
        let outcome = unsafe writer.write(first, into: &out)
        if outcome != .object { out.removeSubrange(start...) }
        return outcome
    }

    /// The error that a result that is none stands for, or the end of the results.
    private func failure(_ invalid: jv, into out: inout [UInt8]) -> JQOutcome {
        guard unsafe jv_invalid_has_msg(jv_copy(invalid)) != 0 else {
            unsafe jv_free(invalid)
            return .nothing
        }
        let message = unsafe jv_invalid_get_msg(invalid)
        defer { unsafe jv_free(message) }
        if unsafe jv_get_kind(message) == JV_KIND_STRING {
            unsafe out +=
                text(message).unicodeScalars.prefix(JQLimits.said)
                .reduce(into: "") { $0.unicodeScalars.append($1) }.utf8
        } else {
            let start = out.count
            var writer = JQWriter(most: JQLimits.said)
            unsafe _ = writer.write(message, into: &out)
            if out.count - start > JQLimits.said { out.removeSubrange((start + JQLimits.said)...) }
        }
        return .error
    }
}

/// Why a text is no program that can be used.
package struct JQSyntaxError: Error, Hashable, Sendable {
    /// At least one.
    package let mistakes: [JQMistake]

    init(mistakes: [JQMistake]) { self.mistakes = mistakes }

    /// - Parameter messages: what libjq has said.
    init(_ messages: [String], about program: String) {
        var mistakes: [JQMistake] = []
        for message in messages {
            guard let mistake = JQMessage(message, about: program)?.mistake(in: program) else {
                continue
            }
            if !mistakes.contains(mistake) { mistakes.append(mistake) }
        }
        if mistakes.isEmpty { mistakes = [JQMistake(line: 1, message: "jq does not take it")] }
        self.mistakes = mistakes
    }
}

/// What libjq says while it compiles, which goes to a callback and not to standard error.
private final class JQMessages {
    var texts: [String] = []

    /// Takes the message.
    func add(_ message: jv) {
        if unsafe jv_get_kind(message) == JV_KIND_STRING { texts.append(unsafe text(message)) }
        unsafe jv_free(message)
    }
}

/// A string's text; the string is left as it is.
private func text(_ string: jv) -> String {
    let count = Int(unsafe jv_string_length_bytes(jv_copy(string)))
    guard let start = unsafe jv_string_value(string) else { return "" }
    return unsafe start.withMemoryRebound(to: UInt8.self, capacity: count) {
        unsafe String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
    }
}
