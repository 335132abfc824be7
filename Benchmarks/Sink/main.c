// hopper-sink: the least a downstream service can be, so that a benchmark measures its sender.
//
//   hopper-sink PORT [ARRIVALS]
//
// One thread, epoll, HTTP/1.1 with keep-alive. Every POST with a Content-Length is answered 200 as
// soon as its body has been read, and then forgotten. GET /stats tells what came: requests, records
// (objects that stand on lines of their own), bytes, and CLOCK_MONOTONIC of the first request and of
// the last answer, in nanoseconds. With ARRIVALS each POST appends a line to that file: its arrival
// and its number of records. SIGTERM ends it.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_LIMIT = 16384, CONNECTIONS = 1024, CHUNK = 1 << 18 };

struct connection {
    char head[HEAD_LIMIT];
    size_t head_length;
    uint64_t body_left; // of the request whose head has been read
    uint64_t records;
    int in_body;
    int is_get;
    char tail[2]; // the last two bytes of the body so far, for a match across two reads
};

static struct connection *connections[CONNECTIONS];
static char chunk[CHUNK + 2];
static uint64_t requests, records, bytes, first_at, last_at;
static FILE *arrivals;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void say(int fd, const char *text, size_t length) {
    while (length > 0) {
        ssize_t count = send(fd, text, length, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno == EINTR || errno == EAGAIN) continue; // answers are tiny
            return;
        }
        text += count;
        length -= (size_t)count;
    }
}

static void finish_request(int fd, struct connection *c) {
    if (c->is_get) {
        char body[256], answer[512];
        int length = snprintf(body, sizeof body,
            "{\"requests\":%" PRIu64 ",\"records\":%" PRIu64 ",\"bytes\":%" PRIu64
            ",\"first_at\":%" PRIu64 ",\"last_at\":%" PRIu64 "}\n",
            requests, records, bytes, first_at, last_at);
        int total = snprintf(answer, sizeof answer,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
            length, body);
        say(fd, answer, (size_t)total);
    } else {
        static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        requests++;
        records += c->records;
        say(fd, answer, sizeof answer - 1);
        last_at = now();
    }
    c->in_body = 0;
    c->records = 0;
}

// Counts ",\n{" in the body, also where it is cut by the end of a read, which leaves two bytes.
static void take_body(struct connection *c, char *from, size_t length) {
    memcpy(from - 2, c->tail, 2);
    char *at = from - 2, *end = from + length;
    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (at > from - 2 && at[-1] == ',' && at + 1 < end && at[1] == '{') c->records++;
        at++;
    }
    if (length >= 2) memcpy(c->tail, end - 2, 2);
    else c->tail[0] = c->tail[1], c->tail[1] = from[0];
    bytes += length;
}

static int take_head(int fd, struct connection *c) {
    c->head[c->head_length] = 0;
    if (first_at == 0 && c->head[0] == 'P') first_at = now();
    c->is_get = strncmp(c->head, "GET ", 4) == 0;
    char *field = strcasestr(c->head, "\r\ncontent-length:");
    c->body_left = field ? strtoull(field + 17, NULL, 10) : 0;
    if (!c->is_get && !field) {
        static const char answer[] = "HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\n\r\n";
        say(fd, answer, sizeof answer - 1);
        return -1;
    }
    if (strcasestr(c->head, "\r\nexpect: 100-continue")) say(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    c->head_length = 0;
    c->in_body = 1;
    c->records = !c->is_get && c->body_left > 0;
    c->tail[0] = c->tail[1] = 0;
    return 0;
}

// Takes what was read; -1 ends the connection.
static int take(int fd, struct connection *c, char *from, size_t length) {
    while (length > 0) {
        if (!c->in_body) {
            // Heads are short: byte by byte until the empty line.
            while (length > 0 && !c->in_body) {
                if (c->head_length == HEAD_LIMIT - 1) return -1;
                c->head[c->head_length++] = *from++;
                length--;
                if (c->head_length >= 4
                    && memcmp(c->head + c->head_length - 4, "\r\n\r\n", 4) == 0
                    && take_head(fd, c) < 0)
                    return -1;
            }
            if (!c->in_body) return 0;
        }
        size_t part = length < c->body_left ? length : (size_t)c->body_left;
        if (part > 0) {
            char held[2] = {from[-2], from[-1]};
            take_body(c, from, part);
            from[-2] = held[0], from[-1] = held[1];
        }
        from += part;
        length -= part;
        c->body_left -= part;
        if (c->body_left == 0) {
            if (arrivals && !c->is_get) {
                fprintf(arrivals, "%" PRIu64 " %" PRIu64 "\n", now(), c->records);
                fflush(arrivals);
            }
            finish_request(fd, c);
        }
    }
    return 0;
}

static void drop(int fd) {
    close(fd);
    free(connections[fd]);
    connections[fd] = NULL;
}

static void quit(int signal) {
    (void)signal;
    _exit(0);
}

int main(int count, char **arguments) {
    if (count < 2 || count > 3) {
        fprintf(stderr, "usage: hopper-sink PORT [ARRIVALS]\n");
        return 2;
    }
    if (count == 3 && !(arrivals = fopen(arguments[2], "w"))) {
        perror(arguments[2]);
        return 3;
    }
    signal(SIGTERM, quit);
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)atoi(arguments[1])),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 128) < 0) {
        perror("hopper-sink: bind");
        return 3;
    }
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, ready[64];
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int found = epoll_wait(poller, ready, 64, -1);
        for (int i = 0; i < found; i++) {
            int fd = ready[i].data.fd;
            if (fd == listener) {
                int next = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (next < 0) continue;
                if (next >= CONNECTIONS) {
                    close(next);
                    continue;
                }
                setsockopt(next, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                connections[next] = calloc(1, sizeof(struct connection));
                event = (struct epoll_event){.events = EPOLLIN, .data.fd = next};
                epoll_ctl(poller, EPOLL_CTL_ADD, next, &event);
                continue;
            }
            // Two bytes of room in front, for take_body.
            ssize_t length = read(fd, chunk + 2, CHUNK);
            if (length < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (length <= 0 || take(fd, connections[fd], chunk + 2, (size_t)length) < 0) drop(fd);
        }
    }
}
