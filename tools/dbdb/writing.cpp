#include "writing.hpp"

#include <utility>

#include "dbdb/error.hpp"

#include "failure.hpp"

namespace dbdb::tool {

Writing::Writing(Transaction&& own) : own_(std::move(own)) {}

Writing::Writing(Transaction& shared) : shared_(&shared), before_(shared.savepoint()) {}

Writing::Writing(Writing&& other) noexcept
    : own_(std::exchange(other.own_, std::nullopt)),
      shared_(other.shared_),
      before_(std::exchange(other.before_, std::nullopt)) {}

/// A transaction that has failed cannot even go back; then its own rollback is all that is left.
Writing::~Writing() {
    if (!before_) return;
    try {
        shared_->rollback_to(*before_);
    } catch (const Error&) {
    }
}

std::optional<CommitId> Writing::commit(const CommitOptions& options) {
    if (own_) return own_->commit(options);
    if (!options.message.empty())
        throw Failure(ExitCode::wrong_arguments, "the message goes with commit, not before it");
    before_.reset();
    return std::nullopt;
}

}  // namespace dbdb::tool
