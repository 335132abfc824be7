#pragma once
#include <zlib.h>

/// inflateInit2 is a macro. Windows of any size, gzip's header and checks.
static inline int hopper_gunzip_init(z_streamp stream) { return inflateInit2(stream, 15 + 16); }

/// Deflate without a wrapping.
static inline int hopper_inflate_init(z_streamp stream) { return inflateInit2(stream, -15); }
