// What Swift cannot say by itself of the kernel's interface: variadic calls, macros, raw system calls.
#pragma once
#include "hopper_crash_mark.h"
#include "hopper_files.h"
#include "hopper_spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "hopper_iconv.h"
#include "hopper_scan.h"

/// open(2) without the variadic mode, so that Swift can call it.
static inline int hopper_open(const char *path, int flags, mode_t mode) {
    return open(path, flags, mode);
}

/// pthread_setname_np(3) for the calling thread; at most 15 bytes.
void hopper_name_this_thread(const char *name);

/// All threads take memory from one heap from here on (M_ARENA_MAX, mallopt(3)).
void hopper_share_one_heap(void);
