extension Section {
    /// The path that a key names: absolute, or below the directory; without a trailing slash. Nil
    /// without the key, and when it is no path, which is reported.
    func path(_ key: String, below directory: String) -> String? {
        guard let value = value(key), let text = value.text() else { return nil }
        let parts = text.split(separator: "/").filter { $0 != "." }
        guard !parts.contains("..") else {
            return value.refuse("must not go up with '..'", hint: "write the path out")
        }
        guard parts.first != "~" else {
            return value.refuse("can't begin with '~'", hint: "write the path out")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return value.refuse("holds a control character")
        }
        let path = parts.joined(separator: "/")
        if text.hasPrefix("/") {
            guard !parts.isEmpty else { return value.refuse("must not be the root directory") }
            return "/" + path
        }
        return path.isEmpty ? directory : directory + "/" + path
    }
}
