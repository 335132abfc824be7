import Glibc

/// Colour for one stream, if there is a person looking at it who wants it.
struct Ink {
    let isColored: Bool

    init(on descriptor: Int32 = STDOUT_FILENO) { isColored = Terminal.wantsColor(descriptor) }

    func callAsFunction(_ text: String, _ style: Terminal.Style) -> String {
        isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
