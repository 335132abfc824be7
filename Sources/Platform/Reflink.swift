import CPlatform

/// Makes `copy`, an empty file, share all blocks of `original` (FICLONE, ioctl_ficlonerange(2));
/// false where the file system can't, and nothing has been copied then.
package func reflink(
    _ original: borrowing FileDescriptor, to copy: borrowing FileDescriptor
) -> Bool {
    hopper_reflink(original.number, copy.number) == 0
}
