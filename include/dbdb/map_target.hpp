/// What a typed map lies on: a database, a transaction or a snapshot, and a keyspace in it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "dbdb/database.hpp"
#include "dbdb/keyspace.hpp"
#include "dbdb/range.hpp"
#include "dbdb/snapshot.hpp"
#include "dbdb/transaction.hpp"

namespace dbdb {

/// Each has `read(function)`, which calls it with something that reads as a Snapshot does, and, if
/// it can be changed, `change(function)`, which calls it with a Keyspace. The constructors throw
/// Error{Errc::invalid} for what cannot be the name of a keyspace; the empty name is the default
/// keyspace.
template <typename Target>
class MapTarget;

/// Each read is of the newest snapshot, each change a transaction of its own, durable as the
/// options say. Holds no more than a pointer: the database must outlive it at the same place.
template <>
class MapTarget<Database> {
public:
    explicit MapTarget(Database& database, std::string_view keyspace = {})
        : database_(&database), keyspace_(keyspace) {
        snapshot();
    }

    const std::string& keyspace() const noexcept { return keyspace_; }

    const std::string& source() const { return database_->name(); }

    template <typename Function>
    auto read(Function&& function) const {
        const Snapshot now = snapshot();
        return function(now);
    }

    template <typename Function>
    void change(Function&& function) const {
        database_->update([&](Transaction& transaction) {
            Keyspace entries = transaction.keyspace(keyspace_);
            function(entries);
        });
    }

private:
    Snapshot snapshot() const {
        return keyspace_.empty() ? database_->snapshot()
                                 : database_->snapshot().keyspace(keyspace_);
    }

    Database* database_;
    std::string keyspace_;
};

/// Lives in a transaction, and throws Error{Errc::closed} when that has ended.
template <>
class MapTarget<Keyspace> {
public:
    explicit MapTarget(Transaction& transaction, std::string_view keyspace = {})
        : entries_(transaction.keyspace(keyspace)), keyspace_(keyspace) {}

    const std::string& keyspace() const noexcept { return keyspace_; }

    std::string source() const { return "transaction"; }

    template <typename Function>
    auto read(Function&& function) const {
        return function(entries_);
    }

    template <typename Function>
    void change(Function&& function) {
        function(entries_);
    }

private:
    Keyspace entries_;
    std::string keyspace_;
};

/// Never changes.
template <>
class MapTarget<Snapshot> {
public:
    explicit MapTarget(const Snapshot& snapshot, std::string_view keyspace = {})
        : entries_(snapshot.keyspace(keyspace)), keyspace_(keyspace) {}

    const std::string& keyspace() const noexcept { return keyspace_; }

    std::string source() const { return "commit " + std::to_string(entries_.commit_id()); }

    template <typename Function>
    auto read(Function&& function) const {
        return function(entries_);
    }

private:
    Snapshot entries_;
    std::string keyspace_;
};

}  // namespace dbdb
