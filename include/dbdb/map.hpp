/// A map from keys of one type to values of another, in a keyspace. Needs cereal.
///
///     dbdb::Map<std::string, User> users{db, "users"};
///     users["ann"] = User{...};
///     for (const auto& [name, user] : users) ...
///
/// Keys: dbdb/key.hpp. Values: whatever cereal can write, of a type that has a name
/// (dbdb/type_name.hpp); include cereal's header of each container. A type may change its members
/// as cereal's versions say (CEREAL_CLASS_VERSION) as long as it keeps its name.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>

#include "dbdb/error.hpp"
#include "dbdb/key.hpp"
#include "dbdb/map_range.hpp"
#include "dbdb/map_target.hpp"
#include "dbdb/typed_value.hpp"

namespace dbdb {

/// On a Database (each function is a transaction of its own; safe for all threads), in a
/// transaction (`Map<K, V, Keyspace>`, as `in` gives it), or on a Snapshot, which cannot be
/// changed. What is not there is an empty optional or `false`; only `at` throws. All functions
/// throw what the target throws, and Error, naming key and types, when a value is of another type
/// (invalid) or damaged (corrupt). A change that throws has changed nothing.
template <KeyType K, typename V, typename Target = Database>
class Map {
public:
    using key_type = K;
    using mapped_type = V;
    using value_type = MapEntry<K, V>;
    using size_type = std::uint64_t;
    using Range = MapRange<K, V>;
    using iterator = typename Range::Iterator;
    using const_iterator = iterator;

    class Reference;

    static constexpr bool can_change = !std::same_as<Target, Snapshot>;

    /// The map in `keyspace` of a Database, a Transaction or a Snapshot, by `Target`.
    template <typename Source>

    requires std::constructible_from<MapTarget<Target>, Source&, std::string_view> explicit Map(
        Source&& source, std::string_view keyspace = {})
        : target_(source, keyspace) {}

    /// The same map as a transaction has it, until that ends.
    Map<K, V, Keyspace> in(Transaction& transaction) const {
        return Map<K, V, Keyspace>(transaction, target_.keyspace());
    }

    /// The same map as a snapshot has it.
    Map<K, V, Snapshot> in(const Snapshot& snapshot) const {
        return Map<K, V, Snapshot>(snapshot, target_.keyspace());
    }

    std::optional<V> get(const K& key) const {
        const std::string bytes = encode_key(key);
        return target_.read([&](const auto& entries) { return value_in(entries, bytes); });
    }

    /// Throws Error{Errc::not_found}, naming the key, when there is none.
    V at(const K& key) const {
        if (std::optional<V> value = get(key)) return std::move(*value);
        throw Error(Errc::not_found, place() + ": " + detail::key_text(encode_key(key)));
    }

    /// What may be read as an optional and assigned to. Reading never makes an entry.
    Reference operator[](K key) { return Reference(*this, std::move(key)); }

    std::optional<V> operator[](const K& key) const { return get(key); }

    /// From the entry of `key` on, or the end when there is none.
    iterator find(const K& key) const {
        const std::string bytes = encode_key(key);
        return target_.read([&](const auto& entries) {
            const bool found = entries.contains(bytes);
            return iterator(entries.range_from(bytes).limit(found ? UINT64_MAX : 0), place());
        });
    }

    bool contains(const K& key) const {
        return target_.read([&](const auto& entries) { return entries.contains(encode_key(key)); });
    }

    /// What the entry of `key` has beside its value; empty when there is none.
    std::optional<Metadata> metadata(const K& key) const {
        return target_.read([&](const auto& entries) { return entries.metadata(encode_key(key)); });
    }

    /// How long the entry of `key` has left; empty when it stays, or when there is none.
    std::optional<std::chrono::milliseconds> ttl(const K& key) const {
        return target_.read([&](const auto& entries) { return entries.ttl(encode_key(key)); });
    }

    std::uint64_t size() const {
        return target_.read([](const auto& entries) { return entries.size(); });
    }

    bool empty() const { return size() == 0; }

    /// Number of keys in [from, to).
    std::uint64_t count(const K& from, const K& to) const { return range(from, to).count(); }

    iterator begin() const { return range().begin(); }

    std::default_sentinel_t end() const noexcept { return {}; }

    /// All entries, as they are now, in the order of their keys.
    Range range() const {
        return range_of([](const auto& entries) { return entries.range(); });
    }

    /// Those with keys in [from, to).
    Range range(const K& from, const K& to) const {
        return range_of(
            [&](const auto& entries) { return entries.range(encode_key(from), encode_key(to)); });
    }

    Range range_from(const K& key) const {
        return range_of([&](const auto& entries) { return entries.range_from(encode_key(key)); });
    }

    Range range_to(const K& key) const {
        return range_of([&](const auto& entries) { return entries.range_to(encode_key(key)); });
    }

    /// Last key first.
    Range reverse() const { return range().reverse(); }

    /// Those whose tuple begins with `parts`; for keys that are strings, whose bytes do.
    template <typename... Parts>
    Range prefix(const Parts&... parts) const {
        return range_of([bytes = encode_key_prefix<K>(parts...)](const auto& entries) {
            return entries.prefix(bytes);
        });
    }

    /// Gives `key` a value, whether it has one or not.
    void set(const K& key, const V& value) requires can_change { insert_or_assign(key, value); }

