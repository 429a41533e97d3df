/// Power cuts while generations of backups are made and removed in a directory.
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "dbdb/backup_directory.hpp"

#include "campaign.hpp"
#include "replay.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

namespace fs = std::filesystem;

/// One call of the library, and what it promises once it has returned.
struct Act {
    std::size_t end = 0;              ///< In steps.
    std::set<GenerationId> before{};  ///< The generations until it begins.
    std::set<GenerationId> after{};
};

/// A directory of backups at work, with what each generation must hold.
class Life {
public:
    Life(const fs::path& directory, const SystemCalls& calls)
        : calls_(calls), backups_(directory) {}

    void add(const std::string& key, bool full = false) {
        database_.set(key, std::string(700, key[0]));
        act([&] {
            const BackupReport report = database_.backup(backups_, {.full = full});
            contents_[report.generation] = contents_of(database_.snapshot());
            // Its number in the system is not given to another file once it is removed.
            files_.emplace_back(backups_.list().back().path);
        });
    }

    void keep(std::uint64_t newest) {
        act([&] { CHECK_FALSE(backups_.keep({.newest = newest}).empty()); });
    }

    const std::vector<Act>& acts() const { return acts_; }

    const std::map<GenerationId, Contents>& contents() const { return contents_; }

private:
    template <typename Work>
    void act(Work work) {
        Act act{.before = ids()};
        work();
        act.after = ids();
        act.end = calls_.steps.size();
        acts_.push_back(std::move(act));
    }

    std::set<GenerationId> ids() const {
        std::set<GenerationId> ids;
        for (const BackupGeneration& generation : backups_.list())
            ids.insert(generation.id);
        return ids;
    }

    const SystemCalls& calls_;
    BackupDirectory backups_;
    Database database_ = Database::in_memory();
    std::vector<Act> acts_{};
    std::map<GenerationId, Contents> contents_{};
    std::vector<std::ifstream> files_{};
};

struct Recorded {
    SystemCalls calls{};
    std::vector<Act> acts{};
    std::map<GenerationId, Contents> contents{};
};

Recorded record() {
    const TemporaryDirectory directory;
    SystemCallRecorder recorder(directory.path());
    Life life(directory.path(), recorder.calls());
    life.add("apple");
    life.add("banana");
    life.add("cherry");
    life.add("date", true);
    life.keep(1);
    life.add("elder");
    life.add("fig", true);
    life.keep(1);
    return {recorder.calls(), life.acts(), life.contents()};
}

/// The numbers of those that are listed, each of which is whole with all that it needs.
std::set<GenerationId> listed(const BackupDirectory& backups) {
    std::set<GenerationId> ids;
    for (const BackupGeneration& generation : backups.verify()) {
        ids.insert(generation.id);
        CHECK(generation.problem == "");
    }
    return ids;
}

/// They restore what they were made of. The next backup, by another process, removes what was left
/// half made.
void go_on(const BackupDirectory& backups, const std::set<GenerationId>& ids, const Recorded& all) {
    for (const GenerationId id : ids) {
        const TemporaryDirectory target;
        restore(backups, id, target / "restored.db");
        const Database restored = Database::open(target / "restored.db", {.read_only = true});
        CHECK(contents_of(restored.snapshot()) == all.contents.at(id));
        if (id == *ids.rbegin()) restored.backup(backups);
    }
    if (ids.empty()) return;
    for (const auto& entry : fs::directory_iterator(backups.path()))
        CHECK(entry.path().filename().string().find("-new-") == std::string::npos);
}

struct Seen {
    std::uint64_t states = 0;
    std::uint64_t leftovers = 0;
    std::uint64_t undecided = 0;  ///< Points that leave one of several states.
};

/// Cuts the power at every point. Without the directory's sync with which act `unfinished` ends, if
/// there is one: as when its process died right before it and another one went on.
Seen cut_everywhere(const Recorded& recorded, std::optional<std::size_t> unfinished) {
    std::optional<std::size_t> skipped;
    if (unfinished) skipped = recorded.acts[*unfinished].end - 1;
    Replay replay(recorded.calls);
    Random random(campaign_options().seed);
    Seen seen;
    std::size_t act = 0;
    std::set<std::pair<std::size_t, SimulatedDirectory::Names>> tried;
    for (std::size_t point = 0; point <= recorded.calls.steps.size(); ++point) {
        CAPTURE(point);
        if (point > 0) {
            const SystemCalls::Step& step = recorded.calls.steps[point - 1];
            if (skipped && point - 1 == *skipped) {
                REQUIRE(step.is_directory);
                replay.skip_directory_call();
            } else {
                replay.follow(step);
            }
        }
        while (act < recorded.acts.size() && recorded.acts[act].end <= point)
            ++act;
        const std::uint64_t count = replay.directory().count();
        if (count > 1) ++seen.undecided;
        for (std::uint64_t state = 0; state < count; ++state) {
            const auto names = replay.directory().names(state);
            // Without a new name, or a call that may have returned, there is nothing new to see.
            if (!tried.insert({act, names}).second) continue;
            ++seen.states;
            const TemporaryDirectory left;
            write_files(replay, names, left.path(), random);
            const BackupDirectory backups(left.path());
            const auto ids = listed(backups);
            for (const auto& [name, file] : names)
                if (name.find("-new-") != std::string::npos) ++seen.leftovers;
            if (unfinished) continue;
            go_on(backups, ids, recorded);
            // Whatever both sides of the act have is there, and all of what has returned.
            const bool is_over = act == recorded.acts.size();
            const auto& now = is_over ? recorded.acts.back().after : recorded.acts[act].before;
            for (const GenerationId id : now)
                CHECK((ids.contains(id) || (!is_over && !recorded.acts[act].after.contains(id))));
        }
    }
    return seen;
}

}  // namespace

TEST_CASE(
    "rule 13: whatever a power cut leaves of a directory of backups, all that is listed "
    "restores") {
    const Recorded recorded = record();
    const Seen seen = cut_everywhere(recorded, std::nullopt);

    CHECK(recorded.contents.size() == 6);
    CHECK(seen.states > recorded.acts.size());
    CHECK(seen.leftovers > 0);
    CHECK(seen.undecided > 0);
}

TEST_CASE(
    "rule 13: who goes on in a directory of backups makes up for a sync that a crash cut "
    "off") {
    const Recorded recorded = record();
    for (std::size_t act = 0; act < recorded.acts.size(); ++act) {
        CAPTURE(act);
        cut_everywhere(recorded, act);
    }
}

}  // namespace dbdb::test
