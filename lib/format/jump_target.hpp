/// Which commit a commit's jump pointer names.
///
/// Commits form a chain; beside the one before it, each names one far before it, so that any older
/// commit is reached in O(log n) steps: jump as long as that does not lead past it, else go back by
/// one. A commit never has to change when later ones are added.
/// Source: Myers, "An applicative random-access stack", Information Processing Letters 17, 1983.
#pragma once

#include <bit>
#include <cstdint>

namespace dbdb::format {

/// The position that the jump pointer of the commit at `position` names; 0 is the empty state
/// before the first commit, 1 the first commit in the file. Positions are written as sums of
/// 1, 3, 7, 15 ..., the largest first; a jump takes away the last summand. Equally: when p, the
/// position before this one, jumps as far as its jump target does, this one goes where that one
/// goes, else to p.
constexpr std::uint64_t jump_target(std::uint64_t position) {
    std::uint64_t rest = position;
    std::uint64_t summand = 0;
    while (rest != 0) {
        summand = std::bit_floor(rest + 1) - 1;
        rest -= summand;
    }
    return position - summand;
}

}  // namespace dbdb::format
