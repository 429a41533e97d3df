/// Wide branches: what searches by key need of the branches of up to three levels, in one place of
/// memory, so that they wait for memory once where the branches themselves make them wait for each.
///
/// Heights are taken by threes. A wide branch stands for a branch in the file and all below it that
/// are of the same three heights; it leads to the nodes of lesser heights, at most eight of them.
/// It is made once a search finds all of that admitted, and says nothing that the branches do not
/// say; so it may be missing, and is overwritten by another one that has the same place. Nothing of
/// it is in the file. All functions may be called from any thread. The lowest three heights have
/// shortcuts (shortcuts.hpp).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "io/zero_pages.hpp"
#include "tree/cursor.hpp"
#include "tree/separators.hpp"
#include "tree/step.hpp"
#include "tree/tag.hpp"

namespace dbdb::tree {

class BlindDescent;
class Descent;
class Source;

class WideBranches {
public:
    static constexpr unsigned levels = 3;

    static constexpr unsigned child_count_max = 1U << levels;
    static constexpr unsigned branch_count_max = child_count_max - 1;
    static_assert(branch_count_max == Separators::count);

    /// For a file with `live_bytes`, called `name` in errors. Takes address space of a 16th of
    /// that, at most an 8th, and memory where searches go: a byte for two entries of 100 bytes.
    WideBranches(std::uint64_t live_bytes, const std::string& name);

    /// The height of the nodes to which a wide branch of one of `height` leads, at most.
    static constexpr unsigned height_below(unsigned height) {
        return (height - 1) / levels * levels;
    }

    /// Whether there may be one for the branch at which `step` is: for one in the file that is not
    /// alone with its heights, and above the lowest.
    static bool may_have(const Step& step) { return step.is_in_file() && may_have(step.height()); }

    /// Goes from the admitted branch in the file at which `step` is where `descent` leads, as far
    /// down as wide branches tell.
    void descend(Step& step, BlindDescent& descent) const;

    /// Goes down by one wide branch, for a cursor, which notes the branches on the way, and adds to
    /// `smaller` how many entries lie to the left of it there; false when there is none that tells.
    bool descend(Step& step, Descent& descent, Cursor& cursor, std::uint64_t& smaller) const;

    /// Makes the wide branch for that branch, if all that it stands for has been admitted. `chance`
    /// is any byte of a key's: of many keys few have the place of another one given up for it.
    void make(const Source& source, const Step& step, std::uint8_t chance) const;

    /// Forgets those of branches from `begin` to `end`.
    void forget(std::uint64_t begin, std::uint64_t end) const;

private:
    using Word = std::atomic<std::uint64_t>;

    static constexpr bool may_have(unsigned height) {
        return height > levels && height > height_below(height) + 1;
    }

    struct Record {
        Tag tag;
        Separators separators;
        Word children[child_count_max];  ///< See `ChildWord`.
        // For cursors.
        Word ways[child_count_max];       ///< See `WayWord`.
        Word branches[branch_count_max];  ///< Their offsets, each before those below it.
        Word unused;
    };

    static_assert(sizeof(Record) == 256);

    struct Draft;

    Record& record(std::uint64_t index, unsigned height) const;
    Record& record_for(const Step& step) const;

    std::uint64_t count_;  ///< Of records; a power of two.
    io::ZeroPages pages_;
    Record* records_;
};

}  // namespace dbdb::tree
