/// What the disk itself costs: the bytes of a row's commits appended to a bare file, one flush
/// after each. No store that writes as much for a commit can be quicker for long.
#pragma once

#include <filesystem>

#include "measure.hpp"

namespace dbdb::bench {

enum class Space {
    grown,  ///< Each append makes the file longer.
    ahead,  ///< Zeros were written there and flushed before.
};

/// Appends as many bytes, as often, as `store_pass` did, to a new file in `directory`. When it is
/// not known how many bytes that were, a page of 4 KiB for each commit.
Pass append_to_bare_file(const std::filesystem::path& directory,
                         const Pass& store_pass,
                         Space space);

}  // namespace dbdb::bench
