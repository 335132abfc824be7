#define USE_OS_TZDB 1
#define ONLY_C_LOCALE 1
#define HAS_STRING_VIEW 1
#include "hopper_timezone.h"

#include <date/tz.h>

#include <cstring>
#include <exception>

const hopper_zone *hopper_zone_find(const char *name, char *error, size_t error_capacity) {
    const char *message = "the time zones can't be read";
    try {
        return reinterpret_cast<const hopper_zone *>(date::locate_zone(name));
    } catch (const std::exception &failure) {
        if (error_capacity > 0) {
            std::strncpy(error, failure.what(), error_capacity - 1);
            error[error_capacity - 1] = 0;
        }
        return nullptr;
    } catch (...) {
        if (error_capacity > 0) {
            std::strncpy(error, message, error_capacity - 1);
            error[error_capacity - 1] = 0;
        }
        return nullptr;
    }
}

hopper_local_offset hopper_zone_local(const hopper_zone *zone, int64_t local_seconds) {
    hopper_local_offset found = {HOPPER_LOCAL_FAILED, 0, 0, 0};
    try {
        auto local = date::local_seconds{std::chrono::seconds(local_seconds)};
        auto info = reinterpret_cast<const date::time_zone *>(zone)->get_info(local);
        switch (info.result) {
        case date::local_info::unique: found.kind = HOPPER_LOCAL_UNIQUE; break;
        case date::local_info::nonexistent: found.kind = HOPPER_LOCAL_GAP; break;
        default: found.kind = HOPPER_LOCAL_TWICE; break;
        }
        found.offset = static_cast<int32_t>(info.first.offset.count());
        found.begin = info.first.begin.time_since_epoch().count();
        found.end = info.first.end.time_since_epoch().count();
    } catch (...) {
    }
    return found;
}
