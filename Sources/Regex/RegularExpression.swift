import CRE2

/// A compiled RE2 expression: UTF-8, time linear in the text, no backtracking, bounded memory. Most
/// patterns that people write for a field are run by a small table instead, which means the same
/// (`ByteAutomaton`).
///
/// RE2 expressions may be used from several threads at once (re2.h says so), and this class only
/// ever reads its handle and its table; that is why it may call itself Sendable.
@safe package final class RegularExpression: @unchecked Sendable {
    package let pattern: String
    private let handle: OpaquePointer
    /// A `ByteAutomaton`, flat; nil where RE2 must be asked.
    private let table: UnsafeMutablePointer<UInt8>?
    private let ends: UInt64

    /// What RE2 says about a pattern it does not take.
    package struct SyntaxError: Error, Hashable, Sendable {
        package let message: String
    }

    /// - Parameter memory: what the program and its caches may take, in bytes; a pattern that needs
    ///   more is a syntax error.
    package convenience init(
        _ pattern: String, memory: Int64 = 8 << 20
    ) throws(SyntaxError) {
        try self.init(pattern, memory: memory, asksRE2: false)
    }

    /// - Parameter asksRE2: always, for comparison.
    init(_ pattern: String, memory: Int64 = 8 << 20, asksRE2: Bool) throws(SyntaxError) {
        var pattern = pattern
        var message = [CChar](repeating: 0, count: 256)
        let compiled = pattern.withUTF8 { text in
            unsafe text.withMemoryRebound(to: CChar.self) { characters in
                // An empty string may have no address, which RE2 must not see.
                if let start = characters.baseAddress {
                    return unsafe hopper_re2_compile(
                        start, characters.count, memory, &message, message.count)
                }
                return unsafe hopper_re2_compile("", 0, memory, &message, message.count)
            }
        }
        guard let compiled = unsafe compiled else {
            let end = message.firstIndex(of: 0) ?? message.count
            throw SyntaxError(
                message: String(
                    decoding: message[..<end].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        unsafe handle = compiled
        self.pattern = pattern
        guard !asksRE2, let simple = SimpleExpression(pattern: pattern),
            let automaton = ByteAutomaton(simple)
        else {
            unsafe table = nil
            ends = 0
            return
        }
        let flat = UnsafeMutablePointer<UInt8>.allocate(capacity: automaton.table.count)
        for (index, state) in automaton.table.enumerated() {
            unsafe (flat + index).initialize(to: state)
        }
        unsafe table = flat
        ends = automaton.ends
    }

    deinit {
        unsafe hopper_re2_free(handle)
        unsafe table?.deallocate()
    }

    /// Whether a table does RE2's work.
    var hasTable: Bool { unsafe table != nil }

    /// Whether the pattern is found somewhere in these bytes of UTF-8. Where RE2 runs out of memory
    /// the answer is no.
    package func isFound(in text: UnsafePointer<UInt8>, count: Int) -> Bool {
        guard let table = unsafe table else {
            return unsafe hopper_re2_found(handle, text, count) == 1
        }
        var state = ByteAutomaton.start
        var at = 0
        while true {
            let row = unsafe table + Int(state) << 8
            var next = state
            // Most bytes leave the state as it is, and these steps need not wait for each other.
            while at < count {
                next = unsafe row[Int(text[at])]
                at += 1
                if next != state { break }
            }
            if next == state { return ends >> UInt64(state) & 1 == 1 }
            if next <= ByteAutomaton.won { return next == ByteAutomaton.won }
            state = next
        }
    }

    /// The same for a text; for tests and reports, not for the hot path.
    package func isFound(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var none: UInt8 = 0
            guard let start = bytes.baseAddress else {
                return unsafe isFound(in: &none, count: 0)
            }
            return unsafe isFound(in: start, count: bytes.count)
        }
    }
}
