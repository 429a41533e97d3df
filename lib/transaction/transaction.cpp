#include "dbdb/transaction.hpp"

#include "transaction/change.hpp"
#include "tree/search.hpp"

namespace dbdb {

using transaction::Change;

Transaction::Transaction(std::unique_ptr<Change> change)
    : Reader(change->source(), change->root()), change_(std::move(change)) {
    change_->follow(&source_);
}

Transaction::Transaction(Transaction&& other) noexcept
    : Reader(other), change_(std::move(other.change_)) {
    if (change_) change_->follow(&source_);
    other.source_ = nullptr;
    other.root_ = nullptr;
}

Transaction& Transaction::operator=(Transaction&& other) noexcept {
    if (this == &other) return *this;
    change_ = std::move(other.change_);
    Reader::operator=(other);
    if (change_) change_->follow(&source_);
    other.source_ = nullptr;
    other.root_ = nullptr;
    return *this;
}

Transaction::~Transaction() = default;

Change& Transaction::change() const {
    if (!change_) throw Error(Errc::closed, "the transaction was moved from");
    return *change_;
}

/// Reads go by what the change is after an operation, however that ended: not at all once it has
/// ended or failed.
class Transaction::Refresh {
public:
    explicit Refresh(Transaction& transaction) : transaction_(transaction) {}

    ~Refresh() {
        const Change& change = *transaction_.change_;
        transaction_.source_ = change.source();
        transaction_.root_ = change.is_readable() ? change.root() : nullptr;
    }

private:
    Transaction& transaction_;
};

void Transaction::set(std::string_view key, std::string_view value) {
    Change& change = this->change();
    const Refresh refresh(*this);
    change.set(key, value);
}

bool Transaction::erase(std::string_view key) {
    Change& change = this->change();
    const Refresh refresh(*this);
    return change.erase(key);
}

std::optional<std::string_view> Transaction::get(std::string_view key) const {
    change().settle_blobs();
    return Reader::get(key);
}

std::string_view Transaction::at(std::string_view key) const {
    change().settle_blobs();
    return Reader::at(key);
}

std::optional<Entry> Transaction::nth(std::uint64_t index) const {
    change().settle_blobs();
    return Reader::nth(index);
}

std::uint64_t Transaction::erase_range(std::string_view from, std::string_view to) {
    Change& change = this->change();
    const Refresh refresh(*this);
    return change.erase_range(from, to);
}

std::uint64_t Transaction::erase_prefix(std::string_view prefix) {
    Change& change = this->change();
    const Refresh refresh(*this);
    std::string buffer;
    const std::string_view end = tree::prefix_end(prefix, buffer);
    if (end.empty()) return change.erase_range(prefix, std::nullopt);
    return change.erase_range(prefix, end);
}

void Transaction::clear() { change().clear(); }

Transaction::SortedWriter Transaction::sorted_writer() { return SortedWriter(change()); }

Range Transaction::range() const { return freeze().range(); }

Range Transaction::range(std::string_view from, std::string_view to) const {
    return freeze().range(from, to);
}

Range Transaction::range_from(std::string_view key) const { return freeze().range_from(key); }

Range Transaction::range_to(std::string_view key) const { return freeze().range_to(key); }

Range Transaction::prefix(std::string_view prefix) const { return freeze().prefix(prefix); }

Snapshot Transaction::freeze() const { return change().freeze(); }

Savepoint Transaction::savepoint() { return Savepoint(change().savepoint()); }

void Transaction::rollback_to(const Savepoint& savepoint) {
    change().rollback_to(savepoint.index_);
}

CommitId Transaction::commit(const CommitOptions& options) {
    Change& change = this->change();
    const Refresh refresh(*this);
    return change.commit(options);
}

CommitId Transaction::commit(std::string_view message) {
    return commit({.message = std::string(message)});
}

void Transaction::rollback() noexcept {
    if (!change_) return;
    const Refresh refresh(*this);
    change_->rollback();
}

bool Transaction::active() const noexcept { return change_ && change_->is_active(); }

struct Transaction::SortedWriter::State {
    explicit State(Change& change) : run(change) {}

    Change::Run run;
};

Transaction::SortedWriter::SortedWriter(Change& change) : state_(std::make_unique<State>(change)) {}

Transaction::SortedWriter::SortedWriter(SortedWriter&&) noexcept = default;
Transaction::SortedWriter::~SortedWriter() = default;

void Transaction::SortedWriter::set(std::string_view key, std::string_view value) {
    state_->run.set(key, value);
}

std::uint64_t Transaction::SortedWriter::count() const noexcept { return state_->run.count(); }

void Transaction::SortedWriter::finish() { state_->run.finish(); }

}  // namespace dbdb
