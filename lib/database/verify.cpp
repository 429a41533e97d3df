#include "database/verify.hpp"

#include <map>

#include "dbdb/error.hpp"

#include "format/jump_target.hpp"
#include "keyspace/check.hpp"
#include "keyspace/index_check.hpp"
#include "transaction/record.hpp"
#include "tree/check.hpp"
#include "tree/diff.hpp"

namespace dbdb::database {

using format::CommitLink;
using transaction::Version;

namespace {

class Verification {
public:
    explicit Verification(const tree::Source& source)
        : source_(source),
          records_(source),
          catalogs_(source, records_, checked_, [&](const format::CommitLink& link) {
              return transaction::find_record(source_, link).has_value();
          }) {}

    void add(const Version& version) {
        ++report_.commits;
        report_.checked_bytes += version.tail - to_offset(version.link.address);
        check_record(version);
        tree::check(source_, version.main, records_, checked_);
        const std::uint64_t keyspace_bytes = catalogs_.check(version.catalog);
        if (checked_.damages.empty()) check_live_bytes(version, keyspace_bytes);
        take_damages(version);
        if (report_.ok()) check_indexes(version);
    }

    /// The version before, or the next older one that a jump leads to; nothing when there is none.
    std::optional<Version> before(const Version& version) {
        note_jump(version);
        if (version.previous.is_none()) return std::nullopt;
        if (auto found = read(version.previous)) {
            if (found->position + 1 != version.position || found->tail > version.begin)
                add_damage(version, "commit record that does not follow the one before it");
            if (found->position < version.position) return found;
        }
        return behind_gap(version.position - 1);
    }

    VerifyReport take_report() {
        report_.leaves = checked_.leaf_count;
        report_.branches = checked_.branch_count;
        report_.blobs = checked_.blob_count;
        report_.checked_bytes += checked_.bytes;
        return std::move(report_);
    }

private:
    std::optional<Version> read(const CommitLink& link) {
        try {
            return transaction::read_version(source_, link);
        } catch (const Error& error) {
            if (error.errc() != Errc::corrupt) throw;
            report_.damages.push_back({to_offset(link.address), link.commit_id, error.what(), {}});
            return std::nullopt;
        }
    }

    void note_jump(const Version& version) {
        if (version.jump != version.previous)
            jumps_.emplace(format::jump_target(version.position), version.jump);
    }

    /// The newest commit at a lower position than `position`, whose own record is not to be had,
    /// that the jumps of those above it lead to.
    std::optional<Version> behind_gap(std::uint64_t position) {
        while (!jumps_.empty()) {
            const auto [target, link] = *jumps_.rbegin();
            jumps_.erase(std::prev(jumps_.end()));
            if (target >= position || link.is_none()) continue;
            const auto found = read(link);
            if (!found || found->position != target) continue;
            report_.lost_commits += position - target;
            return found;
        }
        report_.lost_commits += position;
        return std::nullopt;
    }

    /// Jumps that lead elsewhere, which no reader of the newest commit meets.
    void check_record(const Version& version) {
        while (!jumps_.empty() && jumps_.rbegin()->first > version.position)
            jumps_.erase(std::prev(jumps_.end()));
        const auto jump = jumps_.find(version.position);
        if (jump != jumps_.end() && jump->second != version.link)
            add_damage(version, "commit record that a jump misses");
    }

    /// Where something was damaged before, the sum is not known.
    void check_live_bytes(const Version& version, std::uint64_t keyspace_bytes) {
        if (version.trees().keyspace_bytes == keyspace_bytes || !report_.ok()) return;
        add_damage(version, "commit record with a wrong number of bytes");
    }

    /// Where all trees are sound. Of a commit only what differs from the one checked before, so all
    /// commits together cost what the newest one holds and what the others have changed.
    void check_indexes(const Version& version) {
        check_index(version, "");
        tree::Diff diff(source_,
                        checked_version_ ? checked_version_->catalog : format::Root{},
                        source_,
                        version.catalog);
        while (const auto change = diff.next())
            if (change->key.size() > 1 && change->key.starts_with(keyspace::keyspace_mark))
                check_index(version, change->key.substr(1));
        checked_version_ = version;
    }

    void check_index(const Version& version, std::string_view name) {
        const format::KeyspaceRecord before =
            checked_version_ ? record_of(*checked_version_, name) : format::KeyspaceRecord{};
        const format::KeyspaceRecord after = record_of(version, name);
        if (const char* fault = keyspace::fault_of_indexes(source_, before, after)) {
            add_damage(version,
                       std::string(fault) + ", of keyspace '" + std::string(name) +
                           "', to be mended by repair-indexes, in the commit record");
        }
    }

    format::KeyspaceRecord record_of(const Version& version, std::string_view name) const {
        auto record = keyspace::find_keyspace(source_, version.catalog, name)
                          .value_or(format::KeyspaceRecord{});
        if (name.empty()) record.entries = version.main;
        return record;
    }

    void add_damage(const Version& version, const std::string& what) {
        const std::uint64_t offset = to_offset(version.link.address);
        const std::string place = what + " at byte " + std::to_string(offset);
        const Error error(Errc::corrupt, source_.identity().name + ": " + place);
        report_.damages.push_back({offset, version.id(), error.what(), {}});
    }

    void take_damages(const Version& version) {
        for (tree::Damage& damage : checked_.damages) {
            report_.damages.push_back(
                {damage.offset, version.id(), std::move(damage.text), std::move(damage.hidden)});
        }
        checked_.damages.clear();
    }

    const tree::Source& source_;
    tree::CheckedRecords records_;
    tree::CheckReport checked_;
    keyspace::CatalogCheck catalogs_;
    VerifyReport report_;
    std::optional<Version> checked_version_;  ///< Whose indexes were compared.
    /// Jumps of the commits walked so far, by the positions they lead to.
    std::map<std::uint64_t, CommitLink> jumps_;
};

}  // namespace

VerifyReport verify(const Version& newest) {
    Verification verification(*newest.source);
    for (std::optional<Version> version = newest; version && !version->link.is_none();
         version = verification.before(*version)) {
        verification.add(*version);
    }
    return verification.take_report();
}

}  // namespace dbdb::database
