#include "dbdb/diff.hpp"

#include <algorithm>

#include "format/payload.hpp"
#include "transaction/hold.hpp"
#include "tree/diff.hpp"
#include "tree/search.hpp"

namespace dbdb {

using transaction::Hold;
using transaction::Version;

namespace {

/// Whether the payload names a blob and says nothing else.
bool is_just_blob(const format::EntryView& entry) {
    return entry.is_extended && entry.payload.size() == format::blob_payload_bytes;
}

}  // namespace

/// The walk over one pair of trees.
struct Diff::Iterator::State {
    State(const Version& before, const Version& after, tree::KeyBounds bounds, tree::Order order)
        : source_before(*before.source),
          source_after(*after.source),
          diff(source_before, before.main, source_after, after.main, std::move(bounds), order) {}

    std::optional<Change> next() {
        while (const auto entries = diff.next()) {
            if (const auto change = change_of(*entries)) return change;
        }
        return std::nullopt;
    }

    /// Empty when a blob has been written anew with the value it had.
    std::optional<Change> change_of(const tree::EntryChange& entries) const {
        Change change;
        change.key = entries.key;
        if (entries.before) change.before = source_before.value(*entries.before);
        if (entries.after) change.after = source_after.value(*entries.after);
        const bool are_blobs = entries.before && entries.after && is_just_blob(*entries.before) &&
                               is_just_blob(*entries.after);
        if (are_blobs && change.before == change.after) return std::nullopt;
        return change;
    }

    const tree::Source& source_before;
    const tree::Source& source_after;
    tree::Diff diff;
};

Diff::Diff(Snapshot before, Snapshot after)
    : before_(std::move(before)), after_(std::move(after)) {}

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
    const tree::Order order = is_reversed_ ? tree::Order::descending : tree::Order::ascending;
    return Iterator(std::make_unique<Iterator::State>(
        Hold::version_of(before_), Hold::version_of(after_), tree::KeyBounds{from_, to_}, order));
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
