package import HTTP
import JSON
import Outbox
import Vocabulary

/// PRODUCT's table: what an HTTP answer, or none, means for a batch, for each record, and for the
/// destination. Where the table leaves a gap:
///
/// - `results` win over the request's status, whatever it is; `"results": null` is none.
/// - A 2xx whose body is not JSON, or has no `results`, means that all went well; broken JSON that
///   mentions `"results"` means nothing, and every record is retried. Half a character in a text, as
///   where an error's words were cut, breaks nothing.
/// - Within `results`: a status outside 200 to 599, one of 3xx, or two different ones for the same
///   id mean nothing, and the record is retried; an unknown id is ignored.
/// - A redirect is never followed: the destination is set up wrong.
/// - 409, 410 and the other 4xx for a whole batch are halved as 400 and 422 are, so that no good
///   record is blamed for a bad one.
package struct HTTPOutcome: Sendable {
    private let shipment: Shipment
    private let records: RecordSet

    package static func read(
        _ result: Result<HTTPAnswer, HTTPFailure>, for shipment: Shipment
    ) -> AttemptReading {
        let outcome = HTTPOutcome(shipment: shipment, records: shipment.delivery.records)
        switch result {
        case .failure(let failure):
            return outcome.retryAll(
                AttemptReading.Reason(status: nil, text: failure.reason), health: .failed,
                answer: failure.reason, retryAfter: nil)
        case .success(let answer): return outcome.read(answer)
        }
    }

    private func read(_ answer: HTTPAnswer) -> AttemptReading {
        let value = answer.body.isEmpty ? nil : try? JSONValue.parse(answer.body, mendsText: true)
        let text = StatusText.of(answer.status)
        switch ResultList(value, body: answer.body) {
        case .present(let entries): return perRecord(entries, answer, text)
        case .malformed where (200...299).contains(answer.status):
            return retryAll(
                AttemptReading.Reason(status: answer.status, text: "results that can't be read"),
                health: .answered, answer: "\(answer.status) with results that can't be read",
                retryAfter: answer.retryAfter)
        default: return whole(answer, value, text)
        }
    }

    /// The request's status goes for all of its records.
    private func whole(
        _ answer: HTTPAnswer, _ value: JSONValue?, _ text: String
    ) -> AttemptReading {
        let words = value.flatMap(ResultList.text(of:)).map { ServiceText.clean($0) }
        let reason = AttemptReading.Reason(
            status: answer.status, text: words ?? ServiceText.clean(answer.body))
        switch StatusMeaning(whole: answer.status) {
        case .delivered:
            return AttemptReading(
                verdict: .settled(
                    delivered: records, dead: [], retry: RecordSet(capacity: records.capacity),
                    AttemptReading.Reasons(reason)),
                health: .answered, answer: text)
        case .retry:
            let isBusy = answer.status == 429 && answer.retryAfter != nil
            return retryAll(
                reason, health: isBusy ? .busy : .failed, answer: text,
                retryAfter: answer.retryAfter)
        case .refused:
            return AttemptReading(verdict: .refused(reason), health: .answered, answer: text)
        case .setUpWrong:
            return AttemptReading(verdict: .setUpWrong, health: .setUpWrong, answer: text)
        }
    }

    private func perRecord(
        _ entries: [ResultList.Entry], _ answer: HTTPAnswer, _ text: String
    ) -> AttemptReading {
        guard let identified = shipment.identified() else {
            return retryAll(
                AttemptReading.Reason(
                    status: answer.status, text: "the records can't be told apart"),
                health: .answered, answer: text, retryAfter: answer.retryAfter)
        }
        let told = byRecord(entries)
        var delivered = RecordSet(capacity: records.capacity)
        var retry = delivered
        var dead: [DeadRecord] = []
        var reasons = AttemptReading.Reasons(
            AttemptReading.Reason(status: answer.status, text: "missing from results"))
        for record in identified {
            guard let entry = told[RecordKey(record.id)] else {
                retry.insert(record.index)
                continue
            }
            switch StatusMeaning(record: entry.status) {
            case .delivered: delivered.insert(record.index)
            case .refused:
                dead.append(
                    DeadRecord(
                        index: record.index, record: record.id, status: entry.status,
                        error: ServiceText.clean(entry.error)))
            case .retry, .setUpWrong:
                retry.insert(record.index)
                reasons.ofRecord[record.index] = AttemptReading.Reason(
                    status: entry.status, text: ServiceText.clean(entry.error))
            }
        }
        return AttemptReading(
            verdict: .settled(delivered: delivered, dead: dead, retry: retry, reasons),
            health: .answered, answer: text, retryAfter: retry.isEmpty ? nil : answer.retryAfter)
    }

    /// The entries by the records they name. An entry for another file's record, or under an id that
    /// is not written as it was sent, is left out; of contradictory ones none is believed.
    private func byRecord(_ entries: [ResultList.Entry]) -> [RecordKey: ResultList.Entry] {
        let prefix = Array("\(shipment.delivery.batch.file).".utf8)
        var told: [RecordKey: ResultList.Entry] = [:]
        told.reserveCapacity(entries.count)
        for entry in entries {
            guard let key = RecordKey(entry.id, prefix: prefix) else { continue }
            if let earlier = told[key],
                StatusMeaning(record: earlier.status) != StatusMeaning(record: entry.status)
            {
                told[key] = ResultList.Entry(
                    id: entry.id, status: nil, error: "contradictory results")
            } else {
                told[key] = entry
            }
        }
        return told
    }

    private func retryAll(
        _ reason: AttemptReading.Reason, health: DestinationHealth, answer: String,
        retryAfter: Duration?
    ) -> AttemptReading {
        AttemptReading(
            verdict: .settled(
                delivered: RecordSet(capacity: records.capacity), dead: [], retry: records,
                AttemptReading.Reasons(reason)),
            health: health, answer: answer, retryAfter: retryAfter)
    }
}

