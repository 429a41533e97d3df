/// What a verb writes in: a transaction of its own, or that of the shell in which it runs.
#pragma once

#include <optional>

#include "dbdb/transaction.hpp"

namespace dbdb::tool {

/// Destroyed without `commit` nothing of what the verb did is left.
class Writing {
public:
    explicit Writing(Transaction&& own);

    /// `shared` outlives this and is committed by somebody else.
    explicit Writing(Transaction& shared);

    Writing(Writing&& other) noexcept;
    Writing& operator=(Writing&&) = delete;
    ~Writing();

    Transaction& operator*() { return own_ ? *own_ : *shared_; }

    Transaction* operator->() { return &**this; }

    /// Commits; in a transaction that is shared, only keeps what was done, and gives nothing.
    /// Throws Failure for a message there, which belongs to the commit to come.
    std::optional<CommitId> commit(const CommitOptions& options);

private:
    std::optional<Transaction> own_{};
    Transaction* shared_ = nullptr;
    std::optional<Savepoint> before_{};
};

}  // namespace dbdb::tool
