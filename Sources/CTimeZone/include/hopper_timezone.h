// IANA time zones by Howard Hinnant's date library over the system's zoneinfo; no C++ exception
// leaves it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hopper_zone hopper_zone;

/// The zone of that name, or NULL (with a message in `error`) where there is none. Zones live as
/// long as the process.
const hopper_zone *_Nullable hopper_zone_find(const char *_Nonnull name, char *_Nonnull error,
                                              size_t error_capacity);

enum hopper_local_kind {
    /// The local time is there once.
    HOPPER_LOCAL_UNIQUE = 0,
    /// The clocks were put forward over it: there is no such local time.
    HOPPER_LOCAL_GAP = 1,
    /// The clocks were put back over it: it is there twice, `offset` is the earlier one's.
    HOPPER_LOCAL_TWICE = 2,
    HOPPER_LOCAL_FAILED = 3,
};

typedef struct hopper_local_offset {
    int32_t kind;
    /// Seconds east of UTC.
    int32_t offset;
    /// The instants (seconds since 1970 in UTC) between which `offset` holds.
    int64_t begin, end;
} hopper_local_offset;

/// What is known of a local time, given as the seconds since 1970-01-01T00:00:00 on the local clock.
hopper_local_offset hopper_zone_local(const hopper_zone *_Nonnull zone, int64_t local_seconds);

#ifdef __cplusplus
}
#endif
