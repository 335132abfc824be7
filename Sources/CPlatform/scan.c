#include "hopper_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define HOPPER_AVX2 1

// 0 as long as nobody has asked; two threads that ask at the same time find the same.
static int avx2;

static int has_avx2(void) {
    int answer = __atomic_load_n(&avx2, __ATOMIC_RELAXED);
    if (answer == 0) {
        answer = __builtin_cpu_supports("avx2") ? 1 : -1;
        __atomic_store_n(&avx2, answer, __ATOMIC_RELAXED);
    }
    return answer > 0;
}

void hopper_allow_avx2(int allowed) {
    __atomic_store_n(&avx2, allowed ? 0 : -1, __ATOMIC_RELAXED);
}

__attribute__((target("avx2"))) static void scan_ahead_avx2(
    const uint8_t *p, size_t windows, uint8_t first, uint8_t second, uint64_t *masks) {
    const __m256i a = _mm256_set1_epi8((char)first), b = _mm256_set1_epi8((char)second),
                  lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
    for (size_t i = 0; i < windows; i++) {
        uint64_t mask = 0;
        for (int k = 0; k < 2; k++) {
            const __m256i v = _mm256_loadu_si256((const __m256i *)(p + 64 * i + 32 * k));
            const __m256i hit = _mm256_or_si256(
                _mm256_or_si256(_mm256_cmpeq_epi8(v, a), _mm256_cmpeq_epi8(v, b)),
                _mm256_or_si256(_mm256_cmpeq_epi8(v, lf), _mm256_cmpeq_epi8(v, cr)));
            mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(hit) << (32 * k);
        }
        masks[i] = mask;
    }
}
#else
void hopper_allow_avx2(int allowed) { (void)allowed; }
#endif

