#pragma once
#include <lzma.h>

/// The flags are macros. Streams on end and padding; a check that can't be checked is told.
static inline lzma_ret hopper_xz_init(lzma_stream *stream, uint64_t memory_limit) {
    return lzma_stream_decoder(
        stream, memory_limit, LZMA_CONCATENATED | LZMA_TELL_UNSUPPORTED_CHECK);
}

/// LZMA without a container.
static inline lzma_ret hopper_lzma_init(lzma_stream *stream, uint64_t memory_limit) {
    return lzma_alone_decoder(stream, memory_limit);
}
