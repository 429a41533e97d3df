/// Single operations on one keyspace of a database.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dbdb/database.hpp"
#include "dbdb/export.hpp"

namespace dbdb {

/// A database seen as one keyspace: what Database has for the default one. Safe for all threads. It
/// is a handle of its own, which keeps the file open as any other does.
class DBDB_EXPORT KeyspaceHandle {
public:
    /// The keyspace in the newest snapshot.
    Snapshot snapshot() const { return database_.snapshot().keyspace(name_); }

    /// One read of the newest snapshot; the value is a copy.
    std::optional<std::string> get(std::string_view key) const;

    bool contains(std::string_view key) const { return snapshot().contains(key); }

    std::uint64_t size() const { return snapshot().size(); }

    /// A transaction of one change, durable (as the options say) when it returns. The first `set`
    /// makes the keyspace.
    CommitId set(std::string_view key, std::string_view value);
    CommitId set(std::string_view key, std::string_view value, const EntryOptions& options);
    bool erase(std::string_view key);
    bool expire(std::string_view key, std::chrono::milliseconds ttl);
    bool expire_at(std::string_view key, Expiry time);
    bool persist(std::string_view key);

    /// What Keyspace has under the same names, each as a transaction of its own. A condition is
    /// looked at in it, so of several writers only one finds it true. When nothing is changed,
    /// nothing is written.
    CommitId set_many(std::span<const Entry> entries);
    CommitId set_many(std::initializer_list<Entry> entries);
    std::uint64_t erase_many(std::span<const std::string_view> keys);
    std::uint64_t erase_many(std::initializer_list<std::string_view> keys);
    std::string get_or_set(std::string_view key, std::string_view value);
    bool set_if(std::string_view key, const Condition& condition, std::string_view value);
    bool erase_if(std::string_view key, const Condition& condition);
    std::int64_t add(std::string_view key, std::int64_t amount);
    std::uint64_t append(std::string_view key, std::string_view bytes);

    /// Removes all its entries; the keyspace and its options stay.
    CommitId clear();

    KeyspaceOptions options() const { return database_.snapshot().options(name_); }

    /// See Keyspace::set_options.
    CommitId set_options(const KeyspaceOptions& options);

    const std::string& name() const noexcept { return name_; }

private:
    friend class Database;

    KeyspaceHandle(Database database, std::string_view name);

    Database database_;
    std::string name_;
};

}  // namespace dbdb
