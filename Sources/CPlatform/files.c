#define _GNU_SOURCE
#include "hopper_files.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int hopper_open_beneath(int directory, const char *name, int flags, mode_t mode) {
    struct open_how how = {
        .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
        // O_TMPFILE holds O_DIRECTORY's bit; a mode without creation is EINVAL.
        .mode = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? mode : 0,
        .resolve =
            RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS,
    };
    for (int attempt = 0; attempt < 16; attempt++) {
        long fd = syscall(SYS_openat2, directory, name, &how, sizeof how);
        if (fd >= 0) return (int)fd;
        if (errno == ENOSYS) break;
        // A rename elsewhere on the machine can spoil the resolution; openat2(2) says to try again.
        if (errno != EAGAIN && errno != EINTR) return -1;
        if (errno == EAGAIN && attempt == 15) return -1;
    }
    if (strchr(name, '/') != NULL || strcmp(name, "..") == 0) {
        errno = EXDEV;
        return -1;
    }
    return openat(directory, name, flags | O_CLOEXEC | O_NOFOLLOW, mode);
}

int hopper_reflink(int from, int to) { return ioctl(to, FICLONE, from); }

int hopper_rename(
    int from_directory, const char *from, int to_directory, const char *to, int no_replace) {
    return renameat2(from_directory, from, to_directory, to, no_replace ? RENAME_NOREPLACE : 0);
}

int64_t hopper_filesystem_type(int fd) {
    struct statfs status;
    return fstatfs(fd, &status) == 0 ? (int64_t)status.f_type : -1;
}

const char *hopper_entry_name(const struct dirent *entry) { return entry->d_name; }

int hopper_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void hopper_start_writeback(int fd) { sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); }
