import Outbox
import Platform
import Vocabulary

/// The end of a claim: the original goes.
extension Claimer {
    /// Removes the originals, durably, and tells the ledger.
    func remove(_ registered: [Registered]) {
        guard let inbox = registered.first?.copied.request.inbox else { return }
        var removed: [Registered] = []
        for one in registered {
            let request = one.copied.request
            if let marker = request.marker {
                // What remains of it is noticed again, and says so by its own partial report.
                _ = try? request.inbox.directory.remove(marker.bytes)
            }
            let end = SourceRemoval(inbox: request.inbox)
                .remove(request.name, of: one.file, copiedFrom: one.copied.file.source)
            switch end {
            case .removed:
                if !one.copied.copy.isStillUnchanged() { tellWrittenLate(one) }
                removed.append(one)
                ended(request, .taken)
            case .changed:
                // Something new is under the name: the file that was registered is gone from there.
                removed.append(one)
                ended(request, .changed)
            case .stranded(let wayOut):
                request.inbox.strand(request.name, as: wayOut)
                removed.append(one)
                ended(request, .taken)
            case .failed(let error):
                events(
                    Event(
                        .fileNotTaken,
                        "\(request.name.printable.printable()) was taken in, but can't be removed "
                            + "from the inbox (\(error.call): \(error.reason)); Hopper needs write "
                            + "access to the directory",
                        feed: request.feed, file: one.file))
                ended(request, .notRemoved(one.file, one.copied.file.status))
            }
        }
        guard !removed.isEmpty, (try? inbox.directory.synchronize()) != nil else { return }
        IntakePoint.claimRemoved.reached()
        for one in removed {
            // If it fails, the next start finds out by itself. It must not delay the file's chunks.
            committer.submitUnhurried(.sourceRemoved(one.file))
        }
    }

    private func tellWrittenLate(_ one: Registered) {
        events(
            Event(
                .filePartial,
                "\(one.copied.request.name.printable.printable()) was still being written to after "
                    + "it was ready: what was written since is not in it",
                feed: one.copied.request.feed, file: one.file))
    }
}
