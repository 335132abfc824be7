#include "hopper_scan.h"

size_t hopper_ascii_prefix(const uint8_t *p, size_t count) {
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 64 <= count; i += 64) {
        const __m128i *v = (const __m128i *)(p + i);
        const __m128i any = _mm_or_si128(
            _mm_or_si128(_mm_loadu_si128(v), _mm_loadu_si128(v + 1)),
            _mm_or_si128(_mm_loadu_si128(v + 2), _mm_loadu_si128(v + 3)));
        if (_mm_movemask_epi8(any) != 0) break;
    }
    for (; i + 16 <= count; i += 16) {
        const int mask = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i)));
        if (mask != 0) return i + (size_t)__builtin_ctz((unsigned)mask);
    }
#else
    for (; i + 8 <= count; i += 8) {
        if (hopper_load64(p + i) & 0x8080808080808080u) break;
    }
#endif
    while (i < count && p[i] < 0x80) i++;
    return i;
}

// The length of the well-formed sequence that starts at p with a byte past ASCII; 0 if there is
// none. `left` is at least 1.
static inline size_t sequence(const uint8_t *p, size_t left) {
    const uint8_t lead = p[0];
    if (lead < 0xC2 || lead > 0xF4) return 0;
    if (left < 2) return 0;
    const uint8_t second = p[1];
    if (lead < 0xE0) return (second & 0xC0) == 0x80 ? 2 : 0;
    uint8_t low = 0x80, high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    else if (lead == 0xED) high = 0x9F;
    else if (lead == 0xF0) low = 0x90;
    else if (lead == 0xF4) high = 0x8F;
    if (second < low || second > high) return 0;
    if (left < 3 || (p[2] & 0xC0) != 0x80) return 0;
    if (lead < 0xF0) return 3;
    if (left < 4 || (p[3] & 0xC0) != 0x80) return 0;
    return 4;
}

size_t hopper_utf8_prefix(const uint8_t *p, size_t count) {
    size_t i = 0;
    while (i < count) {
        if (p[i] < 0x80) {
            // Between two letters past ASCII there is often just a byte or two.
            if (i + 8 <= count && (hopper_load64(p + i) & 0x8080808080808080u) == 0) {
                i += 8;
                i += hopper_ascii_prefix(p + i, count - i);
            } else {
                i++;
            }
            continue;
        }
        const size_t length = sequence(p + i, count - i);
        if (length == 0) return i;
        i += length;
    }
    return i;
}

int hopper_utf8_is_cut(const uint8_t *p, size_t count) {
    if (count == 0 || count > 3 || p[0] < 0xC2 || p[0] > 0xF4) return 0;
    const size_t whole = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (count >= whole) return 0;
    // Filled up with whatever may follow, it must be well-formed.
    uint8_t filled[4] = {p[0], 0x80, 0x80, 0x80};
    if (count == 1) filled[1] = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    for (size_t i = 1; i < count; i++) filled[i] = p[i];
    return sequence(filled, whole) == whole;
}
