/// Power cuts while a backup takes the place of the database that it was made of.
#include <algorithm>
#include <fstream>
#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "dbdb/backup.hpp"

#include "campaign.hpp"
#include "replay.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

constexpr const char* name = "restored.db";

/// Commits to a database, goes back to a backup of it and goes on; when what was told, in steps.
/// Which file a commit is in is another matter than its number: those after the backup are lost.
class Restored {
public:
    Restored(const std::filesystem::path& path, const SystemCalls& calls)
        : path_(path), calls_(calls), original_(Expected::not_created()) {
        database_ = Database::open(path);
        original_.create(calls_.steps.size());
    }

    void commit(const std::string& key) {
        Timeline& timeline = restored_ ? *restored_ : original_;
        contents_[key] = std::string(1500, key[0]);
        const CommitId id = database_->snapshot().commit_id() + 1;
        const Commit commit{contents_, key, {}};
        if (!restored_) commits_[id] = std::make_shared<Commit>(commit);
        timeline.may_commit(calls_.steps.size(), id, commit);
        database_->update([&](Transaction& change) { change.set(key, contents_[key]); },
                          {.message = key});
        timeline.acknowledge(calls_.steps.size(), id);
    }

    void back_up() {
        database_->backup([this](std::span<const std::byte> bytes) {
            backup_.insert(backup_.end(), bytes.begin(), bytes.end());
        });
        backed_up_ = {commits_, database_->snapshot().commit_id()};
    }

    /// In the database that is open, or in its place while nobody has it open.
    void restore(bool is_open) {
        const std::ifstream former(path_);  // Its number is not given to another file meanwhile.
        if (!is_open) database_.reset();
        std::size_t done = 0;
        const ReadBackup read = [&](std::span<std::byte> target) {
            const auto part = std::span(backup_).subspan(done).first(
                std::min(target.size(), backup_.size() - done));
            std::ranges::copy(part, target.begin());
            done += part.size();
            return part.size();
        };
        dbdb::restore(read, "backup", path_);
        restored_end_ = calls_.steps.size();
        restored_.emplace(backed_up_);
        contents_ = backed_up_.commits.at(backed_up_.acknowledged)->contents;
        if (!is_open) database_ = Database::open(path_);
    }

    const Timeline& original() const { return original_; }

    const Timeline& restored() const { return *restored_; }

    std::size_t restored_end() const { return restored_end_; }

private:
    std::filesystem::path path_;
    const SystemCalls& calls_;
    Timeline original_;
    std::optional<Timeline> restored_{};
    std::size_t restored_end_ = 0;  ///< The step behind the restore.
    std::map<CommitId, std::shared_ptr<const Commit>> commits_{{0, std::make_shared<Commit>()}};
    Expected backed_up_{};
    std::vector<std::byte> backup_{};
    Contents contents_{};
    std::optional<Database> database_{};
};

/// A file of the life, and what is expected of it at the present point.
struct Followed {
    const Timeline& timeline;
    Expected expected = timeline.before();
    std::size_t next_event = 0;

    const Expected& at(std::size_t point) {
        timeline.follow(expected, next_event, point);
        return expected;
    }
};

/// Cuts the power at every call; gives how many points left either of two files.
std::uint64_t cut_everywhere(bool is_open, Explorer& explorer) {
    const TemporaryDirectory directory;
    SystemCallRecorder recorder(directory.path());
    const SystemCalls& calls = recorder.calls();
    Restored life(directory / name, calls);
    life.commit("a");
    life.commit("b");
    life.back_up();
    life.commit("c");
    life.restore(is_open);
    life.commit("d");

    Replay replay(calls);
    Followed original{life.original()};
    Followed restored{life.restored()};
    std::optional<DirectoryCall::File> original_file;
    std::uint64_t undecided = 0;
    for (std::size_t point = 0; point <= calls.steps.size(); ++point) {
        CAPTURE(point);
        if (point > 0) replay.follow(calls.steps[point - 1]);
        const Expected& of_original = original.at(point);
        const Expected& of_restored = restored.at(point);
        if (!of_original.is_created) continue;  // Names of new files are rule 12.
        std::set<DirectoryCall::File> possible;
        for (std::uint64_t state = 0; state < replay.directory().count(); ++state) {
            const DirectoryCall::File file = replay.directory().names(state).at(name);
            if (!original_file) original_file = file;
            possible.insert(file);
            const bool is_original = file == *original_file;
            CHECK((!is_original || point < life.restored_end()));
            explorer.try_point(replay.file(file), is_original ? of_original : of_restored);
        }
        if (possible.size() > 1) ++undecided;
    }
    return undecided;
}

}  // namespace

TEST_CASE("rule 13: whatever a power cut leaves of a restore, the old database or the backup") {
    Explorer explorer(campaign_options().seed, {.images_per_point = 20, .lives_after = 1});

    for (const bool is_open : {true, false}) {
        CAPTURE(is_open);
        CHECK(cut_everywhere(is_open, explorer) > 0);
    }

    INFO(explorer.report());
    CHECK(explorer.figures().failures == 0);
    add(explorer.figures());
}

}  // namespace dbdb::test
