/// Every event there is. The journal's `HOPPER_EVENT`, the message catalog and the operator's page
/// in docs/ are made from this one list.
package enum EventKind: String, Sendable, CaseIterable {
    // The service's life.
    case started, startFailed, stopping, stopped, drainIncomplete, partStuck, retentionFailed
    case clockDoubted
    case configurationLoaded, configurationRefused
    case outboxRecovered, outboxFull, outboxHasRoom, outboxFailed, diskFull
    // The way in.
    case watching, watchLost, watchOverflow, watchPolled
    case fileClaimed, fileDuplicate, fileNewVersion, fileArchived, fileQuarantined
    case fileNotTaken, filePartial, fileRetried, fileReaderCrashed, manyRejects
    case receiptFailed
    // The way out.
    case batchDelivered, batchRetried, batchHalved, recordsDead
    case destinationPaused, destinationOpened, destinationHeld, destinationProbed, destinationClosed
    case destinationUnknown, credentialMissing
    case deliveriesRetried, deliveriesDiscarded
    // What operators ask of the way in.
    case fileReplayed

    package var level: EventLevel {
        switch self {
        case .startFailed, .partStuck, .outboxFailed, .diskFull, .outboxFull, .fileQuarantined,
            .fileReaderCrashed,
            .destinationHeld, .destinationUnknown, .credentialMissing, .recordsDead,
            .configurationRefused:
            .error
        case .retentionFailed, .clockDoubted, .watchLost, .watchOverflow, .fileNotTaken,
            .filePartial,
            .fileRetried, .manyRejects,
            .destinationPaused, .destinationOpened, .receiptFailed, .drainIncomplete,
            .outboxHasRoom:
            .warning
        case .started, .stopping, .stopped, .configurationLoaded, .outboxRecovered, .watching,
            .watchPolled, .destinationClosed, .deliveriesRetried, .deliveriesDiscarded,
            .fileReplayed:
            .notice
        case .fileClaimed, .fileDuplicate, .fileNewVersion, .fileArchived: .info
        case .batchDelivered, .batchRetried, .batchHalved, .destinationProbed: .debug
        }
    }
}
