/// Large values, and compaction.
#include <array>

#include "choose.hpp"
#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

namespace {

ChangeList large_values(const Work& work, unsigned round) {
    Shape shape;
    shape.value_bytes = work.sizes.large_value_bytes;
    ChangeList changes(work.sizes.large_values, shape);
    for (std::uint64_t index = 0; index < work.sizes.large_values; ++index)
        changes.set(index, round + 1);
    return changes;
}

Pass value_64k_put(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = large_values(work, round);
    return write_and_check(place,
                           {{}, changes.all(), work.sizes.large_values_per_commit, Sync::never});
}

Pass value_64k_get(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = large_values(work, round);
    place.store().write(changes.all(), work.sizes.large_values_per_commit, Sync::each_commit);
    const Wanted wanted = choose_among(changes.all(), work, work.sizes.large_values, round);
    const auto read = [&] { return place.store().get(wanted.keys.all()); };
    if (read() != wanted.digest) throw WrongAnswer();
    const double ns_min = work.sizes.reading_ns_min();
    return {measure_reading(ns_min, work.sizes.large_values, wanted.digest, read)};
}

/// Every entry once, in an order that is not that of keys.
ChangeList all_scattered(const Work& work, std::uint64_t version) {
    ChangeList changes(work.sizes.entries, work.shape);
    for (std::uint64_t index = 0; index < work.sizes.entries; ++index)
        changes.set(index, version);
    return changes;
}

Pass compact(const Work& work, Place& place, unsigned) {
    for (const std::uint64_t version : {1U, 2U})
        place.store().write(
            all_scattered(work, version).all(), work.sizes.batch_changes, Sync::never);
    place.settle();
    Stopwatch stopwatch;
    place.store().compact();
    Pass pass{stopwatch.stop(work.sizes.entries)};
    pass.figures.bytes_per_entry = per(work.sizes.entries, used_bytes(place.store()));
    const Digest expected = expected_scan_after(work.entries, all_scattered(work, 2).all());
    if (place.store().scan(Direction::forward) != expected) throw WrongAnswer();
    return pass;
}

constexpr Fixture empty = Fixture::fresh_empty;

const std::array rows{
    Row{"value_64k_put", "values of 64 KiB, 16 in a commit, no sync", value_64k_put, empty, 1.1},
    Row{"value_64k_get", "values of 64 KiB at random, all bytes read", value_64k_get, empty, 1},
    Row{"compact",
        "an entry of all, in a compaction after each was overwritten twice",
        compact,
        Fixture::fresh_loaded,
        0,
        Decides::wall},
};

}  // namespace

std::span<const Row> other_rows() { return rows; }

}  // namespace dbdb::bench
