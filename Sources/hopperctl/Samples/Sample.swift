import Configuration
import Vocabulary

/// A sample file beside a partner's configuration: `partners/acme.tests/customers-1.csv`, with what
/// is expected of it in two files beside it.
struct Sample {
    let feed: Feed
    /// The directory it lies in, below `partners`: `acme.tests`.
    let folderName: String
    let name: String

    /// The same below the configuration directory: `partners/acme.tests`.
    var folder: String { "partners/\(folderName)" }

    /// `partners/acme.tests/customers-1.csv`
    var path: String { "\(folder)/\(name)" }

    /// The accepted and filtered records: `customers-1.expected.jsonl`.
    var recordsName: String { Self.stem(of: name) + Self.recordsSuffix }

    /// The rejected ones: `customers-1.rejects.txt`.
    var rejectsName: String { Self.stem(of: name) + Self.rejectsSuffix }

    static let recordsSuffix = ".expected.jsonl"
    static let rejectsSuffix = ".rejects.txt"
    private static let compressions = [".gz", ".zst", ".xz", ".bz2", ".zip"]

    /// `customers-1` of `customers-1.csv` and of `customers-1.csv.gz`.
    static func stem(of name: String) -> String {
        var stem = name[...]
        for suffix in compressions where stem.hasSuffix(suffix) && stem.count > suffix.count {
            stem = stem.dropLast(suffix.count)
            break
        }
        if let dot = stem.lastIndex(of: "."), dot > stem.startIndex { stem = stem[..<dot] }
        return String(stem)
    }
}

/// Something below a `.tests` directory that is not in order.
struct SampleMistake {
    /// Below the configuration directory.
    let path: String
    let message: String
}
