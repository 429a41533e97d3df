/// The header of a dump of Berkeley DB or LMDB.
#pragma once

#include <string>

#include "exchange/line_source.hpp"

namespace dbdb::exchange {

struct BdbHeader {
    bool print = false;       ///< Items are text with escapes, not hexadecimal digits.
    std::string database{};   ///< The name of what the section holds; empty for none.
    bool duplicates = false;  ///< A key may have several values, next to each other.
};

/// Reads up to and with `HEADER=END`. Keywords that only tune a store are passed over. Throws
/// InputError for what cannot be loaded.
BdbHeader read_bdb_header(LineSource& source);

}  // namespace dbdb::exchange
