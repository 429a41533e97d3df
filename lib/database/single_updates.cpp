/// The changes of Keyspace as transactions of their own, on a database or one keyspace of it.
#include <type_traits>

#include "dbdb/database.hpp"
#include "dbdb/keyspace_handle.hpp"

#include "database/combiner.hpp"
#include "database/store.hpp"

namespace dbdb {

namespace {

/// Larger values have a commit of their own: others would wait for what they did not ask for.
constexpr std::size_t shared_value_bytes_max = std::size_t{64} << 10;

}  // namespace

/// Whoever opened it before a fork must not wait for a leader that stayed behind in the parent.
CommitId Database::commit_shared(const std::function<void(Transaction&)>& apply) {
    store().world();
    return store().combiner().commit([this] { return begin(); }, apply);
}

/// Runs `act` on the keyspace `name`, commits, and gives what `act` gave, or else the commit.
/// `value_bytes` are those of the value that is to be set.
template <typename Act>
auto Database::change_one(std::string_view name, std::size_t value_bytes, const Act& act) {
    using Result = std::invoke_result_t<const Act&, Keyspace&>;
    if constexpr (std::is_void_v<Result>) {
        const auto apply = [&](Transaction& change) {
            if (name.empty()) return act(change);
            Keyspace keyspace = change.keyspace(name);
            act(keyspace);
        };
        return value_bytes > shared_value_bytes_max ? update(apply) : commit_shared(apply);
    } else {
        Result result{};
        change_one(name, value_bytes, [&](Keyspace& keyspace) { result = act(keyspace); });
        return result;
    }
}

CommitId Database::set(std::string_view key, std::string_view value) {
    return change_one("", value.size(), [&](Keyspace& keyspace) { keyspace.set(key, value); });
}

CommitId Database::set(std::string_view key, std::string_view value, const EntryOptions& options) {
    return change_one(
        "", value.size(), [&](Keyspace& keyspace) { keyspace.set(key, value, options); });
}

bool Database::erase(std::string_view key) {
    return change_one("", 0, [&](Keyspace& keyspace) { return keyspace.erase(key); });
}

bool Database::expire(std::string_view key, std::chrono::milliseconds ttl) {
    return keyspace("").expire(key, ttl);
}

bool Database::expire_at(std::string_view key, Expiry time) {
    return keyspace("").expire_at(key, time);
}

bool Database::persist(std::string_view key) { return keyspace("").persist(key); }

CommitId Database::set_many(std::span<const Entry> entries) {
    return keyspace("").set_many(entries);
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

CommitId KeyspaceHandle::set(std::string_view key, std::string_view value) {
    return database_.change_one(
        name_, value.size(), [&](Keyspace& keyspace) { keyspace.set(key, value); });
}

CommitId KeyspaceHandle::set(std::string_view key,
                             std::string_view value,
                             const EntryOptions& options) {
    return database_.change_one(
        name_, value.size(), [&](Keyspace& keyspace) { keyspace.set(key, value, options); });
}

bool KeyspaceHandle::erase(std::string_view key) {
    return database_.change_one(name_, 0, [&](Keyspace& keyspace) { return keyspace.erase(key); });
}

bool KeyspaceHandle::expire(std::string_view key, std::chrono::milliseconds ttl) {
    return database_.change_one(
        name_, 0, [&](Keyspace& keyspace) { return keyspace.expire(key, ttl); });
}

bool KeyspaceHandle::expire_at(std::string_view key, Expiry time) {
    return database_.change_one(
        name_, 0, [&](Keyspace& keyspace) { return keyspace.expire_at(key, time); });
}

bool KeyspaceHandle::persist(std::string_view key) {
    return database_.change_one(
        name_, 0, [&](Keyspace& keyspace) { return keyspace.persist(key); });
}

CommitId KeyspaceHandle::set_many(std::span<const Entry> entries) {
    return database_.update([&](Transaction& change) { change.keyspace(name_).set_many(entries); });
}

CommitId KeyspaceHandle::set_many(std::initializer_list<Entry> entries) {
    return set_many(std::span(entries));
}

std::uint64_t KeyspaceHandle::erase_many(std::span<const std::string_view> keys) {
    std::uint64_t erased = 0;
    database_.update(
        [&](Transaction& change) { erased = change.keyspace(name_).erase_many(keys); });
    return erased;
}

std::uint64_t KeyspaceHandle::erase_many(std::initializer_list<std::string_view> keys) {
    return erase_many(std::span(keys));
}

/// What is there already needs no writer's turn. Once the entry is set nothing can fail.
std::string KeyspaceHandle::get_or_set(std::string_view key, std::string_view value) {
    if (auto present = get(key)) return *std::move(present);
    std::string result(value);
    database_.change_one(name_, value.size(), [&](Keyspace& keyspace) {
        if (const auto present = keyspace.get(key)) {
            result = *present;
        } else {
            keyspace.set(key, value);
        }
    });
    return result;
}

bool KeyspaceHandle::set_if(std::string_view key,
                            const Condition& condition,
                            std::string_view value) {
    return database_.change_one(name_, value.size(), [&](Keyspace& keyspace) {
        return keyspace.set_if(key, condition, value);
    });
}

bool KeyspaceHandle::erase_if(std::string_view key, const Condition& condition) {
    return database_.change_one(
        name_, 0, [&](Keyspace& keyspace) { return keyspace.erase_if(key, condition); });
}

std::int64_t KeyspaceHandle::add(std::string_view key, std::int64_t amount) {
    return database_.change_one(
        name_, 0, [&](Keyspace& keyspace) { return keyspace.add(key, amount); });
}

std::uint64_t KeyspaceHandle::append(std::string_view key, std::string_view bytes) {
    return database_.change_one(
        name_, bytes.size(), [&](Keyspace& keyspace) { return keyspace.append(key, bytes); });
}

}  // namespace dbdb
