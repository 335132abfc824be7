// RE2 (https://github.com/google/re2) through a C interface; no C++ exception leaves it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hopper_re2 hopper_re2;

/// Compiles a UTF-8 pattern. `memory` bounds what the program and its caches may take, in bytes.
/// On failure returns NULL and puts a zero-terminated message into `error`.
hopper_re2 *_Nullable hopper_re2_compile(const char *_Nonnull pattern, size_t length,
                                         int64_t memory, char *_Nonnull error,
                                         size_t error_capacity);

/// Whether the pattern is found somewhere in the text: 1 or 0, or -1 when memory ran out.
/// Safe from several threads at once; takes time linear in the text.
int hopper_re2_found(const hopper_re2 *_Nonnull pattern, const uint8_t *_Nullable text,
                     size_t length);

void hopper_re2_free(hopper_re2 *_Nonnull pattern);

#ifdef __cplusplus
}
#endif
