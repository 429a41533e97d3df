/// Runs the rows: store after store in each round, so that what happens to the machine meanwhile
/// happens to all of them.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "rows.hpp"

namespace dbdb::bench {

/// The passes of one store in one row, by round; none when it failed.
struct Series {
    std::string_view row{};
    std::string_view store{};
    std::vector<Pass> passes{};
    std::string failure{};     ///< Why there are no figures.
    bool unsupported = false;  ///< The failure is none: the store cannot do it.
};

/// All series of one row.
struct RowResult {
    Row row{};
    std::vector<Series> series{};
};

/// Gets each row as soon as it is done.
using RowListener = std::function<void(RowResult)>;

struct Plan {
    std::vector<Row> rows{};
    std::vector<StoreKind> stores{};
    unsigned rounds = 1;
    std::uint64_t entries = 0;          ///< Of rows of the usual shape.
    std::filesystem::path directory{};  ///< Exists, and holds nothing else.
};

/// Thrown after `interrupt`.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

/// Ends the run after the pass that is under way. Safe in a signal handler.
void interrupt() noexcept;

/// Runs `plan`. What a store does wrong is in its series; only Interrupted is thrown, and what
/// befalls the harness itself.
void run(const Plan& plan, const RowListener& listener);

}  // namespace dbdb::bench
