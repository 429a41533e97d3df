/// Rows that fill an empty store: the bulk load, and large values.
#include <array>
#include <vector>

#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

namespace {

Pass bulk_load(const Work& work, Place& place, unsigned) {
    place.settle();
    const Stopwatch stopwatch;
    place.store().load(work.entries);
    Pass pass{stopwatch.stop(work.entries.size()), {}, 1};
    const std::optional<double> used = used_bytes(place.store());
    if (used) pass.figures.bytes_per_entry = *used / static_cast<double>(work.entries.size());
    if (place.store().scan(Direction::forward) != expected_scan(work.entries)) throw WrongAnswer();
    return pass;
}

ChangeList large_values(const Work& work, unsigned round) {
    ChangeList changes(work.sizes.large_values, work.sizes.large_value_bytes);
    for (std::uint64_t index = 0; index < work.sizes.large_values; ++index)
        changes.set(make_key(index), round + 1);
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
    RandomSource random(round);
    std::vector<Key> keys(work.sizes.large_values);
    Digest expected;
    for (Key& key : keys) {
        const Change& change = changes.all()[random.below(changes.all().size())];
        key = change.key;
        expected.add(change.value);
    }
    const auto read = [&] { return place.store().get(keys); };
    if (read() != expected) throw WrongAnswer();
    return {measure_reading(keys.size(), expected, read)};
}

constexpr Fixture empty = Fixture::fresh_empty;

const std::array rows{
    Row{"bulk_load", "all entries, sorted, in one durable commit", empty, false, bulk_load},
    Row{"value_64k_put", "values of 64 KiB, 16 in a commit, no sync", empty, false, value_64k_put},
    Row{"value_64k_get", "values of 64 KiB at random, all bytes read", empty, false, value_64k_get},
};

}  // namespace

std::span<const Row> other_rows() { return rows; }

}  // namespace dbdb::bench
