/// How the command line names a commit.
///
/// A reference is a number, `HEAD` (the newest), `HEAD~3` (the third before it), a time behind `@`
/// (the newest commit not after it; time_reference.hpp has the forms), or a bookmark's name.
#pragma once

#include <optional>
#include <string>

#include "dbdb/database.hpp"

#include "arguments.hpp"

namespace dbdb::tool {

/// The state of the commit that `reference` names. Throws Failure: not_found, or wrong_arguments
/// when it names nothing that could be.
Snapshot snapshot_named(const Database& database, const std::string& reference);

/// The newest state; in a shell that of its transaction, or the older commit that it shows.
Snapshot present_snapshot(const Database& database);

/// The commits that were made after the one, or the time, that `reference` names. Throws Failure.
History history_since(const Database& database, const std::string& reference);

/// The option `--at` of verbs that read.
struct AtArgument {
    std::optional<std::string> reference{};

    void add_to(Arguments& arguments);

    /// The present state when the option was not given. Throws as `snapshot_named`.
    Snapshot snapshot_of(const Database& database) const;
};

}  // namespace dbdb::tool
