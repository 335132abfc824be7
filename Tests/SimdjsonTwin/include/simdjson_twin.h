// A twin of the JSON scanner that stands on simdjson (https://simdjson.org): it finds the wanted
// members of a line and checks all of it, values that nobody wants, too. For tests and benchmarks.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct simdjson_twin simdjson_twin;

enum simdjson_twin_kind {
    simdjson_twin_absent,
    simdjson_twin_text,
    simdjson_twin_number,
    simdjson_twin_boolean,
    simdjson_twin_null,
    simdjson_twin_container,
};

/// A wanted member's value: a number as it is written, a text with its escapes resolved, of an
/// object or array nothing. Valid until the next line is read.
typedef struct {
    const char *_Nullable text;
    size_t length;
    enum simdjson_twin_kind kind;
} simdjson_twin_value;

simdjson_twin *_Nonnull simdjson_twin_new(const char *_Nonnull const *_Nonnull names,
                                          size_t count);
void simdjson_twin_free(simdjson_twin *_Nonnull twin);

/// Bytes behind a line that must be readable.
size_t simdjson_twin_padding(void);

/// Reads one line, an object; `values` has room for one of each name. 0, or what simdjson says.
int simdjson_twin_read(simdjson_twin *_Nonnull twin, const char *_Nonnull line, size_t length,
                       simdjson_twin_value *_Nonnull values);

/// It takes a number beyond what a double holds for an error, as simdjson does everywhere.
int simdjson_twin_is_number_error(int error);

#ifdef __cplusplus
}
#endif
