/// A plan's list as flat memory of its own, read without bounds checks in release builds, without
/// reference counts and without a look at who else reads it.
@safe struct FixedTable<Element: BitwiseCopyable>: ~Copyable {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    /// - Parameter slack: elements that may be read behind the last; they are copies of `filler`.
    init(_ elements: [Element], slack: Int = 0, filler: Element? = nil) {
        count = elements.count
        unsafe base = .allocate(capacity: max(1, elements.count + slack))
        for (index, element) in elements.enumerated() {
            unsafe (base + index).initialize(to: element)
        }
        if let filler {
            unsafe (base + count).initialize(repeating: filler, count: slack)
        }
    }

    deinit { unsafe base.deallocate() }

    @inline(__always) subscript(_ index: Int) -> Element {
        unsafeAddress {
            assert(index >= 0 && index < count)
            return unsafe UnsafePointer(base + index)
        }
        nonmutating unsafeMutableAddress {
            assert(index >= 0 && index < count)
            return unsafe base + index
        }
    }

    @inline(__always) func pointer(_ index: Int) -> UnsafePointer<Element> {
        unsafe UnsafePointer(base + index)
    }
}

extension FixedTable where Element == UInt8 {
    /// The text at that place of an arena.
    @inline(__always) func text(_ range: ArenaRange) -> Text {
        unsafe Text(start: pointer(Int(range.start)), count: Int(range.count))
    }
}
