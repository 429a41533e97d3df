/// What the system itself costs: the bytes of a row's commits appended to a bare file, with one
/// flush after each or with none. No store that writes as much can be quicker for long.
#pragma once

#include <filesystem>

#include "measure.hpp"

namespace dbdb::bench {

enum class Appending {
    grown,     ///< Each append makes the file longer, and is flushed.
    ahead,     ///< The same, where zeros were written and flushed before.
    unsynced,  ///< Each append makes the file longer, and is left to the system.
};

/// Appends as many bytes, as often, as `store_pass` did, to a new file in `directory`. When it is
/// not known how many bytes that were, as many as its entries have.
Pass append_to_bare_file(const std::filesystem::path& directory,
                         const Pass& store_pass,
                         Appending appending);

}  // namespace dbdb::bench
