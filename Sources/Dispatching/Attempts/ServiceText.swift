/// A service's own words, as they are kept with a dead letter: one line, at most 1 KiB.
package enum ServiceText {
    package static let limit = 1024

    /// Control characters become spaces, runs of them one, and the text is cut to 1 KiB of UTF-8.
    package static func clean(_ text: String) -> String {
        var cleaned: [UInt8] = []
        var isSpaceOwed = false
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format, .spaceSeparator:
                isSpaceOwed = !cleaned.isEmpty
                continue
            default: break
            }
            let bytes = UTF8.encode(scalar)!
            guard cleaned.count + bytes.count + (isSpaceOwed ? 1 : 0) <= limit else { break }
            if isSpaceOwed { cleaned.append(0x20) }
            isSpaceOwed = false
            cleaned += bytes
        }
        return String(decoding: cleaned, as: UTF8.self)
    }

    /// What a body that is not JSON says, as far as it is text.
    package static func clean(_ body: [UInt8]) -> String {
        clean(String(decoding: body.prefix(4 * limit), as: UTF8.self))
    }
}
