#include "hopper_scan.h"

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
#ifdef __SSE2__
        if (i + 16 <= count) {
            const int past = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i)));
            if (past == 0) {
                i += 16;
                continue;
            }
            i += (size_t)__builtin_ctz((unsigned)past);
        }
#else
        if (i + 8 <= count && (hopper_load64(p + i) & 0x8080808080808080u) == 0) {
            i += 8;
            continue;
        }
#endif
        if (p[i] < 0x80) {
            i++;
            continue;
        }
        // Letters past ASCII often come one after the other.
        do {
            const size_t length = sequence(p + i, count - i);
            if (length == 0) return i;
            i += length;
        } while (i < count && p[i] >= 0x80);
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
