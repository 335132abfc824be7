import CPlatform
import Vocabulary

/// The names of an object's members as they stood in the record before, with their quotes and
/// colons: where the next record has the same bytes at the same place, as nearly all do, its names
/// need not be read, only compared.
///
/// Bytes that are equal to what was checked before are checked. Only what is remembered is at stake:
/// whatever stands in its place is read like any name.
@safe final class ExpectedMembers {
    /// A name in its quotes and the colon right behind it, at most 32 bytes.
    private struct Name {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        /// Of all that it has; 0 for a place that was never filled.
        var length = 0
        /// In `WantedPaths`; -1 for a member that nobody wants.
        var node = 0
    }

    /// Names remembered of one object, and objects of which any are.
    static let perObject = 32
    private static let objects = 32
    static let longest = 32

    private let names: UnsafeMutableBufferPointer<Name>
    /// By node: where its names begin; -1 for one of which none are remembered.
    private let starts: UnsafeMutableBufferPointer<Int>

    init(_ paths: WantedPaths) {
        var next = 0
        unsafe starts = .allocate(capacity: paths.nodeCount)
        for node in 0..<paths.nodeCount {
            let isRemembered = next < Self.objects && paths.hasMembers(node)
            unsafe starts.initializeElement(at: node, to: isRemembered ? next * Self.perObject : -1)
            if isRemembered { next += 1 }
        }
        unsafe names = .allocate(capacity: next * Self.perObject)
        unsafe names.initialize(repeating: Name())
    }

    deinit {
        unsafe names.deallocate()
        unsafe starts.deallocate()
    }

    /// Where an object's names begin; -1 if none are remembered.
    @inline(__always) func start(of node: Int) -> Int { node < 0 ? -1 : unsafe starts[node] }

    /// The bytes to pass over and the member's node, if the name that is remembered there stands at
    /// `text`; 32 bytes from there on are readable.
    @inline(__always)
    func match(_ place: Int, _ text: UnsafePointer<UInt8>) -> (length: Int, node: Int)? {
        let name = unsafe names.baseAddress! + place
        let length = unsafe name.pointee.length
        guard length > 0,
            unsafe Self.part(text, 0, length) == name.pointee.words.0,
            unsafe length <= 8 || Self.part(text, 8, length) == name.pointee.words.1,
            unsafe length <= 16 || Self.part(text, 16, length) == name.pointee.words.2,
            unsafe length <= 24 || Self.part(text, 24, length) == name.pointee.words.3
        else { return nil }
        return unsafe (length, name.pointee.node)
    }

    /// Remembers what stands at `text`, from the quote to the colon.
    func remember(_ place: Int, _ text: UnsafePointer<UInt8>, length: Int, node: Int) {
        guard length <= Self.longest else { return }
        unsafe names[place] = Name(
            words: (
                Self.part(text, 0, length), Self.part(text, 8, length),
                Self.part(text, 16, length), Self.part(text, 24, length)
            ), length: length, node: node)
    }

    /// The eight bytes from `start` on, those behind `length` 0.
    @inline(__always)
    private static func part(_ text: UnsafePointer<UInt8>, _ start: Int, _ length: Int) -> UInt64 {
        guard length > start else { return 0 }
        let word = unsafe UInt64(littleEndian: hopper_load64(text + start))
        return length >= start &+ 8
            ? word : word & ((1 << UInt64(truncatingIfNeeded: 8 &* (length &- start))) &- 1)
    }
}
