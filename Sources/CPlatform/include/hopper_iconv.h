// iconv(3) with a plain null where it has (iconv_t)-1.
#pragma once
#include <iconv.h>
#include <stddef.h>

/// A conversion from `encoding` to UTF-8; null if the library does not know it.
static inline iconv_t _Nullable hopper_iconv_open(const char *_Nonnull encoding) {
    iconv_t conversion = iconv_open("UTF-8", encoding);
    return conversion == (iconv_t)-1 ? NULL : conversion;
}
