#include "verdict.hpp"

#include <stdexcept>

namespace dbdb::test {

namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

bool holds(const Snapshot& snapshot, const Contents& contents) {
    auto next = contents.begin();
    for (const auto& [key, value] : snapshot.range()) {
        if (next == contents.end() || key != next->first || value != next->second) return false;
        ++next;
    }
    return next == contents.end();
}

/// The chain back to the first commit; messages tell each from others of the same id.
void require_chain(const Database& database, const Expected& expected) {
    for (const CommitInfo& info : database.history()) {
        const auto commit = expected.commits.find(info.id);
        if (commit == expected.commits.end() || commit->second->message != info.message)
            fail("commit " + std::to_string(info.id) + " is one that was given up");
    }
}

}  // namespace

void require_expected(const Database& database, const Expected& expected) {
    const Snapshot snapshot = database.snapshot();
    const CommitId id = snapshot.commit_id();
    const std::string text = "commit " + std::to_string(id);
    if (id < expected.acknowledged)
        fail(text + ", but " + std::to_string(expected.acknowledged) + " was acknowledged");
    const auto commit = expected.commits.find(id);
    if (commit == expected.commits.end()) fail(text + " should not be there");
    require_chain(database, expected);
    if (!holds(snapshot, commit->second->contents)) fail(text + " has other contents");
    const VerifyReport report = database.verify();
    if (!report.ok()) fail(text + ": " + report.damages.front().text);
    if (report.commits != id) fail(text + " has lost commits before it");
}

std::optional<CommitId> reopen(SimulatedDisk& disk, const Expected& expected) {
    const std::size_t before = disk.point();
    const bool is_made = disk.size() == 0;
    try {
        const Database database =
            Database::open(std::shared_ptr<File>(std::shared_ptr<File>(), &disk));
        require_expected(database, expected);
        if (disk.point() != before && !is_made) fail("opening has written");
        return database.snapshot().commit_id();
    } catch (const Error& error) {
        if (expected.is_created) throw;
        return std::nullopt;
    }
}

}  // namespace dbdb::test
