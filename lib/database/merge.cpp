#include "database/merge.hpp"

#include "dbdb/error.hpp"
#include "dbdb/keyspace.hpp"
#include "dbdb/range.hpp"

#include "database/fill_keyspace.hpp"

namespace dbdb::database {

namespace {

void set_all(Keyspace& keyspace, const KeyspaceOptions& options, const Snapshot& from) {
    fill_keyspace(keyspace, options, [&] {
        auto writer = keyspace.sorted_writer();
        const Range entries = from.range();
        for (auto entry = entries.begin(); entry != entries.end(); ++entry)
            writer.set(entry->key, entry->value, entry.metadata().options());
        writer.finish();
    });
}

/// The default keyspace is always there; one that is empty and has no options counts as new.
bool is_new(const Transaction& transaction) {
    return transaction.empty() && transaction.options() == KeyspaceOptions{};
}

/// Commits of the same number and time are the same, in whatever file of a database.
bool set(const BookmarkInfo& bookmark,
         const Database& backup,
         const Database& target,
         Transaction& transaction) {
    if (backup.statistics().database_id != target.statistics().database_id) return false;
    try {
        const CommitInfo meant = backup.snapshot_at(bookmark.commit).info();
        if (target.snapshot_at(bookmark.commit).info().time != meant.time) return false;
    } catch (const Error& error) {
        if (error.errc() != Errc::not_found) throw;
        return false;
    }
    transaction.set_bookmark(bookmark.name, bookmark.commit);
    return true;
}

}  // namespace

std::uint64_t merge(const Database& backup, Database& target) {
    std::uint64_t skipped_bookmarks = 0;
    const Snapshot from = backup.snapshot();
    Transaction transaction = target.begin();
    set_all(transaction, is_new(transaction) ? from.options() : transaction.options(), from);
    for (const KeyspaceInfo& info : from.keyspaces()) {
        const bool is_new = transaction.create_keyspace(info.name);
        Keyspace keyspace = transaction.keyspace(info.name);
        const KeyspaceOptions options = is_new ? from.options(info.name) : keyspace.options();
        set_all(keyspace, options, from.keyspace(info.name));
    }
    for (const BookmarkInfo& bookmark : from.bookmarks())
        if (!set(bookmark, backup, target, transaction)) ++skipped_bookmarks;
    transaction.commit("merged from a backup of commit " + std::to_string(from.commit_id()));
    return skipped_bookmarks;
}

}  // namespace dbdb::database
