import Digest
package import Vocabulary

/// W3C Trace Context, level 1: all attempts at a batch are spans of one trace.
package enum TraceContext {
    /// - Parameter span: drawn for each attempt.
    package static func traceparent(batch: BatchID, span: UInt64) -> String {
        let trace = Array(SHA256.hash(Array("hopper trace \(batch)".utf8)).prefix(16))
        let digits = String(max(1, span), radix: 16)
        let padding = String(repeating: "0", count: 16 - digits.count)
        return "00-\(trace.hexadecimal)-\(padding)\(digits)-01"
    }
}
