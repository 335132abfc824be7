import JSON
import Vocabulary

/// A file that has been taken in and can't be read now, as the running daemon tells it.
struct FileTrouble {
    let file: String
    let feed: String
    let name: String
    let reason: String
    let since: String

    /// - Parameter daemon: what it answers to `GET /status`; nil when it is down.
    static func all(of daemon: JSONValue?) -> [FileTrouble] {
        daemon?["intake"]?["troubles"]?.elements?.compactMap { FileTrouble($0) } ?? []
    }

    private init?(_ document: JSONValue) {
        guard let file = document["file"]?.text, let partner = document["partner"]?.text,
            let feed = document["feed"]?.text, let name = document["name"]?.text,
            let reason = document["reason"]?.text, let since = document["since"]?.text
        else { return nil }
        self.file = file
        self.feed = "\(partner)/\(feed)"
        self.name = name
        self.reason = reason
        self.since = since
    }

    /// What is said of it beside its state.
    var words: String {
        "can't be read now: \(reason.printable()); it is tried again since \(sinceShort)"
    }

    private var sinceShort: String {
        since.count < 20 ? since : since.prefix(10) + " " + since.dropFirst(11).prefix(8) + "Z"
    }

    static func table(_ troubles: [FileTrouble]) -> Table {
        var table = Table(
            ("can't be read", .left), ("feed", .left), ("name", .left), ("since", .left),
            ("why", .left))
        for trouble in troubles {
            table.add(
                trouble.file, trouble.feed, trouble.name.printable(limit: 60), trouble.sinceShort,
                trouble.reason.printable(limit: 200))
        }
        return table
    }
}
