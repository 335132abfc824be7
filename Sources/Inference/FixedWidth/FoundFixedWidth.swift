/// Where the columns of a fixed-width file are, and what stands around its records.
package struct FoundFixedWidth: Hashable, Sendable {
    /// Positions in characters, counted from 0.
    package var slices: [Range<Int>]
    /// What columns are called; empty where there is no header.
    package var names: [String] = []
    package var skipLines = 0
    package var footerLines = 0
    /// There is a line of names; it is one of the lines that are passed over.
    package var hasHeader = false
    /// Some lines are shorter than their columns need.
    package var pads = false
    /// What records begin with that are no data, and what those begin with that are.
    package var recordTypes: RecordTypes?
    /// What lines begin with that stand between records: the heads of pages.
    package var ignored: [String] = []

    package struct RecordTypes: Hashable, Sendable {
        package var header: String
        package var detail: String
        package var trailer: String
    }

    /// `11-40`, counted from 1.
    package func shown(_ index: Int) -> String {
        "\(slices[index].lowerBound + 1)-\(slices[index].upperBound)"
    }
}
