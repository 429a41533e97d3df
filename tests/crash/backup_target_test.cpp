/// Power cuts while a copy of a database is extended by what is new.
#include <fstream>

#include <doctest/doctest.h>

#include "campaign.hpp"
#include "replay.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* name = "copy.db";

/// A database in memory whose commits are backed up; when what was told, in steps.
class BackedUp {
public:
    BackedUp(const fs::path& copy, const SystemCalls& calls)
        : copy_(copy), calls_(calls), timeline_(Expected::not_created()) {}

    void commit(const std::string& key, std::size_t bytes) {
        contents_[key] = std::string(bytes, key[0]);
        ++newest_;
        // It is on its way to the copy with the next backup.
        timeline_.may_commit(calls_.steps.size(), newest_, {contents_, key, {}});
        database_.update([&](Transaction& change) { change.set(key, contents_[key]); },
                         {.message = key});
    }

    void backup(bool full = false) {
        if (full) former_file_.open(copy_);  // Its number is not given to the new one.
        const BackupReport report = database_.backup(copy_, {.full = full});
        CHECK(report.is_full == (full || newest_ == 1));
        if (newest_ == 1) timeline_.create(calls_.steps.size());
        timeline_.acknowledge(calls_.steps.size(), newest_);
    }

    const Timeline& timeline() const { return timeline_; }

private:
    fs::path copy_;
    const SystemCalls& calls_;
    Timeline timeline_;
    Database database_ = Database::in_memory();
    Contents contents_{};
    CommitId newest_ = 0;
    std::ifstream former_file_{};
};

struct Recorded {
    SystemCalls calls{};
    Timeline timeline;
};

Recorded record_backups() {
    const TemporaryDirectory directory;
    SystemCallRecorder recorder(directory.path());
    BackedUp backed_up(directory / name, recorder.calls());
    backed_up.commit("apple", 30);
    backed_up.backup();
    backed_up.commit("banana", 40);
    backed_up.backup();
    backed_up.commit("cherry", 3000);
    backed_up.commit("date", 50);
    backed_up.commit("elder", 60);
    backed_up.backup();
    backed_up.commit("fig", 2000);
    backed_up.backup(true);
    backed_up.commit("grape", 70);
    backed_up.backup();
    return {recorder.calls(), backed_up.timeline()};
}

}  // namespace

TEST_CASE(
    "rule 1: whatever a power cut leaves of a copy that is extended, it has the last backup") {
    const Recorded recorded = record_backups();
    for (const std::uint64_t sector_bytes : {512, 8}) {
        CAPTURE(sector_bytes);
        Explorer explorer(campaign_options().seed,
                          {.sector_bytes = sector_bytes, .images_per_point = 60, .lives_after = 1});
        Replay replay(recorded.calls);
        Expected expected = recorded.timeline.before();
        std::size_t next_event = 0;
        std::map<DirectoryCall::File, std::uint64_t> seen;

        for (std::size_t point = 0; point <= recorded.calls.steps.size(); ++point) {
            CAPTURE(point);
            if (point > 0) replay.follow(recorded.calls.steps[point - 1]);
            recorded.timeline.follow(expected, next_event, point);
            for (std::uint64_t state = 0; state < replay.directory().count(); ++state) {
                const auto names = replay.directory().names(state);
                const auto found = names.find(name);
                if (found == names.end()) {
                    CHECK_FALSE(expected.is_created);
                    continue;
                }
                ++seen[found->second];
                Expected named = expected;
                named.is_created = true;
                explorer.try_point(replay.file(found->second), named);
            }
        }

        INFO(explorer.report());
        CHECK(explorer.figures().failures == 0);
        CHECK(explorer.figures().images > 350);
        CHECK(seen.size() == 2);  // The first copy, and the one that took its place.
        add(explorer.figures());
    }
}

}  // namespace dbdb::test
