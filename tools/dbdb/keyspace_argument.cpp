#include "keyspace_argument.hpp"

#include "text/escape.hpp"

namespace dbdb::tool {

void KeyspaceArgument::add_to(Arguments& arguments) {
    arguments.option("--keyspace", "NAME", name, "The keyspace (the one without a name)");
}

Snapshot KeyspaceArgument::of(const Snapshot& snapshot, const std::string& path) const {
    if (!name) return snapshot;
    if (!snapshot.has_keyspace(*name)) throw keyspace_not_found(path, *name);
    return snapshot.keyspace(*name);
}

Keyspace KeyspaceArgument::of(Transaction& transaction) const {
    return transaction.keyspace(name.value_or(""));
}

Failure keyspace_not_found(const std::string& path, std::string_view name) {
    return {ExitCode::not_found, path + ": keyspace not found: " + text::quoted(name)};
}

}  // namespace dbdb::tool
