/// What tags entries shall have, in words: `fruit and (red or green) and not sold`.
///
///     expression  =  product { "or" product }
///     product     =  factor { "and" factor }
///     factor      =  "not" factor | "(" expression ")" | TAG
///
/// A tag is a word without spaces and parentheses, or anything in double quotes, where a backslash
/// stands before a quote or a backslash. The words of the grammar are tags when they are quoted.
#pragma once

#include <string_view>

#include "dbdb/query.hpp"

namespace dbdb::tool {

/// Entries of which `text` is true. Throws Failure (wrong_arguments) that tells where it is wrong.
Filter tag_filter(std::string_view text);

}  // namespace dbdb::tool
