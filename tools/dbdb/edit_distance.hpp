/// How far a mistyped word is from a known one.
#pragma once

#include <cstddef>
#include <string_view>

namespace dbdb::tool {

/// The least number of characters to insert, remove or replace, or of neighbours to swap, that
/// makes `left` of `right`. For words: the cost is the product of their lengths, and only the
/// first 64 characters of each count.
std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace dbdb::tool
