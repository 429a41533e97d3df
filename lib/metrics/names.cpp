#include <array>

#include "dbdb/event.hpp"
#include "dbdb/statistics.hpp"

namespace dbdb {

std::string_view severity_name(Severity severity) noexcept {
    constexpr std::array<std::string_view, 3> names{"info", "warning", "error"};
    return names[static_cast<std::size_t>(severity)];
}

std::string_view operation_name(Operation operation) noexcept {
    constexpr std::array<std::string_view, operation_count> names{"get",
                                                                  "get_many",
                                                                  "range",
                                                                  "find",
                                                                  "set",
                                                                  "erase",
                                                                  "begin",
                                                                  "commit",
                                                                  "sync",
                                                                  "sweep",
                                                                  "compact",
                                                                  "verify",
                                                                  "backup"};
    return names[static_cast<std::size_t>(operation)];
}

}  // namespace dbdb
