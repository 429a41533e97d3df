#include "keyspace_workload.hpp"

#include <algorithm>

#include "compare.hpp"
#include "io/memory_file.hpp"

namespace dbdb::test {
namespace {

constexpr std::size_t budgets[] = {4'096, 60'000, 256 << 20};

/// Few names and keys, so that they meet.
constexpr std::size_t name_count = 7;
constexpr std::size_t key_count = 400;
constexpr std::size_t history_max = 20;

}  // namespace

KeyspaceWorkload::KeyspaceWorkload(std::uint64_t seed)
    : random_(seed), file_(io::make_memory_file("model.db")), db_(Database::open(file_)) {}

/// The empty name is that of the default keyspace.
std::string KeyspaceWorkload::name() {
    const std::size_t number = random_.below(name_count);
    return number == 0 ? "" : "keyspace " + std::to_string(number);
}

/// Of every third entry. Nothing expires meanwhile; that the indexes follow is checked at the end.
EntryOptions KeyspaceWorkload::options() {
    EntryOptions options;
    if (random_.below(3) > 0) return options;
    if (random_.below(2) == 0) options.ttl = std::chrono::hours(24 + random_.below(1'000));
    for (const char* tag : {"a", "b", "c"})
        if (random_.below(2) == 0) options.tags.emplace_back(tag);
    return options;
}

std::string KeyspaceWorkload::key() { return numbered_key(random_.below(key_count)); }

void KeyspaceWorkload::run(std::uint64_t transactions) {
    for (std::uint64_t transaction = 0; transaction < transactions; ++transaction) {
        run_transaction();
        if (random_.below(30) == 0) reopen();
        if (random_.below(10) == 0) require_same(db_.snapshot(), committed_);
        if (random_.below(20) == 0) kept_.emplace_back(db_.snapshot(), committed_);
    }
    for (const auto& [snapshot, worlds] : kept_)
        require_same(snapshot, worlds);
    reopen();
    require(db_.verify().ok(), "the check of the file");
}

void KeyspaceWorkload::reopen() {
    for (const auto& [snapshot, worlds] : frozen_)
        require_same(snapshot, worlds);
    frozen_.clear();  // What was rolled back is readable as long as the database is open.
    db_.close();
    db_ = Database::open(file_, {.transaction_memory_bytes = budgets[random_.below(3)]});
    require_same(db_.snapshot(), committed_);
}

void KeyspaceWorkload::run_transaction() {
    Transaction change = db_.begin();
    worlds_ = committed_;
    marks_.clear();
    const std::size_t operations = 1 + random_.below(60);
    for (std::size_t operation = 0; operation < operations; ++operation)
        operate(change);
    if (random_.below(8) == 0) return;
    const CommitId id = change.commit({.durability = Durability::none});
    committed_ = std::move(worlds_);
    if (history_.empty() || history_.back().first != id) history_.emplace_back(id, committed_);
    if (history_.size() > history_max) history_.erase(history_.begin());
}

void KeyspaceWorkload::operate(Transaction& change) {
    const std::size_t dice = random_.below(100);
    if (dice < 60) return edit(change);
    if (dice < 66) return edit_range(change);
    if (dice < 72) return move(change, dice < 69);
    if (dice < 78) return make_or_drop(change);
    if (dice < 85) return rename_or_clone(change);
    if (dice < 91) return mark_or_go_back(change);
    if (dice < 94) return write_sorted(change);
    if (dice < 95) return revert(change);
    if (dice < 97) return require_same(change.freeze(), worlds_);
    if (dice < 98) frozen_.emplace_back(change.freeze(), worlds_);
    if (random_.below(10) != 0) return;
    change.clear_all();
    worlds_ = {{"", {}}};
}

void KeyspaceWorkload::edit(Transaction& change) {
    const std::string name = this->name();
    const std::string key = this->key();
    Keyspace keyspace = change.keyspace(name);
    const auto world = worlds_.find(name);
    if (random_.below(3) > 0) {
        const std::string value(random_.below(random_.below(50) == 0 ? 3'000 : 100), 'v');
        keyspace.set(key, value, options());
        worlds_[name].insert_or_assign(key, value);
    } else if (world == worlds_.end()) {
        require(!keyspace.erase(key) && keyspace.empty(), "a keyspace that is not there");
    } else {
        require(keyspace.erase(key) == (world->second.erase(key) == 1), "what was erased");
        require_same_at(change.freeze().keyspace(name), world->second, this->key(), random_);
    }
}

void KeyspaceWorkload::edit_range(Transaction& change) {
    const auto world = worlds_.find(name());
    if (world == worlds_.end()) return;
    Model& model = world->second;
    if (random_.below(4) == 0) {
        change.keyspace(world->first).clear();
        model.clear();
        return;
    }
    const auto [from, to] = std::minmax({key(), key()});
    const std::size_t before = model.size();
    model.erase(model.lower_bound(from), model.lower_bound(to));
    require(change.keyspace(world->first).erase_range(from, to) == before - model.size(),
            "how many were erased");
}

void KeyspaceWorkload::move(Transaction& change, bool keeps_source) {
    const std::string source = name();
    const std::string target = name();
    if (!worlds_.contains(source)) return;
    const auto [from, to] = std::minmax({key(), key()});
    const Model& entries = worlds_[source];
    const Model range(entries.lower_bound(from), entries.lower_bound(to));
    const std::uint64_t count = keeps_source ? change.copy_range(source, target, from, to)
                                             : change.move_range(source, target, from, to);
    require(count == range.size(), "the size of a range");
    if (source == target || from == to) return;
    for (const auto& [key, value] : range) {
        worlds_[target].insert_or_assign(key, value);
        if (!keeps_source) worlds_[source].erase(key);
    }
    worlds_[target];
}

void KeyspaceWorkload::make_or_drop(Transaction& change) {
    const std::string name = this->name();
    if (name.empty()) return;
    if (random_.below(2) == 0) {
        require(change.create_keyspace(name) == worlds_.emplace(name, Model{}).second,
                "what was made");
    } else {
        require(change.drop_keyspace(name) == (worlds_.erase(name) == 1), "what was dropped");
    }
}

void KeyspaceWorkload::rename_or_clone(Transaction& change) {
    const std::string source = name();
    const std::string target = name();
    if (!worlds_.contains(source) || worlds_.contains(target)) return;
    if (source.empty() || random_.below(2) == 0) {
        change.clone_keyspace(source, target);
        worlds_[target] = worlds_[source];
    } else {
        change.rename_keyspace(source, target);
        worlds_[target] = worlds_[source];
        worlds_.erase(source);
    }
}

void KeyspaceWorkload::mark_or_go_back(Transaction& change) {
    if (marks_.empty() || random_.below(2) == 0) {
        marks_.push_back({change.savepoint(), worlds_});
        return;
    }
    const std::size_t index = random_.below(marks_.size());
    change.rollback_to(marks_[index].savepoint);
    worlds_ = marks_[index].worlds;
    marks_.erase(marks_.begin() + static_cast<long>(index) + 1, marks_.end());
    require_same(change.freeze(), worlds_);
}

void KeyspaceWorkload::write_sorted(Transaction& change) {
    const std::string name = this->name();
    Model run;
    for (std::size_t count = 1 + random_.below(50); count > 0; --count)
        run.insert_or_assign(key(), "sorted");
    Keyspace::SortedWriter writer = change.keyspace(name).sorted_writer();
    for (const auto& [key, value] : run)
        writer.set(key, value, options());
    if (random_.below(5) == 0) return;  // Abandoned.
    writer.finish();
    run.merge(worlds_[name]);
    worlds_[name] = std::move(run);
}

void KeyspaceWorkload::revert(Transaction& change) {
    if (history_.empty()) return;
    const auto& [commit, worlds] = history_[random_.below(history_.size())];
    change.revert(commit);
    worlds_ = worlds;
}

void KeyspaceWorkload::require_same(const Snapshot& snapshot, const Worlds& worlds) const {
    for (const KeyspaceInfo& info : snapshot.keyspaces()) {
        require(worlds.contains(info.name), "a keyspace's name");
        require(info.entries == worlds.find(info.name)->second.size(), "a keyspace's size");
    }
    require(snapshot.keyspaces().size() + 1 == worlds.size(), "the number of keyspaces");
    for (const auto& [name, model] : worlds)
        test::require_same(snapshot.keyspace(name), model);
}

}  // namespace dbdb::test
