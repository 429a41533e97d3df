#include "dbdb/keyspace_handle.hpp"

namespace dbdb {

/// A wrong name is refused here, not at the first use.
KeyspaceHandle::KeyspaceHandle(Database database, std::string_view name)
    : database_(std::move(database)), name_(name) {
    snapshot();
}

std::optional<std::string> KeyspaceHandle::get(std::string_view key) const {
    const Snapshot now = snapshot();
    const auto value = now.get(key);
    return value ? std::optional<std::string>(*value) : std::nullopt;
}

CommitId KeyspaceHandle::set_options(const KeyspaceOptions& options) {
    return database_.update(
        [&](Transaction& change) { change.keyspace(name_).set_options(options); });
}

CommitId KeyspaceHandle::clear() {
    return database_.update([&](Transaction& change) { change.keyspace(name_).clear(); });
}

}  // namespace dbdb
