import Formats
import YAML

/// What can be said about a feed's columns before there is a file.
indirect enum KnownColumns {
    /// CSV with a header: any name may turn up, and any number.
    case inHeader
    /// CSV without a header: these, in this order.
    case named([String])
    /// CSV without a header or names: numbers only.
    case numbered
    /// Fixed width: named slices, and any slice by itself.
    case sliced(FixedWidthLayout)
    /// XML: paths of elements and attributes.
    case elements
    /// JSON Lines: members and pointers.
    case members
    /// The same of the elements of an array: members and pointers from there on.
    case elementMembers
    /// Both: `./a` is the element's, all else the columns around it.
    case each(KnownColumns)

    init(of format: FormatSpec?) {
        switch format?.kind {
        case .csv(let dialect):
            if let columns = dialect.columns {
                self = .named(columns)
            } else {
                self = dialect.header ? .inHeader : .numbered
            }
        case .fixedWidth(let layout): self = .sliced(layout)
        case .xml: self = .elements
        case .json, .jsonLines: self = .members
        case nil: self = .inHeader
        }
    }

    /// What is wrong with asking for a column of this name; nil when nothing is.
    func problem(withName name: String) -> (message: String, hint: String?)? {
        switch self {
        case .each(let around):
            if name == "." {
                nil
            } else if name.hasPrefix("./") {
                Self.elementMembers.problem(withName: String(name.dropFirst()))
            } else {
                around.problem(withName: name)
            }
        case .inHeader: nil
        case .named(let columns):
            columns.contains(name)
                ? nil : ("there is no column \(name.quoted)", didYouMean(name, among: columns))
        case .numbered:
            (
                "there is no column \(name.quoted)",
                "the file has no header: give 'columns', or use a column's number"
            )
        case .sliced(let layout):
            layout.place(of: name) != nil
                ? nil
                : (
                    "there is no column \(name.quoted)",
                    didYouMean(name, among: (layout.columns + layout.headerColumns).map(\.name))
                        ?? "a slice is written 11-40"
                )
        case .elements:
            XMLPath(name) != nil
                ? nil
                : (
                    "\(name.quoted) is not a path to an element or attribute",
                    "write NAME, @ATTRIBUTE, NAME/NAME or NAME/@ATTRIBUTE, from the record element on"
                )
        case .members, .elementMembers:
            isPointer(name)
                ? nil
                : (
                    "\(name.quoted) is not a JSON Pointer",
                    "in a pointer '~' is written '~0', and '/' in a name '~1'"
                )
        }
    }

    /// The same for a name in a template or a condition, where one of digits only is a number.
    func problem(withReference text: String) -> (message: String, hint: String?)? {
        guard let number = Quantities.digits(text), number > 0 else {
            return problem(withName: text)
        }
        return problem(withNumber: Int(number))
    }

    func problem(withNumber number: Int) -> (message: String, hint: String?)? {
        switch self {
        case .each(let around): around.problem(withNumber: number)
        case .inHeader, .numbered: nil
        case .named(let columns):
            number <= columns.count
                ? nil : ("there is no column \(number)", "'columns' names \(columns.count)")
        case .sliced(let layout):
            layout.place(of: number) != nil
                ? nil
                : ("there is no column \(number)", "one position is a slice: \(number)-\(number)")
        case .elements:
            ("XML has no column numbers", "write the element's name")
        case .members:
            (
                "JSON Lines have no column numbers",
                "a member called \(number) is the pointer /\(number)"
            )
        case .elementMembers:
            (
                "what is within a field has no column numbers",
                "the element \(number), or a member called so, is the pointer /\(number)"
            )
        }
    }

    /// The column as it is asked for objects: an XML element that holds only a text, or only
    /// attributes, is one then, too.
    func ofObjects(_ name: String) -> String {
        guard case .elements = self, XMLPath(name)?.target == .content else { return name }
        return name == "." ? "*" : name + "/*"
    }

    /// A member's name, or a JSON Pointer whose escapes are right (RFC 6901).
    private func isPointer(_ name: String) -> Bool {
        guard name.hasPrefix("/") else { return true }
        return name.split(separator: "~", omittingEmptySubsequences: false).dropFirst().allSatisfy {
            $0.hasPrefix("0") || $0.hasPrefix("1")
        }
    }
}
