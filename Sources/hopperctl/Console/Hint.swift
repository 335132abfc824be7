import Configuration

/// `; did you mean 'files'?`, where one of the words is near; else nothing.
func hint(for word: String, among known: [String]) -> String {
    suggestion(for: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
}

/// The same; where none is near, the known words, or the first of them.
func hintOrList(for word: String, among known: [String]) -> String {
    if let near = suggestion(for: word, among: known) { return "; did you mean '\(near)'?" }
    let shown = known.prefix(10).joined(separator: ", ")
    let more = known.count > 10 ? " and \(known.count - 10) more" : ""
    return known.isEmpty ? "" : "; known: \(shown)\(more)"
}
