/// What a snapshot knows of the named keyspaces and of bookmarks.
#include "dbdb/range.hpp"
#include "dbdb/snapshot.hpp"

#include "keyspace/name.hpp"
#include "keyspace/options.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb {

using keyspace::KeyspaceRecord;
using transaction::Frozen;
using transaction::Hold;
using transaction::Version;

namespace {

void require_name(const Version& version, const char* what, std::string_view name) {
    keyspace::require_name(version.source->identity().name + ": " + what, name);
}

std::optional<KeyspaceRecord> find_record(const Version& version, std::string_view name) {
    if (version.changed != nullptr) {
        const auto found = version.changed->find(name);
        if (found != version.changed->end()) return found->second;
    }
    return keyspace::find_keyspace(*version.source, version.catalog, name);
}

/// The records of all keyspaces, those of a frozen transaction over those of its catalog.
keyspace::ChangedRecords records_of(const Version& version) {
    keyspace::ChangedRecords records;
    if (version.changed != nullptr) records = *version.changed;
    keyspace::each_keyspace(
        *version.source, version.catalog, [&](std::string_view name, const KeyspaceRecord& record) {
            records.emplace(name, record);
        });
    return records;
}

}  // namespace

KeyspaceRecord transaction::Hold::record_of(const Snapshot& snapshot) {
    if (&whole_of(snapshot) != &snapshot) return frozen(snapshot.hold_)->record;
    KeyspaceRecord record = dbdb::find_record(version_of(snapshot), "").value_or(KeyspaceRecord{});
    record.entries = version_of(snapshot).main;
    return record;
}

Snapshot Snapshot::keyspace(std::string_view name) const {
    const Snapshot& whole = Hold::whole_of(*this);
    if (name.empty()) return whole;
    require_name(*version_, "keyspace", name);
    auto frozen = std::make_unique<Frozen>();
    frozen->version = *whole.version_;
    frozen->record = find_record(*version_, name).value_or(KeyspaceRecord{});
    frozen->version.main = frozen->record.entries;
    frozen->whole = whole;
    return Hold::open(std::move(frozen));
}

bool Snapshot::has_keyspace(std::string_view name) const {
    if (name.empty()) return true;
    require_name(*version_, "keyspace", name);
    return find_record(*version_, name).has_value();
}

KeyspaceOptions Snapshot::options(std::string_view name) const {
    if (!name.empty()) require_name(*version_, "keyspace", name);
    return keyspace::public_options(
        find_record(*version_, name).value_or(KeyspaceRecord{}).options);
}

std::vector<KeyspaceInfo> Snapshot::keyspaces() const {
    std::vector<KeyspaceInfo> infos;
    for (const auto& [name, record] : records_of(*version_))
        if (record && !name.empty())
            infos.push_back({name, record->entries.count, record->bytes()});
    return infos;
}

std::optional<CommitId> Snapshot::bookmark(std::string_view name) const {
    require_name(*version_, "bookmark", name);
    const auto found = keyspace::find_bookmark(*source_, version_->catalog, name);
    return found ? std::optional(found->commit.commit_id) : std::nullopt;
}

std::vector<BookmarkInfo> Snapshot::bookmarks() const {
    std::vector<BookmarkInfo> infos;
    keyspace::each_bookmark(
        *source_, version_->catalog, [&](std::string_view name, const format::Bookmark& bookmark) {
            infos.push_back({std::string(name),
                             bookmark.commit.commit_id,
                             transaction::time_of(bookmark.time_ns)});
        });
    return infos;
}

}  // namespace dbdb
