import Mapping
import Vocabulary

/// The tables of a configuration, each read once however many fields look into it.
final class TableShelf {
    /// What a field asks for.
    struct Request: Hashable {
        /// `partners/countries.csv`.
        var path: String
        var key: String
        var value: String
        var delimiter: UInt8
    }

    enum Answer {
        case table(ReferenceTable)
        /// There is no such file.
        case missing
        /// There is no column of that name, but these.
        case noColumn(String, among: [String])
        /// It has mistakes of its own, which have been reported.
        case broken
    }

    private(set) var mistakes: [ConfigurationMistake] = []
    private let sources: [String: ConfigurationSource]
    private let unread: Set<String>
    private var answers: [Request: Answer] = [:]
    /// Said of a file as a whole, whatever is asked of it.
    private var reported: Set<String> = []

    /// Of one table; the rest would say the same.
    private static let mostMistakes = 20

    /// - Parameter unread: tables that could not be read, which has been reported.
    init(_ sources: [ConfigurationSource], unread: Set<String> = []) {
        self.unread = unread
        var tables: [String: ConfigurationSource] = [:]
        for source in sources where TablePath.isTable(source.path) { tables[source.path] = source }
        self.sources = tables
    }

    func table(_ request: Request) -> Answer {
        if let known = answers[request] { return known }
        let answer = read(request)
        answers[request] = answer
        return answer
    }

    private func read(_ request: Request) -> Answer {
        guard let source = sources[request.path] else {
            return unread.contains(request.path) ? .broken : .missing
        }
        guard source.bytes.count <= TablePath.sizeLimit else {
            report(request.path, nil, "larger than \(TablePath.sizeLimit >> 20) MiB")
            return .broken
        }
        do throws(TableText.Problem) {
            return try read(source, request)
        } catch {
            report(request.path, error.line, error.message)
            return .broken
        }
    }

    private func read(
        _ source: ConfigurationSource, _ request: Request
    ) throws(TableText.Problem) -> Answer {
        var text = try TableText(source.bytes, delimiter: request.delimiter)
        guard let header = try text.next() else {
            throw TableText.Problem(line: 1, message: "the table is empty")
        }
        let names = header.fields.map { String(decoding: $0, as: UTF8.self) }
        guard let key = names.firstIndex(of: request.key) else {
            return .noColumn(request.key, among: names)
        }
        guard let value = names.firstIndex(of: request.value) else {
            return .noColumn(request.value, among: names)
        }
        var builder = ReferenceTableBuilder()
        var count = 0
        func report(_ line: Int, _ message: String) {
            count += 1
            if count <= Self.mostMistakes { self.report(request.path, line, message) }
        }
        while let row = try text.next() {
            guard row.fields.count == names.count else {
                report(
                    row.line,
                    "\(counted(row.fields.count, "field")), and the header has \(names.count)")
                continue
            }
            guard !row.fields[key].isEmpty else {
                report(row.line, "no key in column \(request.key.quoted)")
                continue
            }
            let first = builder.add(key: row.fields[key], value: row.fields[value], line: row.line)
            if let first {
                let text = String(decoding: row.fields[key], as: UTF8.self)
                report(row.line, "key \(text.quoted) is already on line \(first)")
            }
        }
        if count > Self.mostMistakes {
            self.report(
                request.path, nil, "and \(counted(count - Self.mostMistakes, "mistake")) more")
        }
        return count > 0 ? .broken : .table(builder.finish(name: request.path))
    }

    private func report(_ path: String, _ line: Int?, _ message: String) {
        let mistake = ConfigurationMistake(path: path, line: line, message: message)
        // Two fields that look into one table differently find the same mistakes.
        if reported.insert(mistake.headline).inserted { mistakes.append(mistake) }
    }
}
