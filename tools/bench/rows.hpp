/// The rows of the table: what each of them does with a store, and how its answer is checked.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "data.hpp"
#include "measure.hpp"
#include "options.hpp"
#include "place.hpp"

namespace dbdb::bench {

/// What all stores work on.
struct Work {
    explicit Work(const Sizes& run_sizes)
        : sizes(run_sizes), list(sorted_entries(sizes.entries, value_bytes)), entries(list.all()) {}

    Sizes sizes;
    ChangeList list;
    std::span<const Change> entries;  ///< Sorted by key.
};

/// What a pass finds when it begins.
enum class Fixture {
    shared_loaded,  ///< One loaded store for all rows that only read.
    fresh_loaded,   ///< A newly loaded store.
    fresh_empty,    ///< A new store.
};

struct Row {
    std::string_view name{};
    std::string_view meaning{};
    Fixture fixture = Fixture::shared_loaded;
    bool compares_with_bare_file = false;  ///< See reference.hpp.
    /// Throws WrongAnswer. `round` seeds what is random.
    Pass (*run)(const Work& work, Place& place, unsigned round) = nullptr;
};

/// All rows in the order of the table.
std::span<const Row> all_rows();

std::span<const Row> reading_rows();
std::span<const Row> writing_rows();
std::span<const Row> thread_rows();
std::span<const Row> other_rows();

}  // namespace dbdb::bench
