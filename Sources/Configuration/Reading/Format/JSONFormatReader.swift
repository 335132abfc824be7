import Formats
import YAML

extension KeyTable {
    static let jsonFormatKeys = [
        KeySpec(
            "records", .described("a JSON Pointer", as: .pattern("^(/([^~/]|~[01])*)*$")),
            for: ["json"],
            "The array that holds the records: `/data/items`; without it, the document is the array."
        )
    ]
}

/// Reads the options of a JSON array.
struct JSONFormatReader {
    let section: Section

    /// What is wrong is reported, and its default taken.
    func read() -> JSONArrayLayout {
        guard let value = section.value("records"), let text = value.scalar()?.text else {
            return JSONArrayLayout()
        }
        guard let layout = JSONArrayLayout(pointer: text) else {
            return value.refuse(
                "must be a JSON Pointer (RFC 6901), not \(text.quoted)", hint: "write /data/items")
                ?? JSONArrayLayout()
        }
        return layout
    }
}
