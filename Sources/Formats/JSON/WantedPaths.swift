import CPlatform
import Glibc
import Vocabulary

/// The wanted pointers as one tree, flat in memory: at each member and element of a document the
/// scanner asks it whether anything there, or below, is wanted.
@safe final class WantedPaths {
    /// One place in a document.
    struct Node {
        /// In `fieldLists`: the fields that want this value, and those that want something below it.
        var wanted: Range<Int>
        var below: Range<Int>
        /// In `slots`: a hash table of the wanted members' names; its size is a power of two, or 0.
        var slots: Range<Int>
        /// In `elements`: the wanted elements, should the value be an array.
        var elements: Range<Int>
    }

    private struct Slot {
        /// The name's first eight bytes, the rest of them 0.
        var head: UInt64
        var length: Int
        /// In `names`.
        var start: Int
        /// -1 for an empty slot.
        var node: Int
    }

    private struct Element {
        var index: Int
        var node: Int
    }

    /// The root is node 0.
    private let nodes: UnsafeMutableBufferPointer<Node>
    private let slots: UnsafeMutableBufferPointer<Slot>
    private let elements: UnsafeMutableBufferPointer<Element>
    private let fieldLists: UnsafeMutableBufferPointer<Int>
    private let names: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter pointers: by field; nil wants nothing.
    init(_ pointers: [JSONPointer?]) {
        var layout = Layout()
        let root = Branch()
        for (field, pointer) in pointers.enumerated() {
            if let pointer { root.add(pointer.tokens[...], field: field) }
        }
        _ = layout.place(root)
        unsafe nodes = Self.copy(layout.nodes)
        unsafe slots = Self.copy(layout.slots)
        unsafe elements = Self.copy(layout.elements)
        unsafe fieldLists = Self.copy(layout.fieldLists)
        // A name's head is loaded in one piece.
        unsafe names = Self.copy(layout.names + [UInt8](repeating: 0, count: 8))
    }

    deinit {
        unsafe nodes.deallocate()
        unsafe slots.deallocate()
        unsafe elements.deallocate()
        unsafe fieldLists.deallocate()
        unsafe names.deallocate()
    }

    /// Whether an array can be a record: something is wanted of its elements, or all of it is. Else
    /// it would be an object without any member.
    var takesArrays: Bool { unsafe !nodes[0].elements.isEmpty || !nodes[0].wanted.isEmpty }

    var nodeCount: Int { unsafe nodes.count }

    /// Whether anything is wanted of a node's members.
    func hasMembers(_ node: Int) -> Bool { unsafe !nodes[node].slots.isEmpty }

    func node(_ index: Int) -> Node { unsafe nodes[index] }

    func field(_ index: Int) -> Int { unsafe fieldLists[index] }

    /// The node of a member; -1 if nothing is wanted there. Eight bytes from `name` on are readable.
    func member(of node: Int, _ name: UnsafePointer<UInt8>, length: Int) -> Int {
        let range = unsafe nodes[node].slots
        guard !range.isEmpty else { return -1 }
        let head = unsafe Self.head(name, length)
        var at = Self.hash(head, length) & (range.count - 1)
        while true {
            let slot = unsafe slots[range.lowerBound + at]
            if slot.node < 0 { return -1 }
            if slot.head == head, slot.length == length {
                if length <= 8 { return slot.node }
                let known = unsafe names.baseAddress! + slot.start
                if unsafe memcmp(name, known, length) == 0 { return slot.node }
            }
            at = (at + 1) & (range.count - 1)
        }
    }

    /// The node of an element; -1 if nothing is wanted there.
    func element(of node: Int, _ index: Int) -> Int {
        for at in unsafe nodes[node].elements where unsafe elements[at].index == index {
            return unsafe elements[at].node
        }
        return -1
    }

    private static func head(_ name: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        let word = unsafe UInt64(littleEndian: hopper_load64(name))
        return length >= 8 ? word : word & ((1 << UInt64(8 * length)) &- 1)
    }

    private static func hash(_ head: UInt64, _ length: Int) -> Int {
        let mixed = (head ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40)
    }

    private static func copy<Element>(
        _ array: [Element]
    ) -> UnsafeMutableBufferPointer<Element> {
        let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, array.count))
        _ = unsafe copy.initialize(from: array)
        return unsafe copy
    }

    /// The tree as it is built.
    private final class Branch {
        var fields: [Int] = []
        var children: [(name: String, branch: Branch)] = []

        func add(_ tokens: ArraySlice<String>, field: Int) {
            guard let token = tokens.first else {
                fields.append(field)
                return
            }
            if let known = children.first(where: { $0.name == token }) {
                known.branch.add(tokens.dropFirst(), field: field)
            } else {
                let branch = Branch()
                children.append((token, branch))
                branch.add(tokens.dropFirst(), field: field)
            }
        }

        var fieldsBelow: [Int] { children.flatMap { $0.branch.fields + $0.branch.fieldsBelow } }
    }

    private struct Layout {
        var nodes: [Node] = []
        var slots: [Slot] = []
        var elements: [Element] = []
        var fieldLists: [Int] = []
        var names: [UInt8] = []

        mutating func list(_ fields: [Int]) -> Range<Int> {
            let start = fieldLists.count
            fieldLists += fields
            return start..<fieldLists.count
        }

        mutating func place(_ branch: Branch) -> Int {
            let index = nodes.count
            nodes.append(
                Node(
                    wanted: list(branch.fields), below: list(branch.fieldsBelow), slots: 0..<0,
                    elements: 0..<0))
            let children = branch.children.map { name, child in (name, place(child)) }
            let firstElement = elements.count
            for (name, node) in children {
                // RFC 6901: no leading zeros. `-` is the element behind the last: there is none.
                if let number = Int(name), number >= 0, String(number) == name {
                    elements.append(Element(index: number, node: node))
                }
            }
            nodes[index].elements = firstElement..<elements.count
            nodes[index].slots = table(of: children)
            return index
        }

        private mutating func table(of children: [(name: String, node: Int)]) -> Range<Int> {
            guard !children.isEmpty else { return 0..<0 }
            var size = 4
            while size < children.count * 2 { size *= 2 }
            let first = slots.count
            slots += [Slot](
                repeating: Slot(head: 0, length: 0, start: 0, node: -1), count: size)
            for (name, node) in children {
                let bytes = Array(name.utf8)
                let padded = bytes + [UInt8](repeating: 0, count: 8)
                let head = unsafe padded.withUnsafeBufferPointer {
                    unsafe WantedPaths.head($0.baseAddress!, bytes.count)
                }
                var at = WantedPaths.hash(head, bytes.count) & (size - 1)
                while slots[first + at].node >= 0 { at = (at + 1) & (size - 1) }
                slots[first + at] = Slot(
                    head: head, length: bytes.count, start: names.count, node: node)
                names += bytes
            }
            return first..<slots.count
        }
    }
}
