#define _GNU_SOURCE
#include "hopper_spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(int resource, uint64_t value) {
    struct rlimit known;
    if (getrlimit(resource, &known) != 0) return;
    if (known.rlim_max != RLIM_INFINITY && value > known.rlim_max) value = known.rlim_max;
    const struct rlimit wanted = {value, value};
    setrlimit(resource, &wanted);
}

/// Only what signal-safety(7) allows: other threads may have held any lock at the fork.
static void run(const struct hopper_spawn *spawn, pid_t parent, int report) {
    if (setpgid(0, 0) != 0) goto failed;
    if (!spawn->outlives_thread && prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) goto failed;
    // It may have ended before the line above.
    if (getppid() != parent) _exit(127);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) goto failed;
    // What is to become 0, 1 or 2 must not be overwritten by another of the three.
    const int wanted[3] = {spawn->input, spawn->output, spawn->errors};
    int moved[3];
    for (int i = 0; i < 3; i++) {
        moved[i] = fcntl(wanted[i], F_DUPFD_CLOEXEC, 3);
        if (moved[i] < 0) goto failed;
    }
    for (int i = 0; i < 3; i++) {
        if (dup2(moved[i], i) < 0) goto failed;
    }
    // All of Hopper's own are closed on exec anyway: this is for what was inherited.
    syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (chdir(spawn->directory) != 0) goto failed;
    umask(077);
    limit(RLIMIT_CORE, 0);
    if (spawn->data_limit > 0) limit(RLIMIT_DATA, spawn->data_limit);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(spawn->program, spawn->arguments, spawn->environment);
failed:;
    const int code = errno;
    ssize_t ignored = write(report, &code, sizeof code);
    (void)ignored;
    _exit(127);
}

pid_t hopper_start_program(const struct hopper_spawn *spawn) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    // Above the three that the program gets.
    if (report[1] < 3) {
        const int moved = fcntl(report[1], F_DUPFD_CLOEXEC, 3);
        const int code = errno;
        close(report[1]);
        report[1] = moved;
        if (moved < 0) {
            close(report[0]);
            return -code;
        }
    }
    // No handler of ours may run in the child.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) run(spawn, parent, report[1]);
    const int fork_code = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child < 0) {
        close(report[0]);
        return -fork_code;
    }
    int code = 0;
    ssize_t count;
    do {
        count = read(report[0], &code, sizeof code);
    } while (count < 0 && errno == EINTR);
    close(report[0]);
    // The pipe closes with the exec.
    if (count == 0) return child;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return count == sizeof code && code > 0 ? -code : -EIO;
}

int hopper_pidfd(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int hopper_has_ended(pid_t process) {
    siginfo_t info;
    info.si_pid = 0;
    int code;
    do {
        code = waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT);
    } while (code != 0 && errno == EINTR);
    if (code != 0) return -1;
    return info.si_pid == process;
}

int hopper_reap(pid_t process) {
    int status;
    pid_t ended;
    do {
        ended = waitpid(process, &status, 0);
    } while (ended < 0 && errno == EINTR);
    if (ended != process) return -1;
    if (WIFSIGNALED(status)) return 256 + WTERMSIG(status);
    return WEXITSTATUS(status);
}

int hopper_socket_pair(int *ends) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

int hopper_send_all(int socket, const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        const ssize_t sent = send(socket, next, count, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        next += sent;
        count -= (size_t)sent;
    }
    return 0;
}

int hopper_receive_all(int descriptor, void *bytes, size_t count) {
    char *next = bytes;
    while (count > 0) {
        const ssize_t got = read(descriptor, next, count);
        if (got == 0) errno = 0;
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        next += got;
        count -= (size_t)got;
    }
    return 0;
}

int hopper_output_pipe(int *ends) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    // Not the writing end: a program need not know of EAGAIN.
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0) return 0;
    const int code = errno;
    close(ends[0]);
    close(ends[1]);
    errno = code;
    return -1;
}
