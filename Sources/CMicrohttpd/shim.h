// MHD_start_daemon is variadic; Swift needs a plain function.
#pragma once
#include <microhttpd.h>

static inline struct MHD_Daemon *hopper_mhd_start(
    unsigned int flags, int listening_socket, MHD_AccessHandlerCallback access,
    MHD_RequestCompletedCallback completed, void *context, unsigned int connections,
    unsigned int idle_seconds, size_t connection_memory, unsigned int threads) {
    struct MHD_OptionItem pool[] = {
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, NULL},
        {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(
        flags, 0, NULL, NULL, access, context, MHD_OPTION_LISTEN_SOCKET, listening_socket,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        connection_memory, MHD_OPTION_CONNECTION_MEMORY_INCREMENT, connection_memory / 2,
        MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}
