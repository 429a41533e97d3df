/// Rows that change a newly loaded store. All of it is read and checked afterwards.
#include <algorithm>
#include <array>

#include "choose.hpp"
#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

namespace {

Pass set_durable(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = new_keys(work, work.sizes.durable_sets, round);
    return write_and_check(place, {work.entries, changes.all(), 1, Sync::each_commit});
}

Pass set_nosync(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = new_keys(work, work.sizes.unsynced_sets, round);
    return write_and_check(place, {work.entries, changes.all(), 1, Sync::never});
}

Pass overwrite(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = overwrites(work, work.sizes.unsynced_sets, round);
    return write_and_check(place, {work.entries, changes.all(), 1, Sync::never});
}

Pass deleterandom(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = erases(work, work.sizes.unsynced_sets, round);
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
    Row{"set_durable",
        "one new key in each durable commit",
        set_durable,
        loaded,
        2.8,
        Decides::wall,
        Reference::synced_appends},
    Row{"overwrite_batch_durable",
        "1,000 random keys, set anew in each durable commit",
        overwrite_batch_durable,
        loaded,
        4,
        Decides::wall,
        Reference::synced_appends},
    Row{"set_nosync",
        "one new key in each commit without sync",
        set_nosync,
        loaded,
        3,
        Decides::cpu,
        Reference::appends},
    Row{"overwrite",
        "one random key, set anew in each commit without sync",
        overwrite,
        loaded,
        0,
        Decides::cpu,
        Reference::appends},
    Row{"deleterandom", "one key, erased in each commit without sync", deleterandom, loaded},
    Row{"set_batch_nosync",
        "1,000 new keys in each commit without sync",
        set_batch_nosync,
        loaded,
        3,
        Decides::cpu,
        Reference::appends},
    Row{"overwrite_batch_nosync",
        "1,000 random keys, set anew in each commit without sync",
        overwrite_batch_nosync,
        loaded,
        2.5},
    Row{"erase_batch_nosync",
        "1,000 random keys, erased in each commit without sync",
        erase_batch_nosync,
        loaded,
        3.5},
};

}  // namespace

std::span<const Row> writing_rows() { return rows; }

}  // namespace dbdb::bench
