/// One value of a YAML document, and where it stands.
package struct YAMLNode: Hashable, Sendable {
    package var content: Content
    /// From the value's first character to the one behind its last.
    package var span: SourceSpan

    package indirect enum Content: Hashable, Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; keys are unique.
        case mapping([YAMLPair])
    }

    package init(_ content: Content, span: SourceSpan) {
        self.content = content
        self.span = span
    }
}

/// One `key: value` of a mapping. Keys are always texts here, whatever the core schema would make of
/// them: `null:` and `5:` are the texts `null` and `5`.
package struct YAMLPair: Hashable, Sendable {
    package var key: String
    package var keySpan: SourceSpan
    package var value: YAMLNode

    package init(key: String, keySpan: SourceSpan, value: YAMLNode) {
        self.key = key
        self.keySpan = keySpan
        self.value = value
    }
}

/// Something that keeps a text from being the YAML that is wanted here.
package struct YAMLProblem: Hashable, Sendable {
    package var span: SourceSpan
    /// libfyaml's own words for a syntax error.
    package var message: String
    package var hint: String?

    package init(_ message: String, hint: String? = nil, at span: SourceSpan) {
        self.span = span
        self.message = message
        self.hint = hint
    }
}
