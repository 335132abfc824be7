// Byte kernels that Swift does not compile well by itself.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__SSE2__)
/// A bit for each of the 16 bytes that JSON strings must escape.
static inline uint32_t hopper_escapes16(__m128i bytes) {
    const __m128i hit = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
    return (uint32_t)_mm_movemask_epi8(hit);
}
#endif

/// Copies bytes up to the first that JSON strings must escape (below 0x20, `"` or `\`), at most
/// `count`; returns how many are clean. Reads up to 31 bytes past the source's end and writes up to
/// 32 past the destination's: both must have them.
///
/// 32 bytes a step, for most texts are no longer than that: how often a loop goes round for texts of
/// all lengths is what a processor can't foresee.
static inline size_t hopper_copy_clean(uint8_t *to, const uint8_t *from, size_t count) {
    size_t done = 0;
#if defined(__SSE2__)
    do {
        const __m128i low = _mm_loadu_si128((const __m128i *)(from + done));
        const __m128i high = _mm_loadu_si128((const __m128i *)(from + done + 16));
        _mm_storeu_si128((__m128i *)(to + done), low);
        _mm_storeu_si128((__m128i *)(to + done + 16), high);
        const uint64_t hits = hopper_escapes16(low) | (uint64_t)hopper_escapes16(high) << 16;
        const size_t left = count - done;
        if (left <= 32) {
            const uint64_t mine = hits & ((UINT64_C(1) << left) - 1);
            return mine ? done + (size_t)__builtin_ctzll(mine) : count;
        }
        if (hits) return done + (size_t)__builtin_ctzll(hits);
        done += 32;
    } while (done < count);
    return count;
#else
    while (done < count) {
        uint8_t byte = from[done];
        if (byte < 0x20 || byte == '"' || byte == '\\') return done;
        to[done++] = byte;
    }
    return count;
#endif
}

/// Copies `count` bytes, 16 at a time; both sides must have 15 bytes to spare.
static inline void hopper_copy_padded(uint8_t *to, const uint8_t *from, size_t count) {
#if defined(__SSE2__)
    size_t done = 0;
    do {
        _mm_storeu_si128((__m128i *)(to + done), _mm_loadu_si128((const __m128i *)(from + done)));
        done += 16;
    } while (done < count);
#else
    memcpy(to, from, count);
#endif
}

/// Writes the number in decimal digits; returns how many (at most 20).
static inline size_t hopper_put_decimal(uint8_t *to, uint64_t number) {
    static const char pairs[] =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243"
        "4445464748495051525354555657585960616263646566676869707172737475767778798081828384858687"
        "888990919293949596979899";
    size_t digits = 1;
    for (uint64_t rest = number; rest >= 10; digits++) {
        if (rest < 100) { digits += 1; break; }
        if (rest < 1000) { digits += 2; break; }
        if (rest < 10000) { digits += 3; break; }
        rest /= 10000;
        digits += 3;
    }
    uint8_t *at = to + digits;
    while (number >= 100) {
        at -= 2;
        memcpy(at, pairs + 2 * (number % 100), 2);
        number /= 100;
    }
    if (number >= 10) {
        memcpy(at - 2, pairs + 2 * number, 2);
    } else {
        at[-1] = (uint8_t)('0' + number);
    }
    return digits;
}

/// A number that mostly grows by little, and its decimal digits: changing the last one costs less
/// than writing all of them anew. All zeros is a
/// good beginning.
struct hopper_counter {
    uint64_t value;
    /// As they lie in memory, the first digit first.
    uint64_t digits[3];
    uint32_t count;
};

/// Sets the counter and writes its decimal digits; returns how many (at most 20). Writes 24 bytes.
static inline size_t hopper_put_counter(uint8_t *to, struct hopper_counter *counter,
                                        uint64_t value) {
    const uint64_t more = value - counter->value;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint32_t last = counter->count - 1, word = last >> 3, shift = 8 * (last & 7);
    const int fits =
        counter->count > 0 && more < 10 && ((counter->digits[word] >> shift) & 15) + more < 10;
    if (fits) counter->digits[word] += more << shift;
#else
    const int fits = 0;
#endif
    if (!fits) counter->count = (uint32_t)hopper_put_decimal((uint8_t *)counter->digits, value);
    counter->value = value;
    memcpy(to, counter->digits, sizeof counter->digits);
    return counter->count;
}

/// A bit for each of the 16 bytes at `from` that is a decimal digit.
static inline uint32_t hopper_digits16(const uint8_t *from) {
#if defined(__SSE2__)
    const __m128i value = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)from), _mm_set1_epi8('0'));
    return (uint32_t)_mm_movemask_epi8(
        _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(9)), value));
#else
    uint32_t mask = 0;
    for (int i = 0; i < 16; i++) mask |= (uint32_t)((uint8_t)(from[i] - '0') < 10) << i;
    return mask;
#endif
}

/// Copies bytes up to the first that is not ASCII, with the 26 letters from `first` (`A` or `a`) in
/// the other case; returns how many. Reads and writes up to 15 bytes past the ends.
static inline size_t hopper_copy_other_case(uint8_t *to, const uint8_t *from, size_t count,
                                            uint8_t first) {
    size_t done = 0;
#if defined(__SSE2__)
    // Moves the letters to the lowest 26 values of a signed byte.
    const __m128i shift = _mm_set1_epi8((char)(uint8_t)(0x80 - first));
    const __m128i bound = _mm_set1_epi8((char)(-128 + 26));
    const __m128i flip = _mm_set1_epi8(0x20);
    while (done < count) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(from + done));
        __m128i letters = _mm_cmpgt_epi8(bound, _mm_add_epi8(bytes, shift));
        _mm_storeu_si128((__m128i *)(to + done),
                         _mm_xor_si128(bytes, _mm_and_si128(letters, flip)));
        unsigned wide = (unsigned)_mm_movemask_epi8(bytes);
        size_t left = count - done;
        if (left < 16) wide &= (1u << left) - 1;
        if (wide) return done + (size_t)__builtin_ctz(wide);
        done += 16;
    }
    return count;
#else
    while (done < count && from[done] < 0x80) {
        uint8_t byte = from[done];
        to[done++] = (uint8_t)(byte - first) < 26 ? byte ^ 0x20 : byte;
    }
    return done;
#endif
}
