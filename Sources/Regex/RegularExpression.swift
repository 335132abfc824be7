import CRE2

/// A compiled RE2 expression: UTF-8, time linear in the text, no backtracking, bounded memory.
///
/// RE2 expressions may be used from several threads at once (re2.h says so), and this class only
/// ever reads its handle; that is why it may call itself Sendable.
@safe package final class RegularExpression: @unchecked Sendable {
    package let pattern: String
    private let handle: OpaquePointer

    /// What RE2 says about a pattern it does not take.
    package struct SyntaxError: Error, Hashable, Sendable {
        package let message: String
    }

    /// - Parameter memory: what the program and its caches may take, in bytes; a pattern that needs
    ///   more is a syntax error.
    package init(_ pattern: String, memory: Int64 = 8 << 20) throws(SyntaxError) {
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
    }

    deinit { unsafe hopper_re2_free(handle) }

    /// Whether the pattern is found somewhere in these bytes of UTF-8. Where RE2 runs out of memory
    /// the answer is no.
    package func isFound(in text: UnsafePointer<UInt8>, count: Int) -> Bool {
        unsafe hopper_re2_found(handle, text, count) == 1
    }

    /// The same for a text; for tests and reports, not for the hot path.
    package func isFound(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else {
                return unsafe hopper_re2_found(handle, nil, 0) == 1
            }
            return unsafe isFound(in: start, count: bytes.count)
        }
    }
}
