/// The bytes of a Value, to its reader and its writer. Layout: lib/FORMAT.md, "Values of clients".
#pragma once

#include <string_view>

namespace dbdb::typed {

inline constexpr std::string_view value_mark = "\xdbV";

enum class Tag : unsigned char {
    null = 0,
    no = 1,
    yes = 2,
    positive = 3,  ///< A varint.
    negative = 4,  ///< -1 less a varint.
    number = 5,    ///< Eight bytes, the lowest first.
    text = 6,      ///< A varint and so many bytes, as for `bytes`.
    bytes = 7,
    list = 8,  ///< A varint and so many values.
    map = 9,   ///< A varint and so many texts without tags, ascending, each with its value.
};

}  // namespace dbdb::typed
