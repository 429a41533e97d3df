/// What the readers of dumps give, and how they say that they cannot.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "dbdb/entry_options.hpp"

namespace dbdb::exchange {

/// A key and its value, as some line of a dump has them. Views are valid during the call only.
struct Record {
    std::string_view key{};
    std::string_view value{};
    std::uint64_t line_number = 0;  ///< Where the record ends, from 1; 0 where there are none.
    std::string_view keyspace{};    ///< Empty where the dump names none.
    EntryOptions entry{};           ///< What else it has, where the dump tells.
};

using TakeRecord = std::function<void(const Record&)>;

/// The input is not what its format allows. `what()` reads `line 7: not valid JSON`; the line is 0
/// where an input has none.
class InputError : public std::runtime_error {
public:
    InputError(std::uint64_t line_number, const std::string& text)
        : std::runtime_error(
              (line_number == 0 ? "" : "line " + std::to_string(line_number) + ": ") + text) {}
};

}  // namespace dbdb::exchange
