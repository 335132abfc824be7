import Foundation
import JSON

/// What the partner does.
extension PowerCutStage {
    /// Uploads a file: written beside, then renamed. Where the partner synchronizes, the upload
    /// counts as done only when it is durable; a machine that goes off under it ends it.
    func upload(_ file: PartnerFile) {
        guard let content = contents[file.name] else { return }
        let path = "\(inbox)/\(file.name)"
        do {
            _ = FileManager.default.createFile(atPath: path + ".part", contents: nil)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + ".part"))
            defer { try? handle.close() }
            try handle.write(contentsOf: content)
            if file.isSynchronized { try handle.synchronize() }
            guard unsafe rename(path + ".part", path) == 0, file.isSynchronized else { return }
            let directory = unsafe open(inbox, O_RDONLY)
            defer { close(directory) }
            if fsync(directory) == 0 {
                uploaded.insert(file.name)
            }
        } catch {
            // The power is gone.
        }
    }

    /// Uploads once more what was lost on the partner's side: not what had been taken in, nor what
    /// still lies there.
    func uploadAgain(_ dropped: some Sequence<PartnerFile>) throws {
        for file in dropped where !uploaded.contains(file.name) {
            let path = "\(inbox)/\(file.name)"
            // In this order: what is taken in meanwhile is in the one or in the other.
            let lying = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            if lying == contents[file.name]?.count { continue }
            guard let known = try ledgerFiles() else { continue }
            let isTaken = known.contains {
                $0["name"]?.text == file.name
                    && $0["size"]?.int == contents[file.name]?.count
            }
            if !isTaken { upload(file) }
        }
    }
}
