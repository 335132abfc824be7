// A program started in a process group of its own: what fork(2) and execve(2) need done in between,
// where nothing of Swift may run.
#pragma once
#include <stdint.h>
#include <sys/types.h>

/// What a program is started with. The descriptors become its 0, 1 and 2; every other one is closed.
struct hopper_spawn {
    /// Absolute.
    const char *_Nonnull program;
    /// Both end with a null.
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    /// The directory it runs in.
    const char *_Nonnull directory;
    int input, output, errors;
    /// RLIMIT_DATA in bytes; 0 leaves it as it is.
    uint64_t data_limit;
    /// Not 0: it goes on when the calling thread ends.
    int outlives_thread;
};

/// Starts the program with umask 077, no signal ignored or blocked, no new privileges, no core; it
/// gets SIGKILL when the calling thread ends, unless it may outlive that. Its process group has its own
/// number.
/// Returns the process, or a negative errno when it could not be started.
pid_t hopper_start_program(const struct hopper_spawn *_Nonnull spawn);

/// pidfd_open(2), closed on exec; -1 with errno.
int hopper_pidfd(pid_t process);

/// Whether the process has ended. It stays a zombie, so that its number is not used again. 1, 0, or
/// -1 when nobody knows.
int hopper_has_ended(pid_t process);

/// Waits for an ended process. Returns its exit code, or 256 and the number of the signal that ended
/// it; -1 when nobody knows.
int hopper_reap(pid_t process);

/// socketpair(2): a pair of stream sockets, closed on exec. 0, or -1 with errno.
int hopper_socket_pair(int *_Nonnull ends);

/// Writes all of it to a socket, without a signal when nobody reads there any more. 0, or -1 with
/// errno.
int hopper_send_all(int socket, const void *_Nonnull bytes, size_t count);

/// Reads so many bytes. 0, or -1 when there are no more (errno is 0) or with errno.
int hopper_receive_all(int descriptor, void *_Nonnull bytes, size_t count);

/// pipe2(2): both ends are closed on exec, and reading does not block. 0, or -1 with errno.
int hopper_output_pipe(int *_Nonnull ends);
