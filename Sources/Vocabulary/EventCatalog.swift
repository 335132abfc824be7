/// The two files made from the list of events: `systemd/hopper.catalog` and `docs/events.md`.
///
/// `EventCatalogTests` fails when they are stale, and `make events` writes them anew.
package enum EventCatalog {
    /// The journal's message catalog, in the format of `journalctl --update-catalog`
    /// (https://systemd.io/CATALOG): one entry for each kind that asks something of a person.
    package static var journalCatalog: String {
        var text = """
            # What Hopper's messages mean, for journalctl -x.
            # Made by `make events` from Sources/Vocabulary/EventKind+Catalog.swift.

            """
        for kind in EventKind.allCases {
            guard let id = kind.messageID else { continue }
            let explanation = kind.explanation
            text += "\n-- \(id)\nSubject: \(explanation.subject)\n"
            text += "Defined-By: hopper\n\n"
            text += explanation.meaning.wrapped(to: 76)
            if let remedy = explanation.remedy {
                text += "\nWhat to do:\n\n" + remedy.wrapped(to: 76)
            }
        }
        return text
    }

    /// The operator's page: every event, with its level, its meaning and what to do.
    package static var markdown: String {
        var text = """
            # Events

            Everything Hopper says in the journal, by level. `HOPPER_EVENT=` holds the name, so
            `journalctl -u hopperd HOPPER_EVENT=recordsDead` shows one kind; `journalctl -x` adds
            what stands here. No record's content is ever logged.

            <!-- Made by `make events` from Sources/Vocabulary/EventKind+Catalog.swift. -->

            """
        let headings: [(EventLevel, String)] = [
            (.error, "Errors: a person must act"), (.warning, "Warnings: degraded, and coping"),
            (.notice, "Notices: life cycle"), (.info, "Information: once a file"),
            (.debug, "Details: once a batch"),
        ]
        for (level, heading) in headings {
            text += "\n## \(heading)\n"
            for kind in EventKind.allCases where kind.level == level {
                let explanation = kind.explanation
                text += "\n### `\(kind.rawValue)`: \(explanation.subject)\n\n"
                text += explanation.meaning.wrapped(to: 100)
                if let remedy = explanation.remedy {
                    text += "\n" + ("**What to do.** " + remedy).wrapped(to: 100)
                }
            }
        }
        return text
    }
}

extension String {
    /// The words, on lines of at most `width` characters where they fit, each ended by `\n`.
    fileprivate func wrapped(to width: Int) -> String {
        var lines: [String] = [""]
        for word in split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
