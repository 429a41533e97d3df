#include "choose.hpp"

namespace dbdb::bench {

Wanted choose_among(std::span<const Change> entries,
                    const Work& work,
                    std::uint64_t count,
                    std::uint64_t seed) {
    RandomSource random(seed);
    Wanted wanted{KeyList(count, work.shape)};
    for (std::uint64_t chosen = 0; chosen < count; ++chosen) {
        const Change& entry = entries[random.below(entries.size())];
        wanted.keys.add(entry.key);
        wanted.digest.add(entry.value);
    }
    return wanted;
}

Wanted choose_present(const Work& work, std::uint64_t count, std::uint64_t seed) {
    return choose_among(work.entries, work, count, seed);
}

ChangeList overwrites(const Work& work, std::uint64_t count, unsigned round) {
    RandomSource random(round);
    ChangeList changes(count, work.shape);
    for (std::uint64_t made = 0; made < count; ++made)
        changes.set(work.entries[random.below(work.entries.size())].key, round + 1);
    return changes;
}

ChangeList new_keys(const Work& work, std::uint64_t count, unsigned round) {
    ChangeList changes(count, work.shape);
    const std::uint64_t first_index = work.sizes.entries + round * count;
    for (std::uint64_t made = 0; made < count; ++made)
        changes.set(first_index + made, round + 1);
    return changes;
}

ChangeList erases(const Work& work, std::uint64_t count, unsigned round) {
    ChangeList changes(count, work.shape);
    const std::uint64_t first_index = RandomSource(round).below(work.sizes.entries);
    for (std::uint64_t made = 0; made < count; ++made)
        changes.erase((first_index + made) % work.sizes.entries);
    return changes;
}

}  // namespace dbdb::bench
