// What the readers of text ask of a block of bytes, 16 at a time where the processor can (SSE2 is
// part of every x86-64); the plain loops below them mean the same on any other machine.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/// A bit for each of the 64 bytes at `p` that is a line feed, a carriage return, or one of the three.
static inline uint64_t hopper_scan64(
    const uint8_t *_Nonnull p, uint8_t first, uint8_t second, uint8_t third) {
#ifdef __SSE2__
    const __m128i a = _mm_set1_epi8((char)first), b = _mm_set1_epi8((char)second),
                  c = _mm_set1_epi8((char)third), lf = _mm_set1_epi8('\n'),
                  cr = _mm_set1_epi8('\r');
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i));
        const __m128i hit = _mm_or_si128(
            _mm_or_si128(
                _mm_or_si128(_mm_cmpeq_epi8(v, a), _mm_cmpeq_epi8(v, b)), _mm_cmpeq_epi8(v, c)),
            _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
        mask |= (uint64_t)(uint16_t)_mm_movemask_epi8(hit) << (16 * i);
    }
    return mask;
#else
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) {
        const uint8_t v = p[i];
        const uint64_t hit =
            v == first || v == second || v == third || v == '\n' || v == '\r';
        mask |= hit << i;
    }
    return mask;
#endif
}

/// Whether AVX2 may be used where the processor has it, as is the case unless this says otherwise: for
/// tests, which want to see both ways.
void hopper_allow_avx2(int allowed);

/// How many times 64 bytes `hopper_scan_ahead` looks at.
#define HOPPER_SCAN_AHEAD 32

/// The masks of `hopper_scan64`, with two bytes to look for, for `HOPPER_SCAN_AHEAD` times 64 bytes in
/// a row, or for as many times 64 as begin among the `count` bytes at `p`; all of those are read.
/// Uses AVX2 where the processor has it.
void hopper_scan_ahead(
    const uint8_t *_Nonnull p, size_t count, uint8_t first, uint8_t second,
    uint64_t *_Nonnull masks);

/// The index, from `from` on, of the first quotation mark, backslash or control character. The
/// caller has put one there, and 16 readable bytes behind it.
static inline size_t hopper_scan_json_text(const uint8_t *_Nonnull p, size_t from) {
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'),
                  last_control = _mm_set1_epi8(0x1F);
    for (;; from += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(p + from));
        const __m128i hit = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)),
            _mm_cmpeq_epi8(_mm_min_epu8(v, last_control), v));
        const int mask = _mm_movemask_epi8(hit);
        if (mask != 0) return from + (size_t)__builtin_ctz((unsigned)mask);
    }
#else
    while (p[from] != '"' && p[from] != '\\' && p[from] >= 0x20) from++;
    return from;
#endif
}

/// Eight bytes at `p`, whatever its alignment, as a number of this machine.
static inline uint64_t hopper_load64(const uint8_t *_Nonnull p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/// How many of the `count` bytes at `p` are well-formed UTF-8 (Unicode, table 3-7: no overlong
/// forms, no surrogates, nothing past U+10FFFF).
size_t hopper_utf8_prefix(const uint8_t *_Nonnull p, size_t count);

/// Whether the `count` bytes at `p` are the beginning of a well-formed sequence, but not all of it.
int hopper_utf8_is_cut(const uint8_t *_Nonnull p, size_t count);
