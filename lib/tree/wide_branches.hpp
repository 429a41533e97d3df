/// Wide branches: what searches by key need of the branches of up to three levels, in two lines of
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
#include "tree/tag.hpp"

namespace dbdb::tree {

class BlindDescent;
class Source;
class Step;

class WideBranches {
public:
    static constexpr unsigned levels = 3;

    static constexpr unsigned child_count_max = 1U << levels;

    /// For a file read through a window of `window_bytes`, called `name` in errors. Takes address
    /// space of a 64th of that, and memory where searches go: a byte for each entry of 100 bytes.
    WideBranches(std::uint64_t window_bytes, const std::string& name);

    /// The height of the nodes to which a wide branch of one of `height` leads, at most.
    static constexpr unsigned height_below(unsigned height) {
        return (height - 1) / levels * levels;
    }

    /// Goes from the admitted branch in the file at which `step` is to the node below it where
    /// `descent` leads; false when there is no wide branch that tells.
    bool descend(Step& step, BlindDescent& descent) const;

    /// Makes the wide branch for that branch, if all that it stands for has been admitted. `chance`
    /// is any byte of a key's: of many keys few have the place of another one given up for it.
    void make(const Source& source, const Step& step, std::uint8_t chance) const;

    /// Forgets those of branches from `begin` to `end`.
    void forget(std::uint64_t begin, std::uint64_t end) const;

private:
    using Word = std::atomic<std::uint64_t>;

    struct Record {
        Tag tag;
        Word separators[child_count_max - 1];  ///< Search words, behind what all keys below share.
        Word children[child_count_max];        ///< See `ChildWord`.
    };

    static_assert(sizeof(Record) == 128);

    struct Draft;

    Record& record(std::uint64_t index, unsigned height) const;
    Record& record_for(const Step& step) const;

    std::uint64_t count_;  ///< Of records; a power of two.
    io::ZeroPages pages_;
    Record* records_;
};

}  // namespace dbdb::tree
