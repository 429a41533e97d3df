/// Walking whatever of a tree can be read.
///
/// Unlike a search or a range, a walk goes on behind damage. What it gives are entries that stand
/// where the separators above them say; what it cannot give it names.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

/// Keys from `from` on and less than `to`, or the one key `from`. Views into the file, as long as
/// its source.
struct KeyBounds {
    std::string_view from{};
    std::optional<std::string_view> to{};
    bool is_one_key = false;
};

/// Keys that a damaged record hides.
struct Hole {
    KeyBounds keys;
    std::uint64_t entries = 0;  ///< By the counts around it.
    std::uint64_t offset = 0;   ///< Of the record.
    std::string text{};         ///< What is wrong with it.
};

using TakeEntry = std::function<void(const format::EntryView& entry, std::string_view value)>;
using TakeHole = std::function<void(const Hole& hole)>;

/// Gives the entries of the tree below `root` with keys within `bounds`, and the holes between
/// them, in ascending order. Reads no record twice, so it costs the file's size at most. Throws
/// only what the two functions throw, and std::bad_alloc.
void walk_survivors(const Source& source,
                    const format::Root& root,
                    const KeyBounds& bounds,
                    const TakeEntry& take_entry,
                    const TakeHole& take_hole);

}  // namespace dbdb::tree
