/// The commits of a file, to be walked by a range-based for.
///
///     for (const CommitInfo& commit : db.history().since(yesterday).limit(20)) ...
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "dbdb/export.hpp"
#include "dbdb/options.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

/// Commits, newest first, as they were when the history was asked for. It is a value, and what is
/// derived from it (from, since, skip, limit) is a new one. It holds the file as a snapshot does.
/// Finding an end costs O(log n) for n commits, each step reads one record. Each function throws
/// Error{Errc::corrupt} when a commit record on its way is damaged.
class DBDB_EXPORT History {
public:
    class Iterator;

    Iterator begin() const;

    std::default_sentinel_t end() const noexcept { return {}; }

    /// Only the commit `id` and older ones. Throws Error{Errc::not_found} when it is not kept.
    History from(CommitId id) const;

    /// Only commits younger than the commit `id`, whether that one is kept or not.
    History since(CommitId id) const;

    /// Only commits made after `time`.
    History since(std::chrono::system_clock::time_point time) const;

    /// Without the first `count` commits.
    History skip(std::uint64_t count) const;

    /// Only the first `count` commits.
    History limit(std::uint64_t count) const;

    /// Number of commits; O(1).
    std::uint64_t count() const noexcept { return first_ - last_; }

    bool empty() const noexcept { return first_ == last_; }

private:
    friend class Database;

    /// All commits up to that of `newest`; commit 0, the empty state, is none.
    explicit History(Snapshot newest);

    Snapshot newest_;
    std::uint64_t first_;     ///< Position in the file of the first commit; they fall.
    std::uint64_t last_ = 0;  ///< Position behind that of the last one.
};

/// Walks a history once.
class History::Iterator {
public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = CommitInfo;
    using difference_type = std::ptrdiff_t;
    using pointer = const CommitInfo*;
    using reference = const CommitInfo&;

    const CommitInfo& operator*() const noexcept { return info_; }

    const CommitInfo* operator->() const noexcept { return &info_; }

    Iterator& operator++();

    void operator++(int) { ++*this; }

    /// The state that the commit left.
    const Snapshot& snapshot() const noexcept { return commit_; }

    friend bool operator==(const Iterator& iterator, std::default_sentinel_t) noexcept {
        return iterator.remaining_ == 0;
    }

private:
    friend class History;

    Iterator(Snapshot commit, std::uint64_t remaining);

    Snapshot commit_;
    std::uint64_t remaining_;
    CommitInfo info_;
};

}  // namespace dbdb
