/// What searches keep at hand of the nodes of one file.
#pragma once

#include <cstdint>
#include <string>

#include "tree/shortcuts.hpp"
#include "tree/wide_branches.hpp"

namespace dbdb::tree {

/// As large as a file needs of whose bytes so many are live: what is not live is not searched, and
/// a table that is much too large has its records each in a page of its own.
struct SearchTables {
    /// For a file called `name` in errors. Throws Error{Errc::io} when there is no address space.
    SearchTables(std::uint64_t live_bytes, const std::string& name)
        : shortcuts(live_bytes, name), wide_branches(live_bytes, name) {}

    const Shortcuts shortcuts;
    const WideBranches wide_branches;
};

}  // namespace dbdb::tree
