#include "hopper_re2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>

struct hopper_re2 {
    RE2 expression;
    hopper_re2(const re2::StringPiece &pattern, const RE2::Options &options)
        : expression(pattern, options) {}
};

static void report(char *error, size_t capacity, const char *message) {
    if (capacity == 0) return;
    std::strncpy(error, message, capacity - 1);
    error[capacity - 1] = 0;
}

hopper_re2 *hopper_re2_compile(const char *pattern, size_t length, int64_t memory, char *error,
                               size_t error_capacity) {
    try {
        RE2::Options options;
        options.set_encoding(RE2::Options::EncodingUTF8);
        options.set_log_errors(false);
        options.set_max_mem(memory);
        auto *compiled = new hopper_re2(re2::StringPiece(pattern, length), options);
        if (compiled->expression.ok()) return compiled;
        report(error, error_capacity, compiled->expression.error().c_str());
        delete compiled;
        return nullptr;
    } catch (const std::exception &failure) {
        report(error, error_capacity, failure.what());
        return nullptr;
    } catch (...) {
        report(error, error_capacity, "it could not be compiled");
        return nullptr;
    }
}

int hopper_re2_found(const hopper_re2 *pattern, const uint8_t *text, size_t length) {
    try {
        re2::StringPiece piece(reinterpret_cast<const char *>(text), length);
        return pattern->expression.Match(piece, 0, length, RE2::UNANCHORED, nullptr, 0) ? 1 : 0;
    } catch (...) {
        return -1;
    }
}

void hopper_re2_free(hopper_re2 *pattern) { delete pattern; }
