import Glibc

/// The wanted paths as one tree: at each element within a record the builder asks it whether the
/// element, or anything in it, is wanted. Asked at every tag, so it is flat.
struct WantedElements {
    struct Node {
        /// Fields that want the element's content, and those that want it as an object, among
        /// `fields`; its wanted attributes among `attributes`; its elements among `children`.
        var content = 0..<0
        var object = 0..<0
        var attributes = 0..<0
        var children = 0..<0

        var isCaptured: Bool { !content.isEmpty || !object.isEmpty }
    }

    struct Name {
        var start: Int
        var count: Int
        /// The node it leads to, or the field that wants the attribute.
        var target: Int
    }

    /// The record element is node 0.
    private(set) var nodes: [Node] = []
    private(set) var fields: [Int] = []
    private(set) var attributes: [Name] = []
    private var children: [Name] = []
    private var names: [UInt8] = []

    /// - Parameter paths: by field; nil wants nothing.
    init(_ paths: [XMLPath?]) {
        var sketches = [Sketch()]
        for (field, path) in paths.enumerated() {
            guard let path else { continue }
            var node = 0
            for name in path.elements { node = Self.child(of: node, Array(name.utf8), &sketches) }
            switch path.target {
            case .content: sketches[node].content.append(field)
            case .object: sketches[node].object.append(field)
            case .attribute(let name): sketches[node].attributes.append((Array(name.utf8), field))
            }
        }
        for sketch in sketches {
            nodes.append(
                Node(
                    content: add(sketch.content), object: add(sketch.object),
                    attributes: add(sketch.attributes, to: \.attributes),
                    children: add(sketch.children, to: \.children)))
        }
    }

    /// A node while the tree grows.
    private struct Sketch {
        var content: [Int] = []
        var object: [Int] = []
        var attributes: [(name: [UInt8], target: Int)] = []
        var children: [(name: [UInt8], target: Int)] = []
    }

    private static func child(
        of node: Int, _ name: [UInt8], _ sketches: inout [Sketch]
    ) -> Int {
        if let known = sketches[node].children.first(where: { $0.name == name }) {
            return known.target
        }
        sketches.append(Sketch())
        sketches[node].children.append((name, sketches.count - 1))
        return sketches.count - 1
    }

    private mutating func add(_ wanted: [Int]) -> Range<Int> {
        fields += wanted
        return fields.count - wanted.count..<fields.count
    }

    private mutating func add(
        _ wanted: [(name: [UInt8], target: Int)], to list: WritableKeyPath<Self, [Name]>
    ) -> Range<Int> {
        let first = self[keyPath: list].count
        for (name, target) in wanted {
            self[keyPath: list].append(Name(start: names.count, count: name.count, target: target))
            names += name
        }
        return first..<self[keyPath: list].count
    }

    /// The node of an element in another; -1 if nothing is wanted there.
    func child(of node: Int, named name: UnsafeBufferPointer<UInt8>) -> Int {
        guard node >= 0 else { return -1 }
        for index in nodes[node].children where unsafe isEqual(children[index], name) {
            return children[index].target
        }
        return -1
    }

    func isEqual(_ name: Name, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard name.count == other.count, let base = other.baseAddress else { return false }
        return unsafe names.withUnsafeBufferPointer { all in
            guard let start = all.baseAddress else { return name.count == 0 }
            return unsafe memcmp(start + name.start, base, name.count) == 0
        }
    }
}
