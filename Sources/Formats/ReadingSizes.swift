/// How much is read at a time. Tests make it small to put block ends in every place.
package struct ReadingSizes: Sendable {
    /// Bytes of text in a block, unless a single record is longer. At least 64.
    package var block: Int

    package init(block: Int = 192 * 1024) { self.block = max(64, block) }
}
