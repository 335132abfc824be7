/// A file system on which others, on other machines, do things that inotify(7) does not tell of.
struct RemoteFileSystem: Hashable {
    let name: String

    /// - Parameter type: `f_type` of statfs(2); nil for file systems of this machine alone.
    init?(type: Int64) {
        guard let name = Self.names[type & 0xFFFF_FFFF] else { return nil }
        self.name = name
    }

    private static let names: [Int64: String] = [
        0x6969: "NFS", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x517B: "SMB",
        0x6573_5546: "FUSE", 0x0102_1997: "9P", 0x5346_414F: "AFS", 0x00C3_6400: "Ceph",
        0x0116_1970: "GFS2", 0x7461_636F: "OCFS2", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS",
    ]
}
