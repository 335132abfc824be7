/// A sample read as XML: the record element, and the paths in it as columns.
struct XMLTable {
    private let outline: XMLOutline
    private var book = ColumnBook()
    private let record: String?
    private let rivals: [String]

    init(_ text: [UInt8], maximum: Int) {
        outline = XMLOutline(text)
        (record, rivals) = outline.record.map { ($0.path, $0.rivals) } ?? (nil, [])
        if let record { read(text, record, maximum: maximum) }
    }

    func describe(in findings: inout Findings) {
        guard let record else {
            findings.format = .unknown("it is XML, but no element in it is a record")
            return
        }
        findings.format = .xml(record: record)
        book.describe(in: &findings, reference: { $0 })
        if !rivals.isEmpty {
            findings.doubts.append(("record", "or \(rivals.prefix(3).joined(separator: ", "))"))
        }
    }

    private mutating func read(_ text: [UInt8], _ record: String, maximum: Int) {
        var tokens = XMLTokens(text)
        var open: [String] = [""]
        var inside: [UInt8] = []
        // Elements that repeat are one column, whatever is in them.
        var repeated: String?
        while let token = tokens.next(), book.rows < maximum {
            switch token {
            case .text(let bytes): inside += bytes
            case .open(let name, let attributes, let isEmpty):
                let path = open[open.count - 1] + "/" + name
                inside = []
                if repeated == nil, isWithin(path, record) {
                    let relative = String(path.dropFirst(record.count + 1))
                    if path != record, outline.elements[path].map({ $0.most > 1 }) == true {
                        book.addStructure([], to: reference(toRepeated: path, relative))
                        if !isEmpty { repeated = path }
                    } else {
                        add(attributes, below: relative)
                        if isEmpty, path != record { addText([], path, relative) }
                    }
                }
                if isEmpty {
                    if path == record { book.endRecord() }
                } else {
                    open.append(path)
                }
            case .close:
                guard open.count > 1, let path = open.popLast() else { return }
                if path == repeated {
                    repeated = nil
                } else if repeated == nil, isWithin(path, record) {
                    addText(inside, path, String(path.dropFirst(record.count + 1)))
                    if path == record { book.endRecord() }
                }
                inside = []
            }
        }
    }

    private func isWithin(_ path: String, _ record: String) -> Bool {
        path == record || path.hasPrefix(record + "/")
    }

    private mutating func add(_ attributes: [(name: String, value: [UInt8])], below path: String) {
        for attribute in attributes {
            book.add(attribute.value, to: (path.isEmpty ? "" : path + "/") + "@" + attribute.name)
        }
    }

    /// An element's own text, where it has nothing else in it.
    private mutating func addText(_ text: [UInt8], _ path: String, _ relative: String) {
        guard let element = outline.elements[path], !element.isParent else { return }
        let isBlank = text.allSatisfy { $0 <= 0x20 }
        if relative.isEmpty {
            if !isBlank { book.add(text, to: ".") }
        } else if !isBlank || !element.hasAttributes {
            book.add(isBlank ? [] : text, to: relative)
        }
    }

    /// `items/item/*`: objects, also where there is nothing but text or attributes in an element.
    private func reference(toRepeated path: String, _ relative: String) -> String {
        outline.elements[path].map { $0.isParent } == true ? relative : relative + "/*"
    }
}
