/// Times as people write them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace dbdb::tool {

/// The time that `text` names; empty when it names none.
///
/// Either a date, then maybe T or a space and a time of the day, then maybe Z or an offset such as
/// +01:00, without which it is local time: `2026-01-31`, `2026-01-31T12:00:00.5Z`. A date alone is
/// its first moment. Or how long before `now`, as `-1h30m`, in w, d, h, m, s and ms.
std::optional<std::chrono::system_clock::time_point> time_named(
    std::string_view text,
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

/// The time span that `text` names, such as `1h30m`, in the same units; empty when it names none.
std::optional<std::chrono::nanoseconds> duration_named(std::string_view text);

}  // namespace dbdb::tool
