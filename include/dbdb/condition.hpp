/// What must be so of an entry for it to be changed: compare-and-set.
///
///     db.set_if("leader", Condition::absent(), "ann");
///     db.set_if("stock", Condition::value("7"), "6");
///     db.erase_if("draft", Condition::unchanged_since(commit_that_was_read));
#pragma once

#include <string>
#include <utility>

#include "dbdb/export.hpp"
#include "dbdb/options.hpp"

namespace dbdb {

/// A condition on the entry of one key. It is looked at in the transaction that makes the change,
/// so no other writer comes between.
class DBDB_EXPORT Condition {
public:
    enum class Kind { absent, present, value, unchanged_since };

    /// There is no such key.
    static Condition absent() { return Condition(Kind::absent); }

    /// There is such a key, whatever its value, the empty one too.
    static Condition present() { return Condition(Kind::present); }

    /// There is such a key, and its value is `expected`.
    static Condition value(std::string expected) {
        Condition condition(Kind::value);
        condition.expected_ = std::move(expected);
        return condition;
    }

    /// The key has the value that it had in `commit`, or is absent as it was then. Values are
    /// compared, so one that was changed and changed back counts as unchanged. That commit must
    /// still be kept: else what asks throws Error{Errc::not_found}. 0 is the empty state.
    static Condition unchanged_since(CommitId commit) {
        Condition condition(Kind::unchanged_since);
        condition.commit_ = commit;
        return condition;
    }

    Kind kind() const noexcept { return kind_; }

    const std::string& expected() const noexcept { return expected_; }

    CommitId commit() const noexcept { return commit_; }

private:
    explicit Condition(Kind kind) : kind_(kind) {}

    Kind kind_;
    std::string expected_{};
    CommitId commit_ = 0;
};

}  // namespace dbdb
