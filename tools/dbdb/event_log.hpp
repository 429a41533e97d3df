/// The library's events as JSON lines, one object each.
#pragma once

#include "dbdb/event.hpp"

namespace dbdb::tool {

/// Writes to what `--log` has named (log_file.hpp); empty when it was not given.
EventHook event_log_hook();

}  // namespace dbdb::tool
