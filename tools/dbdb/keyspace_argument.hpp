/// The option that chooses a keyspace.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dbdb/snapshot.hpp"
#include "dbdb/transaction.hpp"

#include "arguments.hpp"
#include "failure.hpp"

namespace dbdb::tool {

/// Without the option it is the default keyspace.
struct KeyspaceArgument {
    std::optional<std::string> name{};

    void add_to(Arguments& arguments);

    /// The keyspace of a snapshot of the file `path`. Throws Failure: not_found, or
    /// wrong_arguments for what cannot be a name.
    Snapshot of(const Snapshot& snapshot, const std::string& path) const;

    /// The keyspace of a transaction, whether it exists or not. Throws likewise.
    Keyspace of(Transaction& transaction) const;
};

/// The answer that there is no such keyspace.
Failure keyspace_not_found(const std::string& path, std::string_view name);

}  // namespace dbdb::tool
