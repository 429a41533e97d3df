/// Shortcuts: what searches by key need of the lowest branches and the heads of their leaves, in
/// one place of memory, so that they wait for memory twice, for the shortcut and for the entry.
///
/// A shortcut stands for a branch in the file of a height of at most `height_max` and all below it.
/// It is made once a search finds all of that admitted, and says nothing that the nodes do not say;
/// so it may be missing, and is overwritten by another one that has the same place. Nothing of it
/// is in the file. All functions may be called from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "format/entry.hpp"
#include "format/leaf.hpp"
#include "io/zero_pages.hpp"
#include "tree/separators.hpp"
#include "tree/tag.hpp"

namespace dbdb::tree {

class Source;

class Shortcuts {
public:
    /// Of the branches that have one.
    static constexpr unsigned height_max = 3;

    static constexpr unsigned leaf_count_max = 1U << height_max;
    static_assert(leaf_count_max - 1 == Separators::count);

    /// A leaf of more entries is searched by itself, as one of entries that are not alike.
    static constexpr unsigned hash_count_max = 16;

    /// For a file with `live_bytes`, called `name` in errors. Takes address space of a 16th of
    /// that, at most an 8th, and memory where searches go: 4 bytes for each entry of 100 bytes,
    /// where branches lie side by side.
    Shortcuts(std::uint64_t live_bytes, const std::string& name);

    /// Looks for `key`, whose hash is `hash`, below the admitted branch at `offset` of `source`.
    /// False when there is no shortcut that tells; else `found` is the entry, or empty.
    bool find(const Source& source,
              std::uint64_t offset,
              std::string_view key,
              std::uint8_t hash,
              std::optional<format::EntryView>& found) const;

    /// Makes the shortcut for the branch at `offset`, if all below it has been admitted. `hash` is
    /// that of some key: of many keys few have the place of another shortcut given up for theirs.
    void make(const Source& source, std::uint64_t offset, std::uint8_t hash) const;

    /// Forgets those of branches from `begin` to `end`.
    void forget(std::uint64_t begin, std::uint64_t end) const;

private:
    using Word = std::atomic<std::uint64_t>;

    struct Record {
        Tag tag;
        Separators separators;
        Word leaves[leaf_count_max];  ///< See `LeafWord`.
        Word hashes[leaf_count_max][hash_count_max / 8];
    };

    static_assert(sizeof(Record) == 256);

    struct Draft;

    Record& record(std::uint64_t offset) const {
        return records_[offset / sizeof(Record) & (count_ - 1)];
    }

    std::uint64_t count_;  ///< Of records; a power of two.
    io::ZeroPages pages_;
    Record* records_;
};

}  // namespace dbdb::tree
