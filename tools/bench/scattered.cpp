#include "scattered.hpp"

#include "measure.hpp"

namespace dbdb::bench {

namespace {

/// No two have the same value, so that a store which shows an older one is found out.
ChangeList scattered_changes(const Work& loaded, unsigned round) {
    const std::uint64_t count = loaded.sizes.scattered_commits;
    RandomSource random(round);
    ChangeList changes(count, loaded.shape);
    for (std::uint64_t made = 0; made < count; ++made)
        changes.set(loaded.entries[random.below(loaded.entries.size())].key,
                    round * count + made + 1);
    return changes;
}

}  // namespace

Scattered::Scattered(const Work& loaded, unsigned round)
    : changes_(scattered_changes(loaded, round)),
      entries_(entries_after(loaded.entries, changes_.all())),
      work_{loaded.shape, loaded.sizes, entries_} {}

void Scattered::bring_to(Place& place) const {
    place.store().write(changes_.all(), 1, Sync::never);
    if (place.store().scan(Direction::forward) != expected_scan(entries_)) throw WrongAnswer();
    place.settle();
}

}  // namespace dbdb::bench
