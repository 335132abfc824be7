// Preloaded into a program under test (LD_PRELOAD): counts the calls that change files, over all of
// its threads, and makes one of them fail, or kills the program there.
//
//   HOPPER_FAULT_KIND   EIO, ENOSPC or KILL
//   HOPPER_FAULT_AT     the number of the call, from 1; without it they are only counted
//   HOPPER_FAULT_FOR    how many calls fail from there on; 1 without it
//   HOPPER_FAULT_PATH   only calls on open files whose path has this in it count,
//   HOPPER_FAULT_BUT    unless it has one of these in it, with colons between
//   HOPPER_FAULT_BOARD  a file of 16 bytes: the calls so far, and how many of them failed
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct board {
    _Atomic uint64_t calls, failed;
} unseen, *board = &unseen;
static uint64_t first = UINT64_MAX, count = 1;
static int error;
static int kills;
static const char *path, *but;

__attribute__((constructor)) static void begin(void) {
    const char *kind = getenv("HOPPER_FAULT_KIND"), *text;
    if (kind && !strcmp(kind, "EIO")) error = EIO;
    if (kind && !strcmp(kind, "ENOSPC")) error = ENOSPC;
    kills = kind && !strcmp(kind, "KILL");
    if ((text = getenv("HOPPER_FAULT_AT"))) first = strtoull(text, NULL, 10);
    if ((text = getenv("HOPPER_FAULT_FOR"))) count = strtoull(text, NULL, 10);
    path = getenv("HOPPER_FAULT_PATH");
    but = getenv("HOPPER_FAULT_BUT");
    if (!(text = getenv("HOPPER_FAULT_BOARD"))) return;
    int file = open(text, O_RDWR);
    void *shared = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared == MAP_FAILED) _exit(97);
    close(file);
    board = shared;
}

static int is_meant(int file) {
    if (!path) return 1;
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length < 0) return 0;
    target[length] = 0;
    if (!strstr(target, path)) return 0;
    for (const char *part = but; part && *part;) {
        char one[64];
        size_t size = strcspn(part, ":");
        snprintf(one, sizeof one, "%.*s", (int)size, part);
        if (strstr(target, one)) return 0;
        part += size + (part[size] == ':');
    }
    return 1;
}

// Whether the call is to fail; it is counted.
static int fails(void) {
    uint64_t call = atomic_fetch_add(&board->calls, 1) + 1;
    if (call < first || call - first >= count) return 0;
    atomic_fetch_add(&board->failed, 1);
    if (kills) kill(getpid(), SIGKILL);
    errno = error;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
// A device without room takes syncs and shorter files; one that fails takes nothing.
#define ON_FILE(result, name, needs_room, parameters, ...) \
    result name parameters { \
        static __typeof__(&name) real; \
        if (!real) real = REAL(name); \
        if ((needs_room || error != ENOSPC) && is_meant(file) && fails()) return -1; \
        return real(__VA_ARGS__); \
    }
// Names don't tell which device is meant: nothing fails there, but the program can be killed.
#define ON_NAME(name, parameters, ...) \
    int name parameters { \
        static __typeof__(&name) real; \
        if (!real) real = REAL(name); \
        if (kills && fails()) return -1; \
        return real(__VA_ARGS__); \
    }

ON_FILE(ssize_t, write, 1, (int file, const void *bytes, size_t size), file, bytes, size)
ON_FILE(ssize_t, pwrite, 1, (int file, const void *bytes, size_t size, off_t at), file, bytes,
        size, at)
ON_FILE(ssize_t, pwrite64, 1, (int file, const void *bytes, size_t size, off64_t at), file, bytes,
        size, at)
ON_FILE(int, fsync, 0, (int file), file)
ON_FILE(int, fdatasync, 0, (int file), file)
ON_FILE(int, ftruncate, 0, (int file, off_t size), file, size)
ON_FILE(int, ftruncate64, 0, (int file, off64_t size), file, size)

ON_NAME(rename, (const char *from, const char *to), from, to)
ON_NAME(renameat2, (int from, const char *name, int to, const char *next, unsigned flags), from,
        name, to, next, flags)
ON_NAME(unlink, (const char *name), name)
ON_NAME(unlinkat, (int directory, const char *name, int flags), directory, name, flags)
ON_NAME(linkat, (int from, const char *name, int to, const char *next, int flags), from, name, to,
        next, flags)
