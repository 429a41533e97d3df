#include "keyspace/index_check.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "format/payload.hpp"
#include "keyspace/index_key.hpp"
#include "tree/diff.hpp"

namespace dbdb::keyspace {

using format::EntryView;
using format::Root;
using tree::Source;

namespace {

/// An entry that an index gains or loses.
struct IndexChange {
    std::string key;
    bool is_gained = false;

    friend auto operator<=>(const IndexChange&, const IndexChange&) = default;
};

using IndexChanges = std::vector<IndexChange>;

struct Expected {
    IndexChanges deadlines;
    IndexChanges tags;

    void add(const EntryView& entry, bool is_gained) {
        const format::Attributes attributes = format::attributes_of(entry);
        if (attributes.deadline_ms)
            deadlines.push_back(
                {deadline_index_key(*attributes.deadline_ms, entry.key), is_gained});
        for (const std::string_view tag : attributes.tags)
            tags.push_back({tag_index_key(tag, entry.key), is_gained});
    }
};

/// Sorted, without what is both lost and gained.
void settle(IndexChanges& changes) {
    std::ranges::sort(changes);
    IndexChanges settled;
    for (IndexChange& change : changes) {
        if (!settled.empty() && settled.back().key == change.key) {
            settled.pop_back();
        } else {
            settled.push_back(std::move(change));
        }
    }
    changes = std::move(settled);
}

Expected expected_changes(const Source& source, const Root& before, const Root& after) {
    Expected expected;
    tree::Diff diff(source, before, source, after);
    while (const auto change = diff.next()) {
        if (change->before) expected.add(*change->before, false);
        if (change->after) expected.add(*change->after, true);
    }
    settle(expected.deadlines);
    settle(expected.tags);
    return expected;
}

bool is_changed_so(const Source& source,
                   const Root& before,
                   const Root& after,
                   const IndexChanges& expected) {
    auto next = expected.begin();
    tree::Diff diff(source, before, source, after);
    while (const auto change = diff.next()) {
        const bool is_plain =
            !change->after || (!change->after->is_extended && change->after->payload.empty());
        const bool is_one = change->before.has_value() != change->after.has_value();
        if (!is_plain || !is_one || next == expected.end()) return false;
        if (next->key != change->key || next->is_gained != change->after.has_value()) return false;
        ++next;
    }
    return next == expected.end();
}

}  // namespace

const char* fault_of_indexes(const Source& source,
                             const format::KeyspaceRecord& before,
                             const format::KeyspaceRecord& after) {
    const Expected expected = expected_changes(source, before.entries, after.entries);
    if (!is_changed_so(source, before.deadlines, after.deadlines, expected.deadlines))
        return "index of deadlines that does not name what its entries have";
    if (!is_changed_so(source, before.tags, after.tags, expected.tags))
        return "index of tags that does not name what its entries have";
    return nullptr;
}

}  // namespace dbdb::keyspace
