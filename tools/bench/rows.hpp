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

/// What all stores work on in rows of one shape, and what they hold when a pass begins.
struct Work {
    Shape shape;
    Sizes sizes;
    std::span<const Change> entries;  ///< Sorted by key.
};

/// The entries that stores are loaded with. Longer ones are fewer, so that they take no more memory
/// than those of the usual shape.
class LoadedWork {
public:
    LoadedWork(std::uint64_t entry_count, const Shape& shape)
        : list_(sorted_entries(count_of(entry_count, shape), shape)),
          work_{shape, Sizes(list_.all().size()), list_.all()} {}

    LoadedWork(const LoadedWork&) = delete;
    LoadedWork& operator=(const LoadedWork&) = delete;

    const Work& work() const { return work_; }

    std::uint64_t user_bytes() const {
        return work_.sizes.entries * (work_.shape.key_bytes + work_.shape.value_bytes);
    }

private:
    static std::uint64_t count_of(std::uint64_t entry_count, const Shape& shape) {
        const std::size_t usual_bytes = Shape{}.key_bytes + Shape{}.value_bytes;
        const std::size_t entry_bytes = shape.key_bytes + shape.value_bytes;
        return std::max(entry_count_min,
                        entry_count * usual_bytes / std::max(usual_bytes, entry_bytes));
    }

    ChangeList list_;
    Work work_;
};

/// What a pass finds when it begins.
enum class Fixture {
    shared_loaded,    ///< One loaded store for all rows that only read.
    fresh_loaded,     ///< A newly loaded store.
    fresh_empty,      ///< A new store.
    fresh_scattered,  ///< A loaded store after random overwrites. Rows of it that follow each
                      ///< other share one in each round.
};

/// The bare files that are written to beside the stores. See reference.hpp.
enum class Reference { none, appends, synced_appends };

/// What decides: the processor's time, or where the disk is waited for, the clock on the wall; or
/// how much space is taken, less being better.
enum class Decides { cpu, wall, size };

struct Row {
    std::string_view name{};
    std::string_view meaning{};
    /// Throws WrongAnswer. `round` seeds what is random.
    Pass (*run)(const Work& work, Place& place, unsigned round) = nullptr;
    Fixture fixture = Fixture::shared_loaded;
    /// How many times as quick as the baseline dbdb wants to be, or in how many times the live data
    /// it wants to have room; 0: none.
    double target = 0;
    Decides decides = Decides::cpu;
    Reference reference = Reference::none;
    Shape shape{};
    bool compacts_itself = false;  ///< As Home has it.
};

/// All rows in the order of the table. Those of one shape follow each other.
std::span<const Row> all_rows();

std::span<const Row> reading_rows();
std::span<const Row> cold_rows();
std::span<const Row> scattered_rows();
std::span<const Row> writing_rows();
std::span<const Row> fill_rows();
std::span<const Row> ycsb_rows();
std::span<const Row> thread_rows();
std::span<const Row> other_rows();
std::span<const Row> size_rows();
std::span<const Row> shape_rows();

/// Passes that rows of several shapes or fixtures share.
Pass read_random(const Work& work, Place& place, unsigned round);
Pass readseq(const Work& work, Place& place, unsigned round);
Pass seek50(const Work& work, Place& place, unsigned round);
Pass bulk_load(const Work& work, Place& place, unsigned round);

}  // namespace dbdb::bench
