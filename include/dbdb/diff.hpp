/// What differs between two snapshots, to be walked by a range-based for.
///
///     for (const Change& change : diff(before, after).prefix("user:")) ...
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dbdb/export.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

enum class ChangeKind { added, removed, changed };

/// A key whose values differ. The views live as long as the diff that gave them, those of values
/// that are stored compressed until its next step.
struct Change {
    std::string_view keyspace{};  ///< Its name; empty for the one without a name.
    std::string_view key{};
    std::optional<std::string_view> before{};  ///< Empty for a key that was added.
    std::optional<std::string_view> after{};   ///< Empty for a key that was removed.

    ChangeKind kind() const noexcept {
        if (!before) return ChangeKind::added;
        return after ? ChangeKind::changed : ChangeKind::removed;
    }

    friend bool operator==(const Change&, const Change&) = default;
};

/// The changes that lead from one snapshot to another: those of the keyspace without a name, then
/// those of the others in the order of names; of each in the order of keys. Of a snapshot of one
/// keyspace only that one is compared, under no name. It holds both, and is a value: what is
/// derived from it (keyspace, from, to, prefix, reverse) is a new diff. Nothing is read but
/// while it is walked, and what both share is skipped: k changes among n entries cost O(k log n)
/// nodes. Snapshots of different files share nothing; then every entry is compared.
class DBDB_EXPORT Diff {
public:
    class Iterator;

    Diff(Snapshot before, Snapshot after);

    /// Throws Error{Errc::corrupt} when a node on the way is damaged, as does each step.
    Iterator begin() const;

    std::default_sentinel_t end() const noexcept { return {}; }

    /// Only the changes of the keyspace `name`, which may be missing in either; the empty name is
    /// that of the one without. Throws Error{Errc::invalid} for what cannot be a name.
    Diff keyspace(std::string_view name) const;

    /// Only keys not less than `key`: where to go on after a walk that was broken off in
    /// this keyspace.
    Diff from(std::string_view key) const;

    /// Only keys less than `key`.
    Diff to(std::string_view key) const;

    /// Only keys that begin with `prefix`.
    Diff prefix(std::string_view prefix) const;

    /// The same changes in the opposite order.
    Diff reverse() const;

    const Snapshot& before() const noexcept { return before_; }

    const Snapshot& after() const noexcept { return after_; }

private:
    Snapshot before_;
    Snapshot after_;
    std::optional<std::string> keyspace_{};  ///< The only one that is wanted.
    std::string from_{};
    std::optional<std::string> to_{};
    bool is_reversed_ = false;
};

/// Walks a diff once. Valid as long as the diff; one thread at a time.
class Diff::Iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = Change;
    using difference_type = std::ptrdiff_t;

    Iterator(Iterator&&) noexcept;
    Iterator& operator=(Iterator&&) noexcept;
    ~Iterator();

    const Change& operator*() const noexcept { return change_; }

    const Change* operator->() const noexcept { return &change_; }

    Iterator& operator++();

    void operator++(int) { ++*this; }

    friend bool operator==(const Iterator& iterator, std::default_sentinel_t) noexcept {
        return iterator.state_ == nullptr;
    }

private:
    friend class Diff;
    struct State;

    explicit Iterator(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;  ///< Null behind the last change.
    Change change_;
};

/// What leads from `before` to `after`.
inline Diff diff(Snapshot before, Snapshot after) { return {std::move(before), std::move(after)}; }

}  // namespace dbdb
