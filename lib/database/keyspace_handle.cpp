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

CommitId KeyspaceHandle::set(std::string_view key, std::string_view value) {
    return database_.update([&](Transaction& change) { change.keyspace(name_).set(key, value); });
}

bool KeyspaceHandle::erase(std::string_view key) {
    bool was_there = false;
    database_.commit_shared(
        [&](Transaction& change) { was_there = change.keyspace(name_).erase(key); });
    return was_there;
}

CommitId KeyspaceHandle::set(std::string_view key,
                             std::string_view value,
                             const EntryOptions& options) {
    return database_.update(
        [&](Transaction& change) { change.keyspace(name_).set(key, value, options); });
}

bool KeyspaceHandle::expire(std::string_view key, std::chrono::milliseconds ttl) {
    bool was_there = false;
    database_.update(
        [&](Transaction& change) { was_there = change.keyspace(name_).expire(key, ttl); });
    return was_there;
}

bool KeyspaceHandle::expire_at(std::string_view key, Expiry time) {
    bool was_there = false;
    database_.update(
        [&](Transaction& change) { was_there = change.keyspace(name_).expire_at(key, time); });
    return was_there;
}

bool KeyspaceHandle::persist(std::string_view key) {
    bool was_there = false;
    database_.update([&](Transaction& change) { was_there = change.keyspace(name_).persist(key); });
    return was_there;
}

CommitId KeyspaceHandle::set_options(const KeyspaceOptions& options) {
    return database_.update(
        [&](Transaction& change) { change.keyspace(name_).set_options(options); });
}

CommitId KeyspaceHandle::clear() {
    return database_.update([&](Transaction& change) { change.keyspace(name_).clear(); });
}

}  // namespace dbdb
