/// The changes of Keyspace as transactions of their own, on a database or one keyspace of it.
#include "dbdb/database.hpp"
#include "dbdb/keyspace_handle.hpp"

namespace dbdb {

namespace {

/// Runs `act` on the keyspace `name` in a transaction, commits, and gives what `act` gave.
template <typename Act>
auto in_transaction(Database& database, std::string_view name, Act&& act) {
    Transaction transaction = database.begin();
    Keyspace keyspace = transaction.keyspace(name);
    auto result = act(keyspace);
    transaction.commit();
    return result;
}

}  // namespace

CommitId Database::set_many(std::span<const Entry> entries) {
    return update([&](Transaction& change) { change.set_many(entries); });
}

CommitId Database::set_many(std::initializer_list<Entry> entries) {
    return set_many(std::span(entries));
}

std::uint64_t Database::erase_many(std::span<const std::string_view> keys) {
    return keyspace("").erase_many(keys);
}

std::uint64_t Database::erase_many(std::initializer_list<std::string_view> keys) {
    return erase_many(std::span(keys));
}

std::string Database::get_or_set(std::string_view key, std::string_view value) {
    return keyspace("").get_or_set(key, value);
}

bool Database::set_if(std::string_view key, const Condition& condition, std::string_view value) {
    return keyspace("").set_if(key, condition, value);
}

bool Database::erase_if(std::string_view key, const Condition& condition) {
    return keyspace("").erase_if(key, condition);
}

std::int64_t Database::add(std::string_view key, std::int64_t amount) {
    return keyspace("").add(key, amount);
}

std::uint64_t Database::append(std::string_view key, std::string_view bytes) {
    return keyspace("").append(key, bytes);
}

CommitId KeyspaceHandle::set_many(std::span<const Entry> entries) {
    return database_.update([&](Transaction& change) { change.keyspace(name_).set_many(entries); });
}

CommitId KeyspaceHandle::set_many(std::initializer_list<Entry> entries) {
    return set_many(std::span(entries));
}

std::uint64_t KeyspaceHandle::erase_many(std::span<const std::string_view> keys) {
    return in_transaction(
        database_, name_, [&](Keyspace& keyspace) { return keyspace.erase_many(keys); });
}

std::uint64_t KeyspaceHandle::erase_many(std::initializer_list<std::string_view> keys) {
    return erase_many(std::span(keys));
}

/// What is there already needs no writer's turn.
std::string KeyspaceHandle::get_or_set(std::string_view key, std::string_view value) {
    if (auto present = get(key)) return *std::move(present);
    return in_transaction(database_, name_, [&](Keyspace& keyspace) {
        return std::string(keyspace.get_or_set(key, value));
    });
}

bool KeyspaceHandle::set_if(std::string_view key,
                            const Condition& condition,
                            std::string_view value) {
    return in_transaction(database_, name_, [&](Keyspace& keyspace) {
        return keyspace.set_if(key, condition, value);
    });
}

bool KeyspaceHandle::erase_if(std::string_view key, const Condition& condition) {
    return in_transaction(
        database_, name_, [&](Keyspace& keyspace) { return keyspace.erase_if(key, condition); });
}

std::int64_t KeyspaceHandle::add(std::string_view key, std::int64_t amount) {
    return in_transaction(
        database_, name_, [&](Keyspace& keyspace) { return keyspace.add(key, amount); });
}

std::uint64_t KeyspaceHandle::append(std::string_view key, std::string_view bytes) {
    return in_transaction(
        database_, name_, [&](Keyspace& keyspace) { return keyspace.append(key, bytes); });
}

}  // namespace dbdb
