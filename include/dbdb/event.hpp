/// What a database tells the program's own logger. Nothing is written anywhere by default.
///
/// Events, with their fields beside `name`, `severity`, `time` and `file`:
///
/// | name                | severity | fields |
/// |---------------------|----------|--------|
/// | opened              | info     | commit, entries, file_bytes, read_only |
/// | fell_back           | warning  | commit, newest_named_commit, reason |
/// | closed              | info     | |
/// | slow_operation      | warning  | operation, nanoseconds; of commit and sync also commit |
/// | sync_failed         | error    | commit, error |
/// | compaction_started  | info     | file_bytes |
/// | compaction_finished | info     | before_bytes, after_bytes, kept_commits, nanoseconds, ... |
/// |                     |          | ... cancelled |
/// | compaction_failed   | error    | error |
///
/// Further names and fields may come. Keys and values are never told.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <variant>

#include "dbdb/export.hpp"

namespace dbdb {

enum class Severity { info, warning, error };

/// "info", "warning" or "error".
DBDB_EXPORT std::string_view severity_name(Severity severity) noexcept;

using EventValue = std::variant<std::uint64_t, bool, std::string_view>;

struct EventField {
    std::string_view name{};
    EventValue value{};
};

/// All views live until the hook returns, the names for ever.
struct Event {
    std::string_view name{};
    Severity severity = Severity::info;
    std::chrono::system_clock::time_point time{};
    std::string_view file{};  ///< The name of the database.
    std::span<const EventField> fields{};
};

/// Called by the thread in which it happens, by several at once, after what is told has been
/// decided; the thread goes on when it returns. It may read the database, but not open, write or
/// close one, nor wait for somebody who does: its thread may hold the writer's turn. What it does
/// itself is not told. An exception from it is dropped: a commit that is on disk must not seem to
/// fail for want of a log. Once `Database::close` has returned it is not called any more.
using EventHook = std::function<void(const Event&)>;

}  // namespace dbdb
