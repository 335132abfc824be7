import Platform
import Vocabulary

/// What the journal says of entries that are left in the inbox.
enum NotTakenReport {
    static func event(for action: DropDirectory.Action, partner: String) -> Event? {
        switch action {
        case .reportNotTaken(let name, let why):
            return Event(
                .fileNotTaken, "\(shown(name)) is left in the inbox: \(text(why))",
                partner: partner)
        case .reportPartial(let name, let feed):
            return Event(
                .filePartial,
                "\(shown(name)) has been in the inbox for longer than ready.within and is not "
                    + "complete: a partial upload, or one without its rename or marker",
                partner: partner, feed: feed?.feed)
        case .reportFailed(let name, let feed, let reason):
            return Event(
                .fileNotTaken, "\(shown(name)) can't be taken in, and is tried again: \(reason)",
                partner: partner, feed: feed?.feed)
        case .reportManyNotTaken:
            return Event(
                .fileNotTaken,
                "the inbox holds very many entries that are not taken in; further ones are not "
                    + "listed", partner: partner)
        case .look, .claim, .removeAgain, .scan: return nil
        }
    }

    private static func shown(_ name: EntryName) -> String { name.printable.printable() }

    private static func text(_ why: DropDirectory.NotTaken) -> String {
        switch why {
        case .matchesNoFeed: "its name matches no feed"
        case .hardLinked: "it has more than one hard link, so others could still write to it"
        case .isA(let kind): "it is not a regular file, but a \(kind.rawValue)"
        }
    }
}
