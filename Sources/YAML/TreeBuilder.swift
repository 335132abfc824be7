/// Turns parser events into a tree, within bounds, and gathers the problems on the way.
struct TreeBuilder {
    private(set) var root: YAMLNode?
    private(set) var problems: [YAMLProblem] = []
    /// Whether the text was read to its end, so that the tree can be trusted to be whole.
    private(set) var isComplete = false

    private var open: [Collection] = []
    private var anchors: [String: Anchored] = [:]
    private var nodes = 0
    private var documents = 0

    /// A node that an alias may name, and what it costs to use it.
    private struct Anchored {
        var node: YAMLNode
        var nodes: Int
        var depth: Int
    }

    /// A mapping or sequence whose end has not come yet.
    private struct Collection {
        var isMapping: Bool
        var marks: YAMLNodeMarks
        var items: [YAMLNode] = []
        var pairs: [YAMLPair] = []
        var seen: [String: SourcePlace] = [:]
        /// A key that waits for its value.
        var key: (text: String, span: SourceSpan, isWanted: Bool)?
        /// Values within, itself included.
        var nodes = 1
        /// Levels within, itself included.
        var depth = 1
    }

    /// False when nothing more is wanted.
    mutating func take(_ event: YAMLEvent) -> Bool {
        switch event {
        case .documentStart(let span):
            documents += 1
            guard documents > 1 else { return true }
            return fail("a second document; a file holds one", at: span)
        case .syntaxError(let problem):
            problems.append(problem)
            return false
        case .streamEnd:
            isComplete = true
            return false
        case .scalar(let scalar, let marks):
            refuseTag(marks)
            let node = YAMLNode(.scalar(scalar), span: place(marks))
            return add(node, nodes: 1, depth: 0, marks.anchor)
        case .alias(let name, let span):
            guard let anchored = anchors[name] else {
                return fail(
                    "no anchor '&\(name)' before this alias",
                    hint: "quote a text that begins with a star: \"*\(name)\"", at: span)
            }
            return add(anchored.node, nodes: anchored.nodes, depth: anchored.depth, nil, use: span)
        case .sequenceStart(let marks): return begin(Collection(isMapping: false, marks: marks))
        case .mappingStart(let marks): return begin(Collection(isMapping: true, marks: marks))
        case .end(let span): return finish(at: span)
        }
    }

    private mutating func begin(_ collection: Collection) -> Bool {
        refuseTag(collection.marks)
        if let parent = open.last, parent.isMapping, parent.key == nil {
            return fail("a key must be a single value", at: place(collection.marks))
        }
        guard open.count < YAMLDocument.depthLimit else {
            return fail(Self.tooDeep, at: place(collection.marks))
        }
        open.append(collection)
        return true
    }

    private mutating func finish(at span: SourceSpan) -> Bool {
        guard let done = open.popLast() else { return fail("not YAML", at: span) }
        let content: YAMLNode.Content =
            done.isMapping ? .mapping(done.pairs) : .sequence(done.items)
        let node = YAMLNode(content, span: SourceSpan(place(done.marks).start, span.end))
        return add(node, nodes: done.nodes, depth: done.depth, done.marks.anchor)
    }

    /// Puts a finished node where it belongs: the root, an item, a key or a key's value.
    private mutating func add(
        _ node: YAMLNode, nodes count: Int, depth: Int, _ anchor: String?, use: SourceSpan? = nil
    ) -> Bool {
        let span = use ?? node.span
        if let anchor { anchors[anchor] = Anchored(node: node, nodes: count, depth: depth) }
        nodes += use == nil ? 1 : count
        guard nodes <= YAMLDocument.nodeLimit else {
            return fail("more than \(YAMLDocument.nodeLimit) values, aliases followed", at: span)
        }
        guard open.count + depth <= YAMLDocument.depthLimit else {
            return fail(Self.tooDeep, at: span)
        }
        guard !open.isEmpty else {
            root = node
            return true
        }
        let top = open.count - 1
        open[top].nodes += count
        open[top].depth = max(open[top].depth, depth + 1)
        guard open[top].isMapping else {
            open[top].items.append(node)
            return true
        }
        if let key = open[top].key {
            open[top].key = nil
            if key.isWanted {
                let pair = YAMLPair(key: key.text, keySpan: key.span, value: node)
                open[top].pairs.append(pair)
            }
            return true
        }
        guard case .scalar(let scalar) = node.content else {
            return fail("a key must be a single value", at: span)
        }
        open[top].key = (scalar.text, span, isNew(scalar, at: span, in: top))
        return true
    }

    private mutating func isNew(_ key: YAMLScalar, at span: SourceSpan, in top: Int) -> Bool {
        if key.text == "<<", key.style == .plain {
            problems.append(
                YAMLProblem("merge keys ('<<') are not YAML 1.2; write the keys out", at: span))
            return false
        }
        if let first = open[top].seen[key.text] {
            problems.append(
                YAMLProblem("key '\(key.text)' is already on line \(first.line)", at: span))
            return false
        }
        open[top].seen[key.text] = span.start
        return true
    }

    /// Where a value stands; one that is not there stands at its key.
    private func place(_ marks: YAMLNodeMarks) -> SourceSpan {
        if let span = marks.span { return span }
        if let key = open.last?.key { return key.span }
        let place = open.last?.marks.span?.start ?? SourcePlace(line: 1, column: 1)
        return SourceSpan(place, place)
    }

    private mutating func refuseTag(_ marks: YAMLNodeMarks) {
        guard let tag = marks.tag else { return }
        problems.append(YAMLProblem("tags are not used here; quote a text instead", at: tag))
    }

    private mutating func fail(
        _ message: String, hint: String? = nil, at span: SourceSpan
    ) -> Bool {
        problems.append(YAMLProblem(message, hint: hint, at: span))
        return false
    }

    private static let tooDeep = "nested deeper than \(YAMLDocument.depthLimit) levels"
}
