/// Reading a tree by key or by rank. O(log n); nothing is allocated or copied. Each throws
/// Error{Errc::corrupt} when a node on its way is damaged.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "format/entry.hpp"
#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

using format::EntryView;
using format::Root;

/// The entry of `key`, or empty when there is none.
std::optional<EntryView> find(const Source& source, const Root& root, std::string_view key);

/// How many descents `find_group` interleaves: enough to keep the memory busy, not more than it can
/// be asked for at once.
inline constexpr std::size_t find_group_size = 16;

/// Finds `keys`, at most `find_group_size` of them, as `find` does, one branch of each descent in
/// turn, so that they wait for memory together. `found` has as many places as there are keys.
void find_group(const Source& source,
                const Root& root,
                std::span<const std::string_view> keys,
                std::span<std::optional<EntryView>> found);

/// Number of keys less than `key`.
std::uint64_t rank(const Source& source, const Root& root, std::string_view key);

/// The entry with `index` smaller keys. `index` is less than `root.count`.
EntryView nth(const Source& source, const Root& root, std::uint64_t index);

/// A string that is greater than every key with this prefix and not greater than any other key
/// behind them, written over `prefix`; empty when there is none, as for "\xff".
std::string_view prefix_end(std::string_view prefix, std::string& buffer);

}  // namespace dbdb::tree
