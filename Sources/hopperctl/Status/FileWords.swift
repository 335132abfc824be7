import Vocabulary

/// What commands say of a file that was named otherwise than by its id.
enum FileWords {
    static func noID(_ text: String) -> String {
        let shown = text.printable(limit: 60)
        let head = "'\(shown)' is not a file id: 16 characters, as "
        return text.contains(".")
            ? head + "'hopperctl files --name \(shown)' lists them for a name"
            : head + "'hopperctl files' lists them"
    }
}
