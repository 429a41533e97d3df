/// Times as text.
#pragma once

#include <chrono>
#include <string>

namespace dbdb::tool {

/// Such as 2026-01-31T12:00:00.000000000Z: ISO 8601, always UTC, nine digits of the second.
std::string time_text(std::chrono::system_clock::time_point time);

/// Such as 2026-01-31 13:00:00, for people: in the time zone of the system.
std::string local_time_text(std::chrono::system_clock::time_point time);

}  // namespace dbdb::tool
