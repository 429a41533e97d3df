/// What a run is to do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dbdb::bench {

struct Options {
    std::uint64_t entries = 1'000'000;
    unsigned rounds = 5;
    std::vector<std::string> rows{};    ///< Empty: all.
    std::vector<std::string> stores{};  ///< Empty: all.
    std::filesystem::path directory = ".";
    std::filesystem::path json_file{};  ///< Empty: none. So the next three.
    std::filesystem::path html_file{};
    std::filesystem::path chart_file{};
    std::filesystem::path markdown_file{};
};

/// How much a pass of each row does. Everything follows from the number of entries, and every row
/// does at least a little of it.
struct Sizes {
    explicit Sizes(std::uint64_t entry_count) : entries(entry_count) {}

    /// Long enough for the clock; a run that is only a look has no time for more.
    double reading_ns_min() const { return entries < 100'000 ? 2e6 : 50e6; }

    std::uint64_t entries;
    std::uint64_t gets = std::clamp<std::uint64_t>(entries, 1'000, 1'000'000);
    std::uint64_t seeks = std::clamp<std::uint64_t>(entries / 10, 100, 100'000);
    std::uint64_t seek_entries = 50;
    std::uint64_t range_keys = entries / 10;
    std::uint64_t ranges = 10;
    std::uint64_t ranks = 10;
    std::uint64_t hot_keys = std::max<std::uint64_t>(entries / 100, 10);
    std::uint64_t cold_gets = std::clamp<std::uint64_t>(entries / 500, 20, 2'000);
    std::uint64_t mixed_operations = std::clamp<std::uint64_t>(entries / 5, 100, 200'000);
    std::uint64_t snapshots = std::clamp<std::uint64_t>(entries / 10, 100, 100'000);
    std::uint64_t opens = std::clamp<std::uint64_t>(entries / 10'000, 2, 100);
    std::uint64_t durable_sets = std::clamp<std::uint64_t>(entries / 1'000, 20, 1'000);
    std::uint64_t durable_sets_each = std::clamp<std::uint64_t>(entries / 4'000, 5, 250);
    std::uint64_t unsynced_sets = std::clamp<std::uint64_t>(entries / 5, 20, 200'000);
    std::uint64_t scattered_commits = std::min<std::uint64_t>(entries, 1'000'000);
    std::uint64_t batch_changes = std::min<std::uint64_t>(entries / 10, 1'000);
    std::uint64_t durable_batches = std::clamp<std::uint64_t>(entries / 20'000, 4, 50);
    std::uint64_t unsynced_batches = std::clamp<std::uint64_t>(entries / 10'000, 4, 100);
    std::uint64_t steady_changes_per_commit = std::min<std::uint64_t>(entries / 10, 100);
    std::uint64_t steady_part =
        steady_changes_per_commit * std::clamp<std::uint64_t>(entries / 1'000, 1, 100);
    std::uint64_t steady_parts = 5 * entries / steady_part;
    std::uint64_t large_value_bytes = 65'536;
    std::uint64_t large_values_per_commit = 16;
    std::uint64_t large_values =
        large_values_per_commit * std::clamp<std::uint64_t>(entries / 16'000, 4, 64);
};

/// With fewer entries the batches would be empty; more would not fit the memory.
inline constexpr std::uint64_t entry_count_min = 100;
inline constexpr std::uint64_t entry_count_max = 1'000'000'000;

}  // namespace dbdb::bench
