/// The wanted paths as one tree: at each element within a record the builder asks it whether the
/// element, or anything in it, is wanted.
struct WantedElements {
    struct Node {
        /// Fields that want the element's content, and those that want it as an object.
        var content: [Int] = []
        var object: [Int] = []
        var attributes: [(name: [UInt8], field: Int)] = []
        var children: [(name: [UInt8], node: Int)] = []

        var isCaptured: Bool { !content.isEmpty || !object.isEmpty }
    }

    /// The record element is node 0.
    private(set) var nodes = [Node()]

    /// - Parameter paths: by field; nil wants nothing.
    init(_ paths: [XMLPath?]) {
        for (field, path) in paths.enumerated() {
            guard let path else { continue }
            var node = 0
            for name in path.elements { node = child(of: node, Array(name.utf8)) }
            switch path.target {
            case .content: nodes[node].content.append(field)
            case .object: nodes[node].object.append(field)
            case .attribute(let name): nodes[node].attributes.append((Array(name.utf8), field))
            }
        }
    }

    private mutating func child(of node: Int, _ name: [UInt8]) -> Int {
        if let known = nodes[node].children.first(where: { $0.name == name }) { return known.node }
        nodes.append(Node())
        nodes[node].children.append((name, nodes.count - 1))
        return nodes.count - 1
    }

    /// The node of an element in another; -1 if nothing is wanted there.
    func child(of node: Int, named name: UnsafeBufferPointer<UInt8>) -> Int {
        guard node >= 0 else { return -1 }
        for index in nodes[node].children.indices
        where unsafe XMLName.isEqual(name, nodes[node].children[index].name) {
            return nodes[node].children[index].node
        }
        return -1
    }
}

/// Names as they stand in tags: a prefix says where a name comes from, and is passed over.
enum XMLName {
    /// The part behind the prefix.
    static func local(_ name: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = 0
        while unsafe name[end] != 0 {
            if unsafe name[end] == 0x3A { start = end + 1 }
            end += 1
        }
        return unsafe UnsafeBufferPointer(
            start: UnsafeRawPointer(name + start).assumingMemoryBound(to: UInt8.self),
            count: end - start)
    }

    static func whole(_ name: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        var end = 0
        while unsafe name[end] != 0 { end += 1 }
        return unsafe UnsafeBufferPointer(
            start: UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self), count: end)
    }

    static func isEqual(_ name: UnsafeBufferPointer<UInt8>, _ other: [UInt8]) -> Bool {
        guard name.count == other.count else { return false }
        for index in other.indices where unsafe name[index] != other[index] { return false }
        return true
    }
}
