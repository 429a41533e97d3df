/// Lives of every shape: what programs do to a database before the power fails.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "life.hpp"

namespace dbdb::test {

struct Workload {
    std::string_view name;
    std::function<void(Life& life, Random& random)> run;  ///< Opens the database, too.
};

/// Nothing fails in them but the power.
std::span<const Workload> plain_workloads();

/// Syncs and writes fail, processes die and others go on with the same page cache.
std::span<const Workload> failing_workloads();

/// Many threads commit at the same time, so the log is another one each time.
std::span<const Workload> threaded_workloads();

}  // namespace dbdb::test