/// A record within its file: its number, and its part where several are made of one.
private struct RecordKey: Hashable {
    let number: Int
    let part: Int

    init(_ id: RecordID) {
        number = id.number
        part = id.part
    }

    /// - Parameter prefix: the file's id and the point behind it.
    init?(_ id: String, prefix: [UInt8]) {
        guard id.utf8.starts(with: prefix) else { return nil }
        var rest = id.utf8.dropFirst(prefix.count)
        guard let number = Self.number(at: &rest) else { return nil }
        var part = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard let found = Self.number(at: &rest) else { return nil }
            part = found
        }
        guard rest.isEmpty else { return nil }
        self.number = number
        self.part = part
    }

    /// A number from 1 on, without zeros in front.
    private static func number(at text: inout Substring.UTF8View) -> Int? {
        var number = 0
        while let digit = text.first, digit &- 0x30 < 10, number < 1 << 56 {
            if number == 0, digit == 0x30 { return nil }
            number = number * 10 + Int(digit - 0x30)
            text.removeFirst()
        }
        return number > 0 ? number : nil
    }
}

/// A status in PRODUCT's table.
package enum StatusMeaning: Hashable, Sendable {
    case delivered, retry, refused, setUpWrong

    /// Of one record in `results`.
    package init(record status: Int?) {
        switch status {
        case .some(200...299): self = .delivered
        case 408, 425, 429: self = .retry
        case .some(400...499): self = .refused
        default: self = .retry
        }
    }

    /// Of a whole request without `results`.
    package init(whole status: Int) {
        switch status {
        case 200...299: self = .delivered
        case 300...399, 401, 403, 404, 405, 407: self = .setUpWrong
        case 408, 425, 429: self = .retry
        case 400...499: self = .refused
        default: self = .retry
        }
    }
}
