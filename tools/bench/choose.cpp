#include "choose.hpp"

namespace dbdb::bench {

Wanted choose_present(const Work& work, std::uint64_t count, std::uint64_t seed) {
    RandomSource random(seed);
    Wanted wanted;
    wanted.keys.reserve(count);
    for (std::uint64_t chosen = 0; chosen < count; ++chosen) {
        const Change& entry = work.entries[random.below(work.entries.size())];
        wanted.keys.push_back(entry.key);
        wanted.digest.add(entry.value);
    }
    return wanted;
}

ChangeList new_keys(const Work& work, std::uint64_t count, unsigned round) {
    ChangeList changes(count, value_bytes);
    const std::uint64_t first_index = work.sizes.entries + round * count;
    for (std::uint64_t made = 0; made < count; ++made)
        changes.set(make_key(first_index + made), round + 1);
    return changes;
}

}  // namespace dbdb::bench
