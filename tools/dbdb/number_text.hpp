/// Numbers for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dbdb::tool {

/// Such as "12,345".
std::string grouped(std::uint64_t number);

/// Such as "1 key" or "12345 keys"; `more` where that is not `one` with an s.
std::string counted(std::uint64_t count, std::string_view one, std::string_view more = {});

/// The same with a number as `grouped` has it.
std::string counted_grouped(std::uint64_t count, std::string_view one, std::string_view more = {});

/// `part` of `whole` as "12 %", "less than 1 %" or "0 %".
std::string percent_text(std::uint64_t part, std::uint64_t whole);

}  // namespace dbdb::tool
