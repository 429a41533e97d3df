/// A state of the database that never changes.
#pragma once

#include <chrono>
#include <string>

#include "dbdb/options.hpp"
#include "dbdb/reader.hpp"

namespace dbdb {

class Range;

namespace transaction {
struct Version;
class Hold;
}  // namespace transaction

/// A reader's hold on one version: an immutable value, to be copied, kept as long as liked and used
/// from any thread. It blocks nobody, takes no lock and outlives the Database it came from.
/// Opening, copying and closing one cost a few nanoseconds.
class Snapshot : public Reader {
public:
    Snapshot(const Snapshot&) noexcept;
    Snapshot(Snapshot&&) noexcept;
    Snapshot& operator=(Snapshot) noexcept;
    ~Snapshot();

    /// The commit this snapshot shows. For a frozen transaction: the commit it was begun on.
    CommitId commit_id() const noexcept;

    /// Everything known of that commit.
    CommitInfo info() const;

    /// All entries, in the order of their keys.
    Range range() const;

    /// Entries with keys in [from, to).
    Range range(std::string_view from, std::string_view to) const;

    /// Entries with keys not less than `key`.
    Range range_from(std::string_view key) const;

    /// Entries with keys less than `key`.
    Range range_to(std::string_view key) const;

    /// Entries with keys that begin with `prefix`.
    Range prefix(std::string_view prefix) const;

    /// Whether both show the very same tree, and so the same content. Two trees that were built
    /// apart are different even when their entries are equal.
    friend bool operator==(const Snapshot& left, const Snapshot& right);

private:
    friend class transaction::Hold;
    friend class Range;

    Snapshot(const transaction::Version* version, const void* hold) noexcept;

    const transaction::Version* version_;
    const void* hold_;
};

}  // namespace dbdb
