/// Containers as batches, for `set_many` and `erase_many`.
///
///     std::map<std::string, std::string> people = ...;
///     db.set_many(as_entries(people));
///     db.erase_many(as_keys(names));
#pragma once

#include <ranges>
#include <string_view>
#include <type_traits>
#include <vector>

#include "dbdb/reader.hpp"

namespace dbdb {

/// Something whose elements stay where they are, so that views of them may be kept.
template <typename Elements>
concept StoredRange = std::ranges::input_range<const Elements> &&
    std::is_lvalue_reference_v<std::ranges::range_reference_t<const Elements>>;

/// Views of the pairs in `pairs`, which they must not outlive: of a map, a vector of pairs and the
/// like.
template <StoredRange Pairs>
std::vector<Entry> as_entries(const Pairs& pairs) {
    std::vector<Entry> entries;
    for (const auto& [key, value] : pairs)
        entries.push_back({key, value});
    return entries;
}

/// Views of the texts in `keys`, which they must not outlive.
template <StoredRange Keys>
std::vector<std::string_view> as_keys(const Keys& keys) {
    std::vector<std::string_view> views;
    for (const auto& key : keys)
        views.push_back(key);
    return views;
}

}  // namespace dbdb
