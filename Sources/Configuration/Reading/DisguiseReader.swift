import Mapping
import YAML

/// Reads a field's `hash` or `mask`.
struct DisguiseReader {
    let section: Section

    /// Nil where there is none, or what is wrong with it has been reported.
    func read() -> FieldSpec.Disguise? {
        if section.has("hash"), let pair = section["mask"] {
            section.findings.report(
                "\(section.title) has both 'hash' and 'mask'", hint: "choose one",
                at: pair.keySpan)
            return nil
        }
        if let value = section.value("hash") { return hash(value) }
        if let value = section.value("mask") { return mask(value) }
        return nil
    }

    private func hash(_ value: Value) -> FieldSpec.Disguise? {
        if case .scalar(let scalar) = value.node.content {
            if scalar.text == "sha256", !value.node.isNull { return .hash }
            return value.refuse(
                "must be sha256 or { with: CREDENTIAL }, not \(scalar.text.quoted)",
                hint: "a credential's name makes it an HMAC-SHA-256")
        }
        guard let credential = section.section("hash")?.value("with")?.name() else { return nil }
        return .keyedHash(credential: credential)
    }

    private func mask(_ value: Value) -> FieldSpec.Disguise? {
        if case .scalar(let scalar) = value.node.content {
            if scalar.text == "email", !value.node.isNull { return .maskedAddress }
            return value.refuse(
                "must be email or { keep_first: 0, keep_last: 4 }, not \(scalar.text.quoted)")
        }
        guard let options = section.section("mask") else { return nil }
        return .mask(
            FieldSpec.Mask(
                keepFirst: options.value("keep_first")?.integer() ?? 0,
                keepLast: options.value("keep_last")?.integer() ?? 0,
                with: options.value("with")?.character() ?? UInt8(ascii: "*"),
                keepsLength: options.value("keep_length")?.boolean() ?? true))
    }
}
