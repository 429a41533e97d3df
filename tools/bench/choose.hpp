/// What rows choose from the data to read and to write; the same for every store in a round.
#pragma once

#include <cstdint>
#include <vector>

#include "rows.hpp"

namespace dbdb::bench {

/// Present keys at random, and what reading them must give.
struct Wanted {
    std::vector<Key> keys{};
    Digest digest{};
};

Wanted choose_present(const Work& work, std::uint64_t count, std::uint64_t seed);

/// Sets of keys that are not there yet. Their order is not that of the keys.
ChangeList new_keys(const Work& work, std::uint64_t count, unsigned round);

}  // namespace dbdb::bench
