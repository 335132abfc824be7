package import Formats
package import Mapping
package import Vocabulary

/// What a partner's YAML file says.
package struct Partner: Hashable, Sendable {
    package var name: String
    package var feeds: [Feed]

    package init(name: String, feeds: [Feed]) {
        self.name = name
        self.feeds = feeds
    }
}

/// One feed of a partner: which files, how they are read, what they become, where it goes.
package struct Feed: Hashable, Sendable {
    package var name: FeedName
    /// Glob patterns on the file's name (fnmatch(3) with FNM_PERIOD).
    package var match: [String]
    package var ready: Readiness = .settle(.seconds(2))
    /// A file that is not ready after this long is reported as a partial upload.
    package var readyWithin: Duration = .seconds(3600)
    package var format: FormatSpec
    /// The records that are made of each record of the source; as a rule one.
    package var records: [RecordSpec]
    package var batch = BatchLimits()
    package var rejects: RejectsPolicy?
    /// What the file says of itself at its end.
    package var trailer: ControlTotals?
    package var duplicates = DuplicatesPolicy.skip
    package var release = ReleasePolicy.streaming
    package var deliver: [Route]

    package init(
        name: FeedName, match: [String], format: FormatSpec, record: RecordSpec, deliver: [Route]
    ) {
        self.name = name
        self.match = match
        self.format = format
        records = [record]
        self.deliver = deliver
    }
}

extension Feed {
    /// The record where one is made of one, and otherwise the first.
    package var record: RecordSpec {
        get { records[0] }
        set { records[0] = newValue }
    }
}

/// How Hopper knows that a file is complete: PRODUCT's ladder.
package enum Readiness: Hashable, Sendable {
    /// Closed, and unchanged for this long.
    case settle(Duration)
    /// Only a rename into the inbox counts.
    case renamed
    /// A side file says so; the pattern contains `{name}`: `{name}.done`.
    case marker(String)
    /// A side file says so, and what must be in the file: `{name}.sha256`.
    case manifest(String)

    /// The side file's name, after the file's.
    package var sideFile: String? {
        switch self {
        case .marker(let pattern), .manifest(let pattern): pattern
        case .settle, .renamed: nil
        }
    }
}

/// When a batch is full and cut.
package struct BatchLimits: Hashable, Sendable {
    /// 1 to 1000.
    package var records = 1000
    /// Of the records' JSON; one larger record still makes a batch of its own.
    package var bytes = 1 << 20
    package init() {}
}

/// When a file has too many rejects, and what becomes of it then.
package struct RejectsPolicy: Hashable, Sendable {
    package var limit: Limit
    package var over: Over

    package enum Limit: Hashable, Sendable {
        /// Of the records read, 0 to 100, in thousandths of a percent.
        case share(thousandthsOfPercent: Int)
        case count(Int)
    }

    package enum Over: String, Hashable, Sendable, CaseIterable {
        /// The file is set aside; with `release: whole-file` nothing of it is sent.
        case quarantine
        /// The file goes through; the journal and the receipt say so.
        case warn
    }

    package init(limit: Limit, over: Over = .quarantine) {
        self.limit = limit
        self.over = over
    }
}

/// What becomes of the same bytes dropped again on the same feed.
package enum DuplicatesPolicy: String, Hashable, Sendable, CaseIterable { case skip, process }

/// When the first record of a file may leave.
package enum ReleasePolicy: String, Hashable, Sendable, CaseIterable {
    case streaming
    /// Nothing leaves before the last record has been judged.
    case wholeFile = "whole-file"
}

/// One line of `deliver:`.
package struct Route: Hashable, Sendable {
    package var destination: String
    /// Only records of these entities; nil takes all.
    package var entities: [String]?
    /// On the normalized record's fields; nil takes every record.
    package var condition: Condition?

    package init(destination: String, entities: [String]? = nil, condition: Condition? = nil) {
        self.destination = destination
        self.entities = entities
        self.condition = condition
    }

    /// As the mapping needs it.
    package var spec: RouteSpec { RouteSpec(entities: entities, condition: condition) }
}
