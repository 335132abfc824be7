import Glibc
import Platform
import Vocabulary

extension Claimer {
    /// What the side file says goes along with the copy.
    func keepManifest(
        of request: Request, beside copy: FileCopy
    ) throws(ClaimFailure) {
        guard let marker = request.marker else { return }
        do throws(SystemError) {
            let file = try request.inbox.directory.open(
                marker.bytes, O_RDONLY | O_NONBLOCK | O_NOCTTY)
            guard try file.status().kind == .regular else {
                throw SystemError("open", on: marker.printable.printable(), code: 22)
            }
            try workSpace.keepManifest(
                try WorkSpace.content(of: file, limit: FileManifest.sizeLimit),
                of: copy.workName)
        } catch {
            if error.isNoEntry { throw .changed }
            throw error.isOutOfSpace ? .noRoom : .system(error)
        }
    }
}