void hopper_scan_ahead(
    const uint8_t *p, size_t count, uint8_t first, uint8_t second, uint64_t *masks) {
    size_t windows = (count + 63) / 64;
    if (windows > HOPPER_SCAN_AHEAD) windows = HOPPER_SCAN_AHEAD;
#ifdef HOPPER_AVX2
    if (has_avx2()) {
        scan_ahead_avx2(p, windows, first, second, masks);
        return;
    }
#endif
    for (size_t i = 0; i < windows; i++) {
        masks[i] = hopper_scan64(p + 64 * i, first, second, second);
    }
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

// Goes on from i, character by character, until `stop` is reached or passed; what it returns is
// before `stop` if there is something wrong.
static size_t characters(const uint8_t *p, size_t i, size_t stop, size_t count) {
    while (i < stop) {
        if (p[i] < 0x80) {
            i++;
            continue;
        }
        const size_t length = sequence(p + i, count - i);
        if (length == 0) break;
        i += length;
    }
    return i;
}

#ifdef __SSE2__
// The start of the character whose end is still to come at i.
static inline size_t start_of_cut(const uint8_t *p, size_t i) {
    do i--;
    while ((p[i] & 0xC0) == 0x80);
    return i;
}
#endif

#ifdef __SSE2__
// How many bytes are well-formed and easily seen to be: whole characters, up to somewhere before the
// first 64 bytes that want a closer look, or before the last.
//
// 64 bytes at a time: where the leading bytes of characters of two and three stand says where others
// must follow, no more and no fewer. Those that not every byte may follow (E0, ED, F0 and up) and
// those that are none (C0, C1) want a closer look. A set bit of `due`: such a byte is due already.
static size_t plainly_well_formed(const uint8_t *p, size_t count) {
    size_t i = 0;
    uint64_t due = 0;
    while (count - i >= 64) {
        __m128i v[4];
        uint64_t wide = 0;
        for (int k = 0; k < 4; k++) {
            v[k] = _mm_loadu_si128((const __m128i *)(p + i + 16 * k));
            wide |= (uint64_t)(uint16_t)_mm_movemask_epi8(v[k]) << (16 * k);
        }
        if ((wide | due) == 0) {
            i += 64;
            continue;
        }
        uint64_t following = 0, three = 0, special = 0;
        for (int k = 0; k < 4; k++) {
            // As signed numbers: 80 to BF are the lowest, then come C0, C1, then the other leads.
            const __m128i low = _mm_cmplt_epi8(v[k], _mm_set1_epi8((char)0xC0));
            const __m128i none = _mm_cmplt_epi8(v[k], _mm_set1_epi8((char)0xC2));
            const __m128i from_e0 = _mm_cmpgt_epi8(v[k], _mm_set1_epi8((char)0xDF));
            const __m128i from_f0 = _mm_cmpgt_epi8(v[k], _mm_set1_epi8((char)0xEF));
            const __m128i odd = _mm_or_si128(
                _mm_or_si128(
                    _mm_cmpeq_epi8(v[k], _mm_set1_epi8((char)0xE0)),
                    _mm_cmpeq_epi8(v[k], _mm_set1_epi8((char)0xED))),
                _mm_or_si128(_mm_xor_si128(low, none), from_f0));
            following |= (uint64_t)(uint16_t)_mm_movemask_epi8(low) << (16 * k);
            three |= (uint64_t)(uint16_t)_mm_movemask_epi8(from_e0) << (16 * k);
            special |= (uint64_t)(uint16_t)_mm_movemask_epi8(odd) << (16 * k);
        }
        // ASCII is above them all.
        three &= wide;
        special &= wide;
        const uint64_t leads = wide & ~following;
        if (special != 0 || (due | leads << 1 | three << 2) != following) break;
        due = leads >> 63 | three >> 62;
        i += 64;
    }
    return due != 0 ? start_of_cut(p, i) : i;
}
#endif

#ifdef HOPPER_AVX2
// The same, 32 bytes at a time.
__attribute__((target("avx2"))) static size_t plainly_well_formed_avx2(
    const uint8_t *p, size_t count) {
    size_t i = 0;
    uint64_t due = 0;
    while (count - i >= 64) {
        __m256i v[2];
        uint64_t wide = 0;
        for (int k = 0; k < 2; k++) {
            v[k] = _mm256_loadu_si256((const __m256i *)(p + i + 32 * k));
            wide |= (uint64_t)(uint32_t)_mm256_movemask_epi8(v[k]) << (32 * k);
        }
        if ((wide | due) == 0) {
            i += 64;
            continue;
        }
        uint64_t following = 0, three = 0, special = 0;
        for (int k = 0; k < 2; k++) {
            const __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), v[k]);
            const __m256i none = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC2), v[k]);
            const __m256i from_e0 = _mm256_cmpgt_epi8(v[k], _mm256_set1_epi8((char)0xDF));
            const __m256i from_f0 = _mm256_cmpgt_epi8(v[k], _mm256_set1_epi8((char)0xEF));
            const __m256i odd = _mm256_or_si256(
                _mm256_or_si256(
                    _mm256_cmpeq_epi8(v[k], _mm256_set1_epi8((char)0xE0)),
                    _mm256_cmpeq_epi8(v[k], _mm256_set1_epi8((char)0xED))),
                _mm256_or_si256(_mm256_xor_si256(low, none), from_f0));
            following |= (uint64_t)(uint32_t)_mm256_movemask_epi8(low) << (32 * k);
            three |= (uint64_t)(uint32_t)_mm256_movemask_epi8(from_e0) << (32 * k);
            special |= (uint64_t)(uint32_t)_mm256_movemask_epi8(odd) << (32 * k);
        }
        three &= wide;
        special &= wide;
        const uint64_t leads = wide & ~following;
        if (special != 0 || (due | leads << 1 | three << 2) != following) break;
        due = leads >> 63 | three >> 62;
        i += 64;
    }
    return due != 0 ? start_of_cut(p, i) : i;
}
#endif

size_t hopper_utf8_prefix(const uint8_t *p, size_t count) {
    size_t i = 0;
#ifdef __SSE2__
    while (count - i >= 64) {
#ifdef HOPPER_AVX2
        i += has_avx2() ? plainly_well_formed_avx2(p + i, count - i)
                        : plainly_well_formed(p + i, count - i);
#else
        i += plainly_well_formed(p + i, count - i);
#endif
        const size_t stop = count - i < 64 ? count : i + 64;
        i = characters(p, i, stop, count);
        if (i < stop) return i;
    }
#endif
    return characters(p, i, count, count);
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
