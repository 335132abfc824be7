/// How much is read at a time. Tests make it small to put block ends in every place.
package struct ReadingSizes: Sendable {
    /// Bytes of text in a block, unless a single record is longer. At least 64.
    package var block: Int

    /// Records in a block: what a block's worth of tiny records, or of faults, may cost those who
    /// take them. At least 1.
    package var records: Int

    package init(block: Int = 192 * 1024, records: Int = 8192) {
        self.block = max(64, block)
        self.records = max(1, records)
    }
}
