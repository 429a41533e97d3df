#include "keyspace/entries.hpp"

#include <algorithm>

#include "dbdb/options.hpp"

#include "keyspace/index_key.hpp"
#include "keyspace/walk.hpp"
#include "tree/algebra.hpp"
#include "tree/edit.hpp"
#include "tree/search.hpp"

namespace dbdb::keyspace {

using format::Attributes;
using format::TagList;
using tree::Source;
using tree::Space;

namespace {

/// Entries that were set have keys that fit; those of a hostile file may not.
void add(Space& space, Root& index, const std::string& index_key) {
    if (index_key.size() > key_bytes_max)
        space.source().throw_corrupt("entry with a key too long for its index", 0);
    index = tree::insert(space, index, {index_key, {}, false});
}

void remove(Space& space, Root& index, const std::string& index_key) {
    if (const auto changed = tree::erase(space, index, index_key)) index = *changed;
}

bool has_tag(const TagList& tags, std::string_view tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

/// Makes the indexes say of `key` what `after` does, where they say what `before` does.
void change_indexes(Space& space,
                    KeyspaceRecord& record,
                    std::string_view key,
                    const Attributes& before,
                    const Attributes& after) {
    if (before.deadline_ms != after.deadline_ms) {
        if (before.deadline_ms)
            remove(space, record.deadlines, deadline_index_key(*before.deadline_ms, key));
        if (after.deadline_ms)
            add(space, record.deadlines, deadline_index_key(*after.deadline_ms, key));
    }
    for (const std::string_view tag : before.tags)
        if (!has_tag(after.tags, tag)) remove(space, record.tags, tag_index_key(tag, key));
    for (const std::string_view tag : after.tags)
        if (!has_tag(before.tags, tag)) add(space, record.tags, tag_index_key(tag, key));
}

/// The key of the entry that an index's entry names.
std::string_view entry_key_of(const Source& source, bool is_deadline, std::string_view index_key) {
    const auto deadline = parse_deadline_index_key(index_key);
    const auto tag = parse_tag_index_key(index_key);
    if (is_deadline ? !deadline : !tag) source.throw_corrupt("index with a wrong key", 0);
    return is_deadline ? deadline->key : tag->key;
}

/// The entries of `index` that name a key which `is_wanted`.
template <typename Predicate>
std::vector<std::string> index_keys_of(const Source& source,
                                       const KeyspaceRecord& record,
                                       const Root& index,
                                       const Predicate& is_wanted) {
    const bool is_deadline = &index == &record.deadlines;
    std::vector<std::string> wanted;
    walk(source, index, "", std::nullopt, [&](const EntryView& entry) {
        if (is_wanted(entry_key_of(source, is_deadline, entry.key))) wanted.emplace_back(entry.key);
        return true;
    });
    return wanted;
}

/// Calls `visit` with each entry of `record` in the range that has an expiry or tags.
template <typename Visit>
void each_indexed(const Source& source,
                  const KeyspaceRecord& record,
                  std::string_view from,
                  std::optional<std::string_view> to,
                  const Visit& visit) {
    walk(source, record.entries, from, to, [&](const EntryView& entry) {
        if (entry.is_extended) visit(entry);
        return true;
    });
}

std::uint64_t count_in(const Source& source,
                       const Root& root,
                       std::string_view from,
                       std::optional<std::string_view> to) {
    const std::uint64_t first = tree::rank(source, root, from);
    const std::uint64_t last = to ? tree::rank(source, root, *to) : root.count;
    return last - std::min(first, last);
}

/// Removes the keys in the range from the indexes; the entries are still there.
void drop_range_from_indexes(Space& space,
                             KeyspaceRecord& record,
                             std::string_view from,
                             std::optional<std::string_view> to) {
    const Source& source = space.source();
    const std::uint64_t count = count_in(source, record.entries, from, to);
    if (count == record.entries.count) {
        record.deadlines = {};
        record.tags = {};
    } else if (count <= record.deadlines.count + record.tags.count) {
        each_indexed(source, record, from, to, [&](const EntryView& entry) {
            change_indexes(space, record, entry.key, format::attributes_of(entry), {});
        });
    } else {
        for (Root* index : {&record.deadlines, &record.tags}) {
            const auto dropped = index_keys_of(source, record, *index, [&](std::string_view key) {
                return key >= from && (!to || key < *to);
            });
            for (const std::string& index_key : dropped)
                remove(space, *index, index_key);
        }
    }
}

/// Removes the keys of `added` from the indexes of `record`, whose entries it is about to replace.
void drop_replaced_from_indexes(Space& space, KeyspaceRecord& record, const Root& added) {
    const Source& source = space.source();
    for (Root* index : {&record.deadlines, &record.tags}) {
        const auto replaced = index_keys_of(source, record, *index, [&](std::string_view key) {
            return tree::find(source, added, key).has_value();
        });
        for (const std::string& index_key : replaced)
            remove(space, *index, index_key);
    }
}

}  // namespace

void add_to_indexes(Space& space, KeyspaceRecord& record, const EntryView& entry) {
    change_indexes(space, record, entry.key, {}, format::attributes_of(entry));
}

void insert(Space& space, KeyspaceRecord& record, const EntryView& entry) {
    const auto before =
        has_indexes(record) ? tree::find(space.source(), record.entries, entry.key) : std::nullopt;
    const Attributes attributes = before ? format::attributes_of(*before) : Attributes{};
    change_indexes(space, record, entry.key, attributes, format::attributes_of(entry));
    record.entries = tree::insert(space, record.entries, entry);
}

bool erase(Space& space, KeyspaceRecord& record, std::string_view key) {
    if (has_indexes(record)) {
        const auto before = tree::find(space.source(), record.entries, key);
        if (!before) return false;
        change_indexes(space, record, key, format::attributes_of(*before), {});
    }
    const auto changed = tree::erase(space, record.entries, key);
    if (changed) record.entries = *changed;
    return changed.has_value();
}

void erase_range(Space& space,
                 KeyspaceRecord& record,
                 std::string_view from,
                 std::optional<std::string_view> to) {
    if (to && *to <= from) return;
    if (has_indexes(record)) drop_range_from_indexes(space, record, from, to);
    record.entries = tree::erase_range(space, record.entries, from, to);
}

void unite(Space& space, KeyspaceRecord& record, const KeyspaceRecord& added) {
    if (has_indexes(record)) drop_replaced_from_indexes(space, record, added.entries);
    for (std::size_t index = 0; index < record.trees().size(); ++index)
        *record.trees()[index] = tree::unite(space, *record.trees()[index], *added.trees()[index]);
}

KeyspaceRecord range_of(Space& space,
                        const KeyspaceRecord& record,
                        std::string_view from,
                        std::string_view to) {
    KeyspaceRecord range;
    const Root behind = tree::split(space, record.entries, from).right;
    range.entries = tree::split(space, behind, to).left;
    if (has_indexes(record)) {
        each_indexed(space.source(), record, from, to, [&](const EntryView& entry) {
            add_to_indexes(space, range, entry);
        });
    }
    return range;
}

std::vector<std::string> expired_keys(const Source& source,
                                      const KeyspaceRecord& record,
                                      std::int64_t now_ms,
                                      std::uint64_t limit) {
    std::vector<std::string> keys;
    walk(source, record.deadlines, "", std::nullopt, [&](const EntryView& entry) {
        const auto deadline = parse_deadline_index_key(entry.key);
        if (!deadline) source.throw_corrupt("index with a wrong key", 0);
        if (deadline->deadline_ms > now_ms || keys.size() >= limit) return false;
        keys.emplace_back(entry.key);
        return true;
    });
    return keys;
}

/// An entry that does not expire when the index says so stays: the index is wrong.
std::uint64_t sweep(Space& space,
                    KeyspaceRecord& record,
                    std::int64_t now_ms,
                    std::uint64_t limit,
                    const std::function<void(std::string_view key)>& removed) {
    const Source& source = space.source();
    std::uint64_t swept = 0;
    for (const std::string& index_key : expired_keys(source, record, now_ms, limit)) {
        const auto named = parse_deadline_index_key(index_key);
        const auto found = tree::find(source, record.entries, named->key);
        const bool has_deadline =
            found && format::attributes_of(*found).deadline_ms == named->deadline_ms;
        if (has_deadline) {
            swept += erase(space, record, named->key);
            removed(named->key);
        } else {
            remove(space, record.deadlines, index_key);
        }
    }
    return swept;
}

}  // namespace dbdb::keyspace
