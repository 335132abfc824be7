/// A sample read as XML: the record element, and the paths in it as columns.
struct XMLTable {
    private let outline: XMLOutline
    private var book = ColumnBook()
    private let record: String?
    private let rivals: [String]
    /// The element that is open of those that repeat within a record: they are one column.
    private var repeated: (path: String, name: String)?

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
        // Within elements that repeat, columns are members of objects.
        book.describe(
            in: &findings,
            reference: { $0.hasPrefix("/") ? MemberColumns.reference($0) : $0 })
        if !rivals.isEmpty {
            findings.doubts.append(("record", "or \(rivals.prefix(3).joined(separator: ", "))"))
        }
    }

    private mutating func read(_ text: [UInt8], _ record: String, maximum: Int) {
        var tokens = XMLTokens(text)
        var open: [String] = [""]
        var inside: [UInt8] = []
        while let token = tokens.next(), book.rows < maximum {
            switch token {
            case .text(let bytes): inside += bytes
            case .open(let name, let attributes, let isEmpty):
                let path = open[open.count - 1] + "/" + name
                inside = []
                if isWithin(path, record) { begin(path, attributes, below: record) }
                if isEmpty {
                    if isWithin(path, record) { end(path, [], of: record, isTag: true) }
                } else {
                    open.append(path)
                }
            case .close:
                guard open.count > 1, let path = open.popLast() else { return }
                if isWithin(path, record) { end(path, inside, of: record, isTag: false) }
                inside = []
            }
        }
    }

    private mutating func begin(
        _ path: String, _ attributes: [(name: String, value: [UInt8])], below record: String
    ) {
        if let repeated {
            guard path.hasPrefix(repeated.path + "/") else { return }
            let relative = String(path.dropFirst(repeated.path.count))
            let (isMany, isPlain) = (isMany(path), !hasStructure(path))
            book.addInner(repeated.name) { inner in
                guard !inner.structures.contains(where: { relative.hasPrefix($0 + "/") }) else {
                    return
                }
                if isMany {
                    inner.addStructure([], to: relative)
                    inner.note(list: isPlain, in: relative)
                } else {
                    Self.add(attributes, below: relative + "/", to: &inner)
                }
            }
            return
        }
        let relative = String(path.dropFirst(record.count + 1))
        guard path != record, isMany(path) else {
            Self.add(attributes, below: relative.isEmpty ? "" : relative + "/", to: &book)
            return
        }
        let name = relative
        book.addStructure([], to: name)
        book.note(list: !hasStructure(path), in: name)
        repeated = (path, name)
        if hasStructure(path) {
            book.addInner(name) { Self.add(attributes, below: "/", to: &$0) }
        }
    }

    private mutating func end(
        _ path: String, _ text: [UInt8], of record: String, isTag: Bool
    ) {
        if let repeated {
            endInner(path, text, of: repeated)
        } else if path != record || !isTag {
            addText(text, path, String(path.dropFirst(record.count + 1)))
        }
        if path == record { book.endRecord() }
    }

    /// Within an element that repeats: its elements are members of an object.
    private mutating func endInner(
        _ path: String, _ text: [UInt8], of repeated: (path: String, name: String)
    ) {
        if path == repeated.path {
            if hasStructure(path) {
                let own = outline.elements[path].map { !$0.isParent } == true ? text : []
                book.addInner(repeated.name) { inner in
                    if !own.isEmpty { inner.add(own, to: "/#text") }
                    inner.endRecord()
                }
            }
            self.repeated = nil
            return
        }
        guard let element = outline.elements[path], !element.isParent else { return }
        let relative = String(path.dropFirst(repeated.path.count))
        book.addInner(repeated.name) { inner in
            guard !inner.structures.contains(where: { relative.hasPrefix($0) }) else { return }
            let isBlank = text.allSatisfy { $0 <= 0x20 }
            inner.add(isBlank ? [] : text, to: relative + (element.hasAttributes ? "/#text" : ""))
        }
    }

    private func isMany(_ path: String) -> Bool {
        outline.elements[path].map { $0.most > 1 } == true
    }

    /// There are elements or attributes in some of them.
    private func hasStructure(_ path: String) -> Bool {
        outline.elements[path].map { $0.isParent || $0.hasAttributes } == true
    }

    private func isWithin(_ path: String, _ record: String) -> Bool {
        path == record || path.hasPrefix(record + "/")
    }

    private static func add(
        _ attributes: [(name: String, value: [UInt8])], below path: String,
        to book: inout ColumnBook
    ) {
        for attribute in attributes { book.add(attribute.value, to: path + "@" + attribute.name) }
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
}