    /// The same with an expiry, tags and whatever else `options` say; what they leave out the entry
    /// has not. Throws as Keyspace::set.
    void set(const K& key, const V& value, const EntryOptions& options) requires can_change {
        const std::string bytes = encode_key(key);
        const std::string value_bytes = encode_typed_value(value);
        change([&](Keyspace& entries) {
            entries.set(bytes, value_bytes, options);
            return true;
        });
    }

    /// Lets the entry of `key` expire `ttl` from now, or at `time`, or stay; false when there is
    /// none. Its value is not written again. Throws as Keyspace::set.
    bool expire(const K& key, std::chrono::milliseconds ttl) requires can_change {
        return change([&](Keyspace& entries) { return entries.expire(encode_key(key), ttl); });
    }

    bool expire_at(const K& key, Expiry time) requires can_change {
        return change([&](Keyspace& entries) { return entries.expire_at(encode_key(key), time); });
    }

    bool persist(const K& key) requires can_change {
        return change([&](Keyspace& entries) { return entries.persist(encode_key(key)); });
    }

    /// The same as `set`; whether `key` is new.
    bool insert_or_assign(const K& key, const V& value) requires can_change {
        const std::string bytes = encode_key(key);
        const std::string value_bytes = encode_typed_value(value);
        return change([&](Keyspace& entries) {
            const bool is_new = !entries.contains(bytes);
            entries.set(bytes, value_bytes);
            return is_new;
        });
    }

    /// Gives `key` a value when it has none; whether it had none.
    bool insert(const K& key, const V& value) requires can_change {
        return try_emplace(key, value);
    }

    /// The same; the value is made of `arguments`, and only when it is wanted.
    template <typename... Arguments>
    bool try_emplace(const K& key, Arguments&&... arguments) requires can_change {
        const std::string bytes = encode_key(key);
        return change([&](Keyspace& entries) {
            if (entries.contains(bytes)) return false;
            entries.set(bytes, encode_typed_value(V(std::forward<Arguments>(arguments)...)));
            return true;
        });
    }

    /// Calls `function(value)` with the value of `key`, or a new one when there is none, and stores
    /// what it has made of it, all in one transaction; whether `key` is new.
    template <typename Function>
    bool modify(const K& key, Function&& function) requires can_change {
        const std::string bytes = encode_key(key);
        return change([&](Keyspace& entries) {
            std::optional<V> value = value_in(entries, bytes);
            const bool is_new = !value.has_value();
            if (is_new) value.emplace();
            function(*value);
            entries.set(bytes, encode_typed_value(*value));
            return is_new;
        });
    }

    /// Whether it was there.
    bool erase(const K& key) requires can_change {
        return change([&](Keyspace& entries) { return entries.erase(encode_key(key)); });
    }

    /// Removes the keys in [from, to) in O(log n); returns how many.
    std::uint64_t erase(const K& from, const K& to) requires can_change {
        return change([&](Keyspace& entries) {
            return entries.erase_range(encode_key(from), encode_key(to));
        });
    }

    /// Removes everything in the keyspace, whoever wrote it.
    void clear() requires can_change {
        change([](Keyspace& entries) {
            entries.clear();
            return true;
        });
    }

    /// Where it lies, as errors tell it.
    std::string place() const {
        const std::string source(target_.source());
        if (target_.keyspace().empty()) return source;
        return source + ": keyspace '" + target_.keyspace() + "'";
    }

private:
    /// Views of `entries` end with its next change, so the value is decoded at once.
    std::optional<V> value_in(const auto& entries, std::string_view key) const {
        const auto bytes = entries.get(key);
        if (!bytes) return std::nullopt;
        return decode_typed_value<V>(*bytes, {place(), key});
    }

    template <typename Function>
    Range range_of(Function&& function) const {
        return Range(target_.read(function), place());
    }

    /// What `function` gives.
    template <typename Function>
    auto change(Function&& function) {
        std::invoke_result_t<Function, Keyspace&> result{};
        target_.change([&](Keyspace& entries) { result = function(entries); });
        return result;
    }

    MapTarget<Target> target_;
};

/// A place in a map that may have no entry yet. Valid as long as the map.
template <KeyType K, typename V, typename Target>
class Map<K, V, Target>::Reference {
public:
    Reference(const Reference&) = default;

    std::optional<V> get() const { return map_->get(key_); }

    operator std::optional<V>() const { return get(); }

    explicit operator bool() const { return map_->contains(key_); }

    template <typename Default>
    V value_or(Default&& other) const {
        return get().value_or(std::forward<Default>(other));
    }

    const Reference& operator=(const V& value) const requires can_change {
        map_->set(key_, value);
        return *this;
    }

    /// The value there, not the place: that of `other`, or none when `other` has none.
    const Reference& operator=(const Reference& other) const requires can_change {
        if (const std::optional<V> value = other.get()) {
            map_->set(key_, *value);
        } else {
            map_->erase(key_);
        }
        return *this;
    }

    friend bool operator==(const Reference& left, const V& right) { return left.get() == right; }

    friend bool operator==(const Reference& left, std::nullopt_t) { return !left; }

private:
    friend class Map;

    Reference(Map& map, K key) : map_(&map), key_(std::move(key)) {}

    Map* map_;
    K key_;
};

}  // namespace dbdb
