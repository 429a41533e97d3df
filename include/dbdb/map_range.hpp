/// A run of typed entries, to be walked by a range-based for. Needs cereal.
///
///     for (const auto& [name, user] : users.range("a", "b")) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "dbdb/key.hpp"
#include "dbdb/range.hpp"
#include "dbdb/typed_value.hpp"

namespace dbdb {

/// An entry of a Map. Owns what is in it.
template <typename K, typename V>
struct MapEntry {
    K key{};
    V value{};

    friend bool operator==(const MapEntry&, const MapEntry&) = default;
};

/// Entries as they were when the range was made; see Range, which it is but for the types.
template <KeyType K, typename V>
class MapRange {
public:
    class Iterator;

    /// `place` begins the text of errors.
    MapRange(Range range, std::string place) : range_(std::move(range)), place_(std::move(place)) {}

    Iterator begin() const { return Iterator(range_, place_); }

    std::default_sentinel_t end() const noexcept { return {}; }

    MapRange reverse() const { return {range_.reverse(), place_}; }

    MapRange skip(std::uint64_t count) const { return {range_.skip(count), place_}; }

    MapRange limit(std::uint64_t count) const { return {range_.limit(count), place_}; }

    std::uint64_t count() const noexcept { return range_.count(); }

    bool empty() const noexcept { return range_.empty(); }

private:
    Range range_;
    std::string place_;
};

/// Walks entries once. It holds them, whatever becomes of the range and of the map. An entry is
/// decoded when it is first looked at: that throws as `decode_key` and `decode_typed_value` do, and
/// it may be stepped over then. One thread at a time.
template <KeyType K, typename V>
class MapRange<K, V>::Iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = MapEntry<K, V>;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = const value_type&;

    Iterator(Range range, std::string place)
        : range_(std::move(range)), place_(std::move(place)), position_(range_.begin()) {}

    /// Valid until the next step.
    const value_type& operator*() const {
        if (!entry_) entry_.emplace(decoded());
        return *entry_;
    }

    const value_type* operator->() const { return &**this; }

    Iterator& operator++() {
        ++position_;
        entry_.reset();
        return *this;
    }

    void operator++(int) { ++*this; }

    friend bool operator==(const Iterator& iterator, std::default_sentinel_t end) noexcept {
        return iterator.position_ == end;
    }

private:
    value_type decoded() const {
        const Entry& entry = *position_;
        return {decode_key<K>(entry.key, place_),
                decode_typed_value<V>(entry.value, {place_, entry.key})};
    }

    Range range_;  ///< Of no use but to hold the snapshot.
    std::string place_;
    Range::Iterator position_;
    mutable std::optional<value_type> entry_{};
};

}  // namespace dbdb
