#pragma once
// The source location of a Swift caller is of no use to a reader of the journal.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>
