/// A run of entries, to be walked by a range-based for.
///
///     for (auto [key, value] : snapshot.prefix("user:").skip(20).limit(10)) ...
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>

#include "dbdb/export.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

namespace detail {

/// No tree that fits a file is higher than this.
inline constexpr unsigned tree_height_max = 64;

/// A position between the leaves' entries: the branches on the way down, and an entry of a leaf.
struct DBDB_EXPORT CursorState {
    std::array<const std::byte*, tree_height_max> path;  ///< Branches from the root down.
    std::uint64_t went_right = 0;                        ///< Bit i: path[i] was left to the right.
    unsigned depth = 0;                                  ///< Number of branches in `path`.
    const std::byte* leaf = nullptr;
    unsigned index = 0;  ///< Of the entry in the leaf.
    unsigned count = 0;  ///< Entries in the leaf.

    CursorState() noexcept {}

    CursorState(const CursorState&) noexcept;
    CursorState& operator=(const CursorState&) noexcept;
};

}  // namespace detail

/// Entries of a snapshot between two places, forward or backward. A range holds its snapshot, so
/// views taken from it live as long as the range; only that of a value that is stored compressed is
/// gone when its iterator and the copies of it have gone on. It is a value: what is derived from it
/// (reverse, skip, limit) is a new range. Finding both ends costs O(log n), each step O(1) on
/// average; nothing is allocated.
///
/// Entries that have expired are left out when they are come to, by the time it is then. `skip`,
/// `limit`, `count` and `empty` go by what is stored, so they count those too that have expired and
/// have not been removed yet; see Database::sweep.
class DBDB_EXPORT Range {
public:
    class Iterator;

    Iterator begin() const;

    std::default_sentinel_t end() const noexcept { return {}; }

    /// The same entries, last first.
    Range reverse() const;

    /// Without the first `count` entries; O(log n) whatever `count` is.
    Range skip(std::uint64_t count) const;

    /// Only the first `count` entries.
    Range limit(std::uint64_t count) const;

    /// Number of entries; O(1).
    std::uint64_t count() const noexcept { return last_ - first_; }

    bool empty() const noexcept { return first_ == last_; }

    /// The snapshot that this range reads.
    const Snapshot& snapshot() const noexcept { return snapshot_; }

private:
    friend class Snapshot;

    Range(Snapshot snapshot, std::uint64_t first, std::uint64_t last);

    Snapshot snapshot_;
    std::uint64_t first_;  ///< Rank of the first entry, in the order of keys.
    std::uint64_t last_;   ///< Rank behind the last entry, in the order of keys.
    bool reversed_ = false;
    /// Where the entry of rank `first_` is, when the search for it has told.
    bool has_start_ = false;
    detail::CursorState start_;
};

/// Walks a range once. Valid as long as the range. Not to be shared between threads; several
/// iterators of one range may be used at once.
class Range::Iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;

    const Entry& operator*() const noexcept { return entry_; }

    const Entry* operator->() const noexcept { return &entry_; }

    /// What the entry has beside key and value.
    Metadata metadata() const;

    Iterator& operator++() {
        if (--run_ == 0) [[unlikely]] {
            advance();
            return *this;
        }
        entry_.key = {entry_.key.data() + key_stride_, entry_.key.size()};
        entry_.value = {entry_.value.data() + value_stride_, entry_.value.size()};
        return *this;
    }

    void operator++(int) { ++*this; }

    friend bool operator==(const Iterator& iterator, std::default_sentinel_t) noexcept {
        return iterator.run_ == 0;
    }

private:
    friend class Range;

    explicit Iterator(const Range& range);

    void advance();
    void step();
    bool skip_expired();
    void load();

    Entry entry_;
    std::uint64_t run_ = 0;            ///< Entries from this one on that lie one stride apart.
    std::ptrdiff_t key_stride_ = 0;    ///< To the next key of the run, in bytes.
    std::ptrdiff_t value_stride_ = 0;  ///< To its value.
    std::uint64_t remaining_;          ///< Entries behind the run.
    const tree::Source* source_;
    std::shared_ptr<const std::string> decoded_{};  ///< The value, when it had to be decompressed.
    bool reversed_;
    detail::CursorState cursor_;  ///< At the last entry of the run.
};

}  // namespace dbdb
