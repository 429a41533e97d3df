/// Rows that change a newly loaded store. All of it is read and checked afterwards.
#include <algorithm>
#include <array>

#include "choose.hpp"
#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

namespace {

/// Sets of random keys that are there.
ChangeList overwrites(const Work& work, std::uint64_t count, unsigned round) {
    RandomSource random(round);
    ChangeList changes(count, value_bytes);
    for (std::uint64_t made = 0; made < count; ++made)
        changes.set(work.entries[random.below(work.entries.size())].key, round + 1);
    return changes;
}

/// Erases of random keys that are there, each of them once.
ChangeList erases(const Work& work, std::uint64_t count, unsigned round) {
    ChangeList changes(0, value_bytes);
    const std::uint64_t first_index = RandomSource(round).below(work.sizes.entries);
    for (std::uint64_t made = 0; made < count; ++made)
        changes.erase(make_key((first_index + made) % work.sizes.entries));
    return changes;
}

Pass set_durable(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = new_keys(work, work.sizes.durable_sets, round);
    return write_and_check(place, {work.entries, changes.all(), 1, Sync::each_commit});
}

Pass set_nosync(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = new_keys(work, work.sizes.unsynced_sets, round);
    return write_and_check(place, {work.entries, changes.all(), 1, Sync::never});
}

Pass write_batches(const Work& work, Place& place, const ChangeList& changes, Sync sync) {
    return write_and_check(place, {work.entries, changes.all(), work.sizes.batch_changes, sync});
}

Pass overwrite_batch_durable(const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = work.sizes.durable_batches * work.sizes.batch_changes;
    return write_batches(work, place, overwrites(work, count, round), Sync::each_commit);
}

Pass set_batch_nosync(const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = work.sizes.unsynced_batches * work.sizes.batch_changes;
    return write_batches(work, place, new_keys(work, count, round), Sync::never);
}

Pass overwrite_batch_nosync(const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = work.sizes.unsynced_batches * work.sizes.batch_changes;
    return write_batches(work, place, overwrites(work, count, round), Sync::never);
}

Pass erase_batch_nosync(const Work& work, Place& place, unsigned round) {
    const std::uint64_t count = work.sizes.unsynced_batches * work.sizes.batch_changes;
    return write_batches(work, place, erases(work, count, round), Sync::never);
}

constexpr Fixture loaded = Fixture::fresh_loaded;

const std::array rows{
    Row{"set_durable", "one new key in each durable commit", loaded, true, set_durable},
    Row{"overwrite_batch_durable",
        "a batch of random keys, set anew in each durable commit",
        loaded,
        true,
        overwrite_batch_durable},
    Row{"set_nosync", "one new key in each commit without sync", loaded, false, set_nosync},
    Row{"set_batch_nosync",
        "a batch of new keys in each commit without sync",
        loaded,
        false,
        set_batch_nosync},
    Row{"overwrite_batch_nosync",
        "a batch of random keys, set anew in each commit without sync",
        loaded,
        false,
        overwrite_batch_nosync},
    Row{"erase_batch_nosync",
        "a batch of random keys, erased in each commit without sync",
        loaded,
        false,
        erase_batch_nosync},
};

}  // namespace

std::span<const Row> writing_rows() { return rows; }

}  // namespace dbdb::bench
