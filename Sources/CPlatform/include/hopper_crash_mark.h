// A mark left by a thread that is brought down by a trap, naming what it was working on.
#pragma once

/// The most bytes of a subject's name.
#define HOPPER_CRASH_SUBJECT 63

/// From now on SIGSEGV, SIGILL, SIGBUS, SIGABRT, SIGTRAP and SIGFPE first append the subject of the
/// thread they hit, and a line feed, to `fd` (and sync it), then do what they did before. A signal
/// sent by another process leaves no mark. 0 on success.
int hopper_crash_mark_install(int fd);

/// What the calling thread works on from now on; the empty text for nothing. Also gives the thread
/// a signal stack of its own, so that a stack overflow can be marked.
void hopper_crash_mark_subject(const char *subject);
