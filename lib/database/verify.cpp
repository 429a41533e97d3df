#include "database/verify.hpp"

#include "dbdb/error.hpp"

#include "transaction/record.hpp"
#include "tree/check.hpp"

namespace dbdb::database {

using transaction::Version;

namespace {

class Verification {
public:
    explicit Verification(const tree::Source& source) : source_(source), records_(source) {}

    void add(const Version& version) {
        ++report_.commits;
        report_.checked_bytes += format::commit_record_bytes_min;
        check_tree(version, version.main);
        check_tree(version, version.catalog);
    }

    /// The version before, or nothing when there is none or its record is damaged.
    std::optional<Version> before(const Version& version) {
        if (version.previous.is_none()) return std::nullopt;
        try {
            return transaction::read_version(source_, version.previous);
        } catch (const Error& error) {
            const std::uint64_t offset = to_offset(version.previous.address);
            report_.damages.push_back({offset, version.previous.commit_id, error.what()});
            return std::nullopt;
        }
    }

    VerifyReport take_report() {
        report_.leaves = checked_.leaf_count;
        report_.branches = checked_.branch_count;
        report_.blobs = checked_.blob_count;
        report_.checked_bytes += checked_.bytes;
        return std::move(report_);
    }

private:
    void check_tree(const Version& version, const format::Root& root) {
        tree::check(source_, root, records_, checked_);
        for (const tree::Damage& damage : checked_.damages) {
            report_.damages.push_back({damage.offset, version.id(), damage.text});
        }
        checked_.damages.clear();
    }

    const tree::Source& source_;
    tree::CheckedRecords records_;
    tree::CheckReport checked_;
    VerifyReport report_;
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
