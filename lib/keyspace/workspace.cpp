#include "keyspace/workspace.hpp"

#include "tree/edit.hpp"
#include "tree/join.hpp"

namespace dbdb::keyspace {

using tree::Source;
using tree::Space;

namespace {

/// Between the bookmarks and the keyspaces of a catalog.
constexpr std::string_view first_keyspace_key(&keyspace_mark, 1);

std::uint64_t bytes_of(const std::optional<KeyspaceRecord>& record) {
    return record ? record->bytes() : 0;
}

Root with_entry(Space& space, const Root& catalog, std::string_view key, std::string_view value) {
    return tree::insert(space, catalog, {key, value, false});
}

template <typename Value>
std::string_view text_of(const Value& bytes) {
    return {bytes.data(), bytes.size()};
}

}  // namespace

Workspace::Workspace(const Source& source, const Trees& trees)
    : catalog_(trees.catalog), keyspace_bytes_(trees.keyspace_bytes) {
    main_ = open(source, "");
    main_->record.entries = trees.main;
}

/// What the catalog says of a keyspace.
Opened Workspace::read(const Source& source, std::string_view name) const {
    Opened opened;
    opened.written = find_keyspace(source, catalog_, name);
    opened.exists = opened.written.has_value() || name.empty();
    opened.record = opened.written.value_or(KeyspaceRecord{});
    return opened;
}

std::shared_ptr<Opened> Workspace::open(const Source& source, std::string_view name) {
    const auto found = opened_.find(name);
    if (found != opened_.end()) return found->second;
    auto opened = std::make_shared<Opened>(read(source, name));
    return opened_.emplace(name, std::move(opened)).first->second;
}

void Workspace::set_bookmark(Space& space, std::string_view name, const Bookmark& bookmark) {
    const format::BookmarkBytes bytes = encode(bookmark);
    catalog_ = with_entry(space, catalog_, catalog_key(bookmark_mark, name), text_of(bytes));
}

bool Workspace::erase_bookmark(Space& space, std::string_view name) {
    const auto changed = tree::erase(space, catalog_, catalog_key(bookmark_mark, name));
    if (changed) catalog_ = *changed;
    return changed.has_value();
}

void Workspace::clear_all(Space& space) {
    catalog_ = tree::split(space, catalog_, first_keyspace_key).left;
    keyspace_bytes_ = 0;
    const format::KeyspaceOptions options = main_->record.options;
    for (auto& [name, opened] : opened_)
        *opened = {};
    main_->exists = true;
    main_->record.options = options;
}

void Workspace::revert(Space& space, const Trees& trees) {
    const Root bookmarks = tree::split(space, catalog_, first_keyspace_key).left;
    const Root keyspaces = tree::split(space, trees.catalog, first_keyspace_key).right;
    catalog_ = tree::concatenate(space, bookmarks, keyspaces);
    keyspace_bytes_ = trees.keyspace_bytes;
    for (auto& [name, opened] : opened_)
        *opened = read(space.source(), name);
    main_->record.entries = trees.main;
}

std::size_t Workspace::mark() {
    Mark mark{catalog_, keyspace_bytes_, {}};
    for (const auto& [name, opened] : opened_)
        mark.opened.emplace(name, *opened);
    marks_.push_back(std::move(mark));
    return marks_.size() - 1;
}

void Workspace::go_back(const Source& source, std::size_t mark) {
    marks_.resize(mark + 1);
    const Mark& target = marks_[mark];
    catalog_ = target.catalog;
    keyspace_bytes_ = target.keyspace_bytes;
    for (auto& [name, opened] : opened_)
        if (!target.opened.contains(name)) *opened = read(source, name);
    for (const auto& [name, opened] : target.opened)
        *open(source, name) = opened;
}

std::vector<Root*> Workspace::open_trees() {
    std::vector<Root*> trees;
    const auto add = [&](Opened& opened) {
        for (Root* root : opened.record.trees())
            if (root->ref.is_in_memory()) trees.push_back(root);
    };
    for (auto& [name, opened] : opened_)
        add(*opened);
    for (Mark& mark : marks_)
        for (auto& [name, opened] : mark.opened)
            add(opened);
    return trees;
}

std::vector<Root*> Workspace::catalogs() {
    std::vector<Root*> catalogs{&catalog_};
    for (Mark& mark : marks_)
        catalogs.push_back(&mark.catalog);
    return catalogs;
}

/// What the catalog shall say. That the default keyspace has entries, it shall not.
std::optional<KeyspaceRecord> Workspace::record_to_write(std::string_view name,
                                                         const Opened& opened) const {
    if (!opened.exists) return std::nullopt;
    if (!name.empty()) return opened.record;
    KeyspaceRecord record = opened.record;
    record.entries = {};
    return record == KeyspaceRecord{} ? std::nullopt : std::optional(record);
}

void Workspace::write(Space& space, std::string_view name, Opened& opened) {
    const auto record = record_to_write(name, opened);
    if (record == opened.written) return;
    const std::string key = catalog_key(keyspace_mark, name);
    if (record) {
        catalog_ = with_entry(space, catalog_, key, text_of(encode(*record)));
    } else if (const auto changed = tree::erase(space, catalog_, key)) {
        catalog_ = *changed;
    }
    keyspace_bytes_ += bytes_of(record) - bytes_of(opened.written);
    opened.written = record;
}

void Workspace::write_back(Space& space) {
    for (auto& [name, opened] : opened_)
        write(space, name, *opened);
}

void Workspace::close_unheld() {
    std::erase_if(opened_, [](const auto& entry) { return entry.second.use_count() == 1; });
}

ChangedRecords Workspace::changed_records() const {
    ChangedRecords changed;
    for (const auto& [name, opened] : opened_) {
        auto record = record_to_write(name, *opened);
        if (record != opened->written) changed.emplace(name, std::move(record));
    }
    return changed;
}

bool Workspace::differs_from(const Trees& trees) const {
    return main_->record.entries != trees.main || catalog_ != trees.catalog ||
           !changed_records().empty();
}

}  // namespace dbdb::keyspace
