#define _GNU_SOURCE
#include "hopper_crash_mark.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int trapped[] = {SIGSEGV, SIGILL, SIGBUS, SIGABRT, SIGTRAP, SIGFPE};
enum { traps = sizeof trapped / sizeof trapped[0], stack_size = 64 * 1024 };

static struct sigaction before[traps];
static volatile int mark_fd = -1;

// Read by the handler on the thread it interrupts; kept in the executable's static TLS block, which
// needs no allocation at the first use.
static _Thread_local volatile char subject[HOPPER_CRASH_SUBJECT + 2]
    __attribute__((tls_model("initial-exec")));
static _Thread_local volatile int length __attribute__((tls_model("initial-exec")));
static _Thread_local int has_stack;

static void trap(int signal, siginfo_t *info, void *context) {
    (void)context;
    int from_outside = info->si_code <= 0 && info->si_pid != getpid();
    if (length > 0 && mark_fd >= 0 && !from_outside) {
        // One write: several threads may be brought down at once.
        ssize_t written = write(mark_fd, (const void *)subject, (size_t)length);
        (void)written;
        fsync(mark_fd);
        length = 0;
    }
    for (int i = 0; i < traps; i++)
        if (trapped[i] == signal) sigaction(signal, &before[i], NULL);
    raise(signal);
}

int hopper_crash_mark_install(int fd) {
    int first = mark_fd < 0;
    mark_fd = fd;
    if (!first) return 0;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = trap;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < traps; i++)
        if (sigaction(trapped[i], &action, &before[i]) != 0) return -1;
    return 0;
}

void hopper_crash_mark_subject(const char *text) {
    if (!has_stack) {
        // Lives as long as the process: the few threads that read files do, too.
        stack_t stack = {.ss_sp = malloc(stack_size), .ss_size = stack_size};
        if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
        has_stack = 1;
    }
    length = 0;
    size_t count = strnlen(text, HOPPER_CRASH_SUBJECT);
    for (size_t i = 0; i < count; i++) subject[i] = text[i];
    if (count == 0) return;
    subject[count] = '\n';
    length = (int)count + 1;
}
