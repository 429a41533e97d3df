/// Rows that fill an empty store.
#include <algorithm>
#include <array>

#include "choose.hpp"
#include "rows.hpp"
#include "writing.hpp"

namespace dbdb::bench {

Pass bulk_load(const Work& work, Place& place, unsigned) {
    if (place.kind().only_commits) throw Unsupported();
    place.settle();
    Stopwatch stopwatch;
    place.store().load(work.entries);
    Pass pass{stopwatch.stop(work.entries.size()), {}, 1};
    pass.figures.bytes_per_entry = per(work.entries.size(), used_bytes(place.store()));
    pass.figures.appended_bytes = pass.figures.bytes_per_entry;
    if (place.store().scan(Direction::forward) != expected_scan(work.entries)) throw WrongAnswer();
    return pass;
}

namespace {

Pass fill(Place& place, const ChangeList& changes, Sync sync) {
    return write_and_check(place, {{}, changes.all(), 1, sync});
}

/// Entries in the order of keys: the beginning of what is sorted.
Pass fillseq(const Work& work, Place& place, unsigned) {
    const auto first = work.entries.first(work.sizes.unsynced_sets);
    return write_and_check(place, {{}, first, 1, Sync::never});
}

Pass fillrandom(const Work& work, Place& place, unsigned round) {
    return fill(place, new_keys(work, work.sizes.unsynced_sets, round), Sync::never);
}

Pass fillsync(const Work& work, Place& place, unsigned round) {
    return fill(place, new_keys(work, work.sizes.durable_sets, round), Sync::each_commit);
}

Pass fillbatch(const Work& work, Place& place, unsigned) {
    return write_and_check(place, {{}, work.entries, work.sizes.batch_changes, Sync::never});
}

Pass fillbatch_random(const Work& work, Place& place, unsigned round) {
    const ChangeList changes = new_keys(work, work.sizes.entries, round);
    return write_and_check(place, {{}, changes.all(), work.sizes.batch_changes, Sync::never});
}

constexpr Fixture empty = Fixture::fresh_empty;

const std::array rows{
    Row{"fillseq", "one entry in each commit without sync, in order", fillseq, empty},
    Row{"fillrandom", "one entry in each commit without sync, at random", fillrandom, empty},
    Row{"fillsync",
        "one entry in each durable commit, at random",
        fillsync,
        empty,
        0,
        Decides::wall,
        Reference::synced_appends},
    Row{"fillbatch", "all entries, 1,000 in each commit without sync, in order", fillbatch, empty},
    Row{.name = "fillbatch_random",
        .meaning = "as many, 1,000 in each commit without sync, at random",
        .run = fillbatch_random,
        .fixture = empty,
        .target = 2,
        .compacts_itself = true},
    Row{"bulk_load",
        "all entries, sorted, in one durable commit",
        bulk_load,
        empty,
        2.5,
        Decides::cpu,
        Reference::appends},
};

}  // namespace

std::span<const Row> fill_rows() { return rows; }

}  // namespace dbdb::bench
