/// The separators between up to eight nodes, in memory, as searches by key compare them.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace dbdb::tree {

/// Search words (format/branch.hpp), behind what all keys below share, ascending, and behind those
/// that there are `none`. Any thread reads them while another may be writing.
class Separators {
public:
    static constexpr unsigned count = 7;

    /// A key with this search word may be undecided, too.
    static constexpr std::uint64_t none = ~std::uint64_t{0};

    static constexpr unsigned undecided = count + 1;

    using Words = std::array<std::uint64_t, count>;

    void store(const Words& from) {
        for (unsigned index = 0; index < count; ++index)
            words_[index].store(from[index], std::memory_order_release);
    }

    /// Which of the nodes a key with this search word belongs to; `undecided` when the words do not
    /// tell.
    [[gnu::always_inline]] inline unsigned node_of(std::uint64_t word) const {
        const unsigned less = count_less(word, std::make_index_sequence<count>());
        // Of seven that are less the last one is looked at again, and differs.
        if (load(std::min(less, count - 1)) == word) [[unlikely]]
            return undecided;
        return less;
    }

private:
    std::uint64_t load(std::size_t index) const {
        return words_[index].load(std::memory_order_acquire);
    }

    /// Without a loop: the processor looks at all words at once, and has no branch to guess.
    template <std::size_t... Index>
    [[gnu::always_inline]] inline unsigned count_less(std::uint64_t word,
                                                      std::index_sequence<Index...>) const {
        return ((load(Index) < word ? 1U : 0U) + ...);
    }

    std::atomic<std::uint64_t> words_[count];
};

}  // namespace dbdb::tree
