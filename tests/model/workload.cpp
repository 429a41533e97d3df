#include "workload.hpp"

#include "compare.hpp"
#include "io/memory_file.hpp"

namespace dbdb::test {
namespace {

constexpr std::size_t entries_max = 3'000;
constexpr std::size_t snapshots_max = 6;

/// From spilling with every operation to never.
constexpr std::size_t budgets[] = {4'096, 60'000, 1 << 20, 256 << 20};

constexpr Durability durabilities[] = {Durability::sync, Durability::sync_twice, Durability::none};

}  // namespace

Workload::Workload(std::uint64_t seed, KeyStyle style)
    : random_(seed),
      keys_(style, random_),
      file_(io::make_memory_file("model.db")),
      db_(Database::open(file_)) {}

void Workload::run(std::uint64_t operations) {
    while (operations_ < operations) {
        run_transaction();
        if (random_.below(100) == 0) reopen();
        if (random_.below(40) == 0) require_same(db_.snapshot(), committed_);
        if (random_.below(30) == 0) check_kept();
    }
    while (!kept_.empty())
        check_kept();
    require_same(db_.snapshot(), committed_);
    require(db_.verify().ok(), "the check of the file");
}

void Workload::reopen() {
    db_.close();
    db_ = Database::open(file_, {.transaction_memory_bytes = budgets[random_.below(4)]});
    require(!db_.recovery().fell_back, "recovery");
    require_same(db_.snapshot(), committed_);
}

void Workload::run_transaction() {
    Transaction change = db_.begin();
    model_ = committed_;
    marks_.clear();
    const std::size_t operations = 1 + random_.below(random_.below(10) == 0 ? 1'000 : 100);
    for (std::size_t operation = 0; operation < operations; ++operation)
        operate(change);
    operations_ += operations;
    end_transaction(change);
    if (random_.below(20) == 0) keep_snapshot();
}

void Workload::end_transaction(Transaction& change) {
    const CommitId before = db_.snapshot().commit_id();
    if (random_.below(8) == 0) {
        if (random_.below(2) == 0) change.rollback();
        return;
    }
    const CommitId id = change.commit(commit_options());
    require(id == before || id == before + 1, "a commit's id");
    require(db_.snapshot().commit_id() == id, "the newest commit");
    require(!change.active(), "the end of a transaction");
    committed_ = std::move(model_);
}

CommitOptions Workload::commit_options() {
    CommitOptions options;
    options.durability = durabilities[random_.below(3)];
    if (random_.below(10) == 0) options.message = std::string(random_.below(300), 'm');
    return options;
}

void Workload::operate(Transaction& change) {
    const std::size_t dice = random_.below(1'000);
    if (dice < 600) return set(change);
    if (dice < 850) return erase(change);
    if (dice < 960) return require_same_at(change, model_, keys_.next(), random_);
    if (dice < 975 || model_.size() > entries_max) return erase_many(change);
    if (dice < 985) return mark(change);
    if (dice < 990) return go_back(change);
    if (dice < 993) return freeze(change);
    if (dice < 997) return write_sorted(change);
    read(change);
}

void Workload::set(Transaction& change) {
    const std::string key = keys_.next();
    const std::string value = random_value(random_);
    change.set(key, value);
    model_.insert_or_assign(key, value);
}

void Workload::erase(Transaction& change) {
    const std::string key = keys_.next();
    require(change.erase(key) == (model_.erase(key) == 1), "what was erased");
}

void Workload::erase_many(Transaction& change) {
    const std::string from = keys_.next();
    const std::string to = keys_.next();
    const std::size_t before = model_.size();
    std::uint64_t erased = 0;
    if (random_.below(50) == 0) {
        change.clear();
        model_.clear();
        return;
    }
    if (random_.below(3) == 0) {
        erased = change.erase_prefix(from);
        std::erase_if(model_, [&](const auto& entry) { return entry.first.starts_with(from); });
    } else {
        erased = change.erase_range(from, to);
        if (from < to) model_.erase(model_.lower_bound(from), model_.lower_bound(to));
    }
    require(before - model_.size() == erased, "how many were erased");
}

void Workload::mark(Transaction& change) { marks_.push_back({change.savepoint(), model_}); }

void Workload::go_back(Transaction& change) {
    if (marks_.empty()) return;
    const std::size_t index = random_.below(marks_.size());
    change.rollback_to(marks_[index].savepoint);
    model_ = marks_[index].model;
    marks_.erase(marks_.begin() + static_cast<long>(index) + 1, marks_.end());
    require_same(change.freeze(), model_);
}

void Workload::freeze(Transaction& change) {
    const Snapshot frozen = change.freeze();
    require_same_ranges(frozen, model_, keys_.next(), keys_.next(), random_);
    if (kept_.size() < snapshots_max) kept_.push_back({frozen, model_});
}

void Workload::write_sorted(Transaction& change) {
    Model run;
    const std::size_t count = random_.below(random_.below(10) == 0 ? 1'000 : 50);
    for (std::size_t index = 0; index < count; ++index)
        run.insert_or_assign(keys_.next(), random_value(random_));
    Transaction::SortedWriter writer = change.sorted_writer();
    for (const auto& [key, value] : run)
        writer.set(key, value);
    require(writer.count() == run.size(), "the count of a sorted writer");
    if (random_.below(5) == 0) return;  // Abandoned.
    writer.finish();
    run.merge(model_);
    model_ = std::move(run);
}

void Workload::read(const Transaction& change) {
    require_same_ranges(change, model_, keys_.next(), keys_.next(), random_);
}

void Workload::keep_snapshot() {
    if (kept_.size() < snapshots_max) kept_.push_back({db_.snapshot(), committed_});
}

void Workload::check_kept() {
    if (kept_.empty()) return;
    const Kept kept = std::move(kept_.front());
    kept_.pop_front();
    require_same(kept.snapshot, kept.model);
    require_same_at(kept.snapshot, kept.model, keys_.next(), random_);
    require_same_ranges(kept.snapshot, kept.model, keys_.next(), keys_.next(), random_);
}

}  // namespace dbdb::test
