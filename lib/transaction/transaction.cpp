#include "dbdb/transaction.hpp"

#include "transaction/change.hpp"

namespace dbdb {

using transaction::Change;

Transaction::Transaction(std::shared_ptr<Change> change) : Keyspace(std::move(change), "") {}

Transaction& Transaction::operator=(Transaction&& other) noexcept {
    if (this == &other) return *this;
    rollback();
    Keyspace::operator=(std::move(other));
    return *this;
}

/// Keyspaces and sorted writers of it may still hold the change.
Transaction::~Transaction() { rollback(); }

Keyspace Transaction::keyspace(std::string_view name) {
    change();
    return {change_, name};
}

bool Transaction::create_keyspace(std::string_view name) { return change().create_keyspace(name); }

bool Transaction::drop_keyspace(std::string_view name) { return change().drop_keyspace(name); }

void Transaction::rename_keyspace(std::string_view name, std::string_view new_name) {
    change().rename_keyspace(name, new_name);
}

void Transaction::clone_keyspace(std::string_view name, std::string_view new_name) {
    change().clone_keyspace(name, new_name);
}

std::uint64_t Transaction::repair_indexes() { return change().repair_indexes(); }

void Transaction::clear_all() { change().clear_all(); }

std::uint64_t Transaction::copy_range(std::string_view source,
                                      std::string_view target,
                                      std::string_view from,
                                      std::string_view to) {
    return change().copy_range(source, target, from, to);
}

std::uint64_t Transaction::move_range(std::string_view source,
                                      std::string_view target,
                                      std::string_view from,
                                      std::string_view to) {
    return change().move_range(source, target, from, to);
}

void Transaction::set_bookmark(std::string_view name, CommitId commit) {
    change().set_bookmark(name, commit);
}

bool Transaction::erase_bookmark(std::string_view name) { return change().erase_bookmark(name); }

void Transaction::revert(CommitId commit) { change().revert(commit); }

void Transaction::revert(const Snapshot& snapshot) { change().revert(snapshot); }

Savepoint Transaction::savepoint() { return Savepoint(change().savepoint()); }

void Transaction::rollback_to(const Savepoint& savepoint) {
    change().rollback_to(savepoint.index_);
}

CommitId Transaction::commit(const CommitOptions& options) { return change().commit(options); }

CommitId Transaction::commit(std::string_view message) {
    return commit({.message = std::string(message)});
}

void Transaction::rollback() noexcept {
    if (change_) change_->rollback();
}

bool Transaction::active() const noexcept { return change_ && change_->is_active(); }

}  // namespace dbdb
