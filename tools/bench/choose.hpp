/// What rows choose from the data to read and to write; the same for every store in a round.
#pragma once

#include <cstdint>
#include <span>

#include "rows.hpp"

namespace dbdb::bench {

/// Present keys at random, and what reading them must give.
struct Wanted {
    KeyList keys{};
    Digest digest{};
};

Wanted choose_present(const Work& work, std::uint64_t count, std::uint64_t seed);

/// The same, all of them among the keys of `entries`.
Wanted choose_among(std::span<const Change> entries,
                    const Work& work,
                    std::uint64_t count,
                    std::uint64_t seed);

/// Sets of random keys that are there.
ChangeList overwrites(const Work& work, std::uint64_t count, unsigned round);

/// Sets of keys that are not there yet. Their order is not that of the keys.
ChangeList new_keys(const Work& work, std::uint64_t count, unsigned round);

/// Erases of random keys that are there, each of them once.
ChangeList erases(const Work& work, std::uint64_t count, unsigned round);

}  // namespace dbdb::bench
