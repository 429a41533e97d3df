#include "dbdb/diff.hpp"

#include <iterator>
#include <set>

#include "format/payload.hpp"
#include "keyspace/catalog.hpp"
#include "transaction/hold.hpp"
#include "tree/diff.hpp"
#include "tree/search.hpp"

namespace dbdb {

using transaction::Hold;
using transaction::Version;

namespace {

/// Whether both have the same value and attributes: a blob may have been written anew.
bool are_same(const tree::EntryChange& entries, const Change& change) {
    return entries.before && entries.after && change.before == change.after &&
           format::attributes_of(*entries.before) == format::attributes_of(*entries.after);
}

/// The walk over one pair of trees.
class TreeWalk {
public:
    TreeWalk(Snapshot before, Snapshot after, const tree::KeyBounds& bounds, tree::Order order)
        : before_(std::move(before)),
          after_(std::move(after)),
          diff_(source_of(before_),
                main_of(before_),
                source_of(after_),
                main_of(after_),
                bounds,
                order) {}

    std::optional<Change> next() {
        while (const auto entries = diff_.next()) {
            if (const auto change = change_of(*entries)) return change;
        }
        return std::nullopt;
    }

private:
    static const tree::Source& source_of(const Snapshot& snapshot) {
        return *Hold::version_of(snapshot).source;
    }

    static const format::Root& main_of(const Snapshot& snapshot) {
        return Hold::version_of(snapshot).main;
    }

    /// Empty when a blob has been written anew with the value it had.
    std::optional<Change> change_of(const tree::EntryChange& entries) {
        Change change;
        change.key = entries.key;
        if (entries.before)
            change.before = source_of(before_).value(*entries.before, decoded_before_);
        if (entries.after) change.after = source_of(after_).value(*entries.after, decoded_after_);
        return are_same(entries, change) ? std::nullopt : std::optional(change);
    }

    Snapshot before_;
    Snapshot after_;
    tree::Diff diff_;
    std::string decoded_before_;
    std::string decoded_after_;
};

bool is_whole(const Snapshot& snapshot) { return &Hold::whole_of(snapshot) == &snapshot; }

using Names = std::set<std::string_view>;

void add_changed(const Version& version, Names& names) {
    if (version.changed == nullptr) return;
    for (const auto& [name, record] : *version.changed)
        names.insert(name);
}

/// Of the keyspaces that may differ; the one without a name always may. The names live as long as
/// the snapshots.
Names names_in(const Snapshot& before, const Snapshot& after) {
    Names names{""};
    if (!is_whole(before) || !is_whole(after)) return names;
    const Version& first = Hold::version_of(before);
    const Version& second = Hold::version_of(after);
    add_changed(first, names);
    add_changed(second, names);
    const std::string mark(1, keyspace::keyspace_mark);
    tree::Diff diff(*first.source, first.catalog, *second.source, second.catalog, {mark, {}});
    while (const auto change = diff.next())
        names.insert(change->key.substr(1));
    return names;
}

}  // namespace

/// The walk over one keyspace after the other.
struct Diff::Iterator::State {
    State(const Diff& diff_given, Names names_given)
        : diff(diff_given), names(std::move(names_given)) {}

    std::optional<Change> next() {
        for (;;) {
            if (walk) {
                if (auto change = walk->next()) {
                    change->keyspace = name;
                    return change;
                }
            }
            if (names.empty()) return std::nullopt;
            open_next();
        }
    }

    void open_next() {
        const auto next = diff.is_reversed_ ? std::prev(names.end()) : names.begin();
        name = *next;
        names.erase(next);
        const auto order = diff.is_reversed_ ? tree::Order::descending : tree::Order::ascending;
        const tree::KeyBounds bounds{diff.from_, diff.to_};
        walk.emplace(of(diff.before_), of(diff.after_), bounds, order);
    }

    /// The keyspace of a snapshot that is at hand; where none is named it is the snapshot itself.
    Snapshot of(const Snapshot& snapshot) const {
        return name.empty() ? snapshot : snapshot.keyspace(name);
    }

    const Diff& diff;
    Names names;
    std::string_view name{};
    std::optional<TreeWalk> walk{};
};

Diff::Diff(Snapshot before, Snapshot after)
    : before_(std::move(before)), after_(std::move(after)) {}

Diff Diff::keyspace(std::string_view name) const {
    Diff one = *this;
    if (!name.empty()) static_cast<void>(before_.has_keyspace(name));  // Refuses what is no name.
    one.keyspace_ = name;
    return one;
}

Diff Diff::from(std::string_view key) const {
    Diff rest = *this;
    if (rest.from_ < key) rest.from_ = key;
    return rest;
}

Diff Diff::to(std::string_view key) const {
    Diff first = *this;
    if (!first.to_ || key < *first.to_) first.to_ = key;
    return first;
}

Diff Diff::prefix(std::string_view prefix) const {
    std::string buffer;
    const std::string_view end = tree::prefix_end(prefix, buffer);
    return end.empty() ? from(prefix) : from(prefix).to(end);
}

Diff Diff::reverse() const {
    Diff reversed = *this;
    reversed.is_reversed_ = !is_reversed_;
    return reversed;
}

Diff::Iterator Diff::begin() const {
    Names names = keyspace_ ? Names{*keyspace_} : names_in(before_, after_);
    return Iterator(std::make_unique<Iterator::State>(*this, std::move(names)));
}

Diff::Iterator::Iterator(std::unique_ptr<State> state) : state_(std::move(state)) { ++*this; }

Diff::Iterator::Iterator(Iterator&&) noexcept = default;
Diff::Iterator& Diff::Iterator::operator=(Iterator&&) noexcept = default;
Diff::Iterator::~Iterator() = default;

Diff::Iterator& Diff::Iterator::operator++() {
    if (const auto change = state_->next()) {
        change_ = *change;
    } else {
        state_.reset();
    }
    return *this;
}

}  // namespace dbdb
