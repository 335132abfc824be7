// Files and directories as the kernel knows them: what Swift cannot call by itself.
#pragma once
#include <dirent.h>
#include <stdint.h>
#include <sys/types.h>

/// openat2(2) that stays beneath `directory`: RESOLVE_BENEATH, NO_SYMLINKS, NO_XDEV, NO_MAGICLINKS.
/// A kernel without openat2 gets openat(2) with O_NOFOLLOW, and EXDEV for a name with a slash.
int hopper_open_beneath(int directory, const char *name, int flags, mode_t mode);

/// FICLONE of ioctl_ficlonerange(2): 0 when `to` shares the blocks of `from`.
int hopper_reflink(int from, int to);

/// renameat2(2); `no_replace` sets RENAME_NOREPLACE.
int hopper_rename(
    int from_directory, const char *from, int to_directory, const char *to, int no_replace);

/// `f_type` of fstatfs(2); -1 with errno.
int64_t hopper_filesystem_type(int fd);

/// An entry's name, which ends with a zero byte.
const char *hopper_entry_name(const struct dirent *entry);

/// eventfd(2), nonblocking and closed on exec.
int hopper_eventfd(void);

/// Begins to write a file's data to the device, and does not wait: only to make fsync(2) quicker.
void hopper_start_writeback(int fd);
