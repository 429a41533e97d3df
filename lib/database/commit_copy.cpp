#include "database/commit_copy.hpp"

#include "database/pages.hpp"
#include "transaction/flush.hpp"
#include "transaction/record.hpp"
#include "tree/diff.hpp"

namespace dbdb::database {

using format::EntryView;
using format::KeyspaceRecord;
using keyspace::find_bookmark;
using keyspace::find_keyspace;

namespace {

template <typename Value>
std::string bytes_of(const Value& value) {
    const auto bytes = encode(value);
    return {bytes.data(), bytes.size()};
}

bool is_keyspace(std::string_view catalog_key) {
    return catalog_key.starts_with(keyspace::keyspace_mark);
}

}  // namespace

CommitCopy::CommitCopy(std::shared_ptr<File> target,
                       format::DatabaseId database_id,
                       std::uint64_t expected_bytes,
                       Pace& pace)
    : target_(target),
      database_id_(database_id),
      trees_(std::move(target), expected_bytes, pace),
      newest_(transaction::read_version(trees_.source(), {})) {}

/// Children before parents: the catalog is written when all that it names is in the file.
void CommitCopy::go_to(const Version& version) {
    if (present_) trees_.begin_commit(version.id());
    const tree::Source& source = *version.source;
    const Rewrite rewrite = rewriting(source, version.catalog);
    const auto main = find_keyspace(source, version.catalog, "");
    trees_.set_options(main.value_or(KeyspaceRecord{}).options);
    copied_.main = trees_.copy(source, version.main, present_ ? present_->main : Root{});
    if (!present_) {
        copy_keyspaces(version);
        copied_.catalog = trees_.lay_out(source, version.catalog, rewrite);
        trees_.begin_commit(version.id());
    } else {
        copy_changed_keyspaces(*present_, version);
        copied_.catalog = trees_.with_changes(copied_.catalog,
                                              *present_->source,
                                              present_->catalog,
                                              source,
                                              version.catalog,
                                              rewrite);
    }
    present_ = version;
}

void CommitCopy::copy_keyspaces(const Version& version) {
    keyspace::each_keyspace(
        *version.source, version.catalog, [&](std::string_view, const KeyspaceRecord& record) {
            copy_trees(*version.source, record, {});
            copied_.keyspace_bytes += copy_of(*version.source, record).bytes();
        });
}

void CommitCopy::copy_changed_keyspaces(const Version& before, const Version& after) {
    tree::Diff diff(*before.source, before.catalog, *after.source, after.catalog);
    while (const auto change = diff.next()) {
        if (!is_keyspace(change->key)) continue;
        const std::string_view name = change->key.substr(1);
        const auto old = find_keyspace(*before.source, before.catalog, name);
        const auto record = find_keyspace(*after.source, after.catalog, name);
        if (record) {
            copy_trees(*after.source, *record, old.value_or(KeyspaceRecord{}));
            copied_.keyspace_bytes += copy_of(*after.source, *record).bytes();
        }
        if (old) copied_.keyspace_bytes -= copy_of(*before.source, *old).bytes();
    }
}

void CommitCopy::copy_trees(const tree::Source& source,
                            const KeyspaceRecord& record,
                            const KeyspaceRecord& before) {
    trees_.set_options(record.options);
    for (std::size_t index = 0; index < record.trees().size(); ++index)
        trees_.copy(source, *record.trees()[index], *before.trees()[index]);
}

/// What the catalog of the new file says in the place of an entry of `catalog`.
Rewrite CommitCopy::rewriting(const tree::Source& source, const Root& catalog) {
    return [this, &source, catalog](const EntryView& entry) -> std::optional<std::string> {
        const std::string_view name = entry.key.substr(1);
        if (is_keyspace(entry.key)) {
            const auto record = find_keyspace(source, catalog, name);
            return record ? std::optional(bytes_of(copy_of(source, *record))) : std::nullopt;
        }
        const auto bookmark = find_bookmark(source, catalog, name);
        return bookmark ? copied_bookmark(*bookmark) : std::nullopt;
    };
}

KeyspaceRecord CommitCopy::copy_of(const tree::Source& source, const KeyspaceRecord& record) const {
    KeyspaceRecord copy = record;
    for (Root* root : copy.trees())
        *root = trees_.copy_of(source, *root);
    return copy;
}

std::optional<std::string> CommitCopy::copied_bookmark(const format::Bookmark& bookmark) const {
    const auto link = link_to(bookmark.commit.commit_id);
    if (!link) return std::nullopt;
    return bytes_of(format::Bookmark{*link, bookmark.time_ns});
}

/// In the new file; empty for a commit that was not kept.
std::optional<format::CommitLink> CommitCopy::link_to(CommitId id) const {
    const auto version = transaction::find_version(newest_, id, trees_.source());
    return version ? std::optional(version->link) : std::nullopt;
}

void CommitCopy::keep() {
    const auto kept = transaction::read_record(*present_->source, present_->link);
    format::CommitRecord record;
    record.id = kept.id;
    record.position = newest_.position + 1;
    record.time_ns = kept.time_ns;
    record.previous = newest_.link;
    record.jump = transaction::next_jump(newest_, trees_.source());
    record.second_parent = link_to(kept.second_parent.commit_id).value_or(format::CommitLink{});
    record.catalog = copied_.catalog;
    record.default_keyspace = copied_.main;
    record.live_bytes = copied_.bytes();
    record.message = kept.message;
    newest_ = transaction::append_record(trees_.source(), trees_.appender(), std::move(record));
    trees_.write_out();
}

void CommitCopy::sync() { target_->sync(); }

void CommitCopy::finish() {
    format::Superblock superblock;
    superblock.database_id = database_id_;
    superblock.file_id = trees_.source().identity().file_id;
    superblock.commit = newest_.link;
    superblock.tail = newest_.tail;
    target_->write_at(0, fixed_pages(superblock));
    target_->sync();
}

}  // namespace dbdb::database
