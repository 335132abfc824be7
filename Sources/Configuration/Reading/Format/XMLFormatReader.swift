import Formats
import YAML

extension KeyTable {
    static let xmlFormatKeys = [
        KeySpec(
            "record", .described("a path from the root", as: .pattern("^(/[^/]+)+$")), for: ["xml"],
            "The element that is a record: `/orders/order`.")
    ]
}

/// Reads the options of XML.
struct XMLFormatReader {
    let section: Section

    /// Nil where nothing tells which element is a record.
    func read() -> XMLLayout? {
        guard let value = section.value("record") else {
            section.value("type")?.report(
                "type xml lacks 'record'", hint: "write record: /orders/order")
            return nil
        }
        guard let text = value.text() else { return nil }
        let names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count >= 2, names[0].isEmpty, names.dropFirst().allSatisfy(XMLPath.isName)
        else {
            return value.refuse(
                "must be the path of an element from the root, not \(text.quoted)",
                hint: "write /orders/order, with names without prefixes")
        }
        return XMLLayout(
            record: Array(names.dropFirst()), declaresEncoding: !section.has("encoding"))
    }
}
