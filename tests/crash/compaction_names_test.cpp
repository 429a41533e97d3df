/// Power cuts while a database is compacted under its name.
#include <fstream>
#include <set>

#include <doctest/doctest.h>

#include "dbdb/compaction.hpp"

#include "campaign.hpp"
#include "replay.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* name = "kept.db";

/// Commits to a database and compacts it, twice; when what was told, in steps.
class Compacted {
public:
    Compacted(const fs::path& path, const SystemCalls& calls)
        : path_(path),
          calls_(calls),
          timeline_(Expected::not_created()),
          database_(Database::open(path)) {
        timeline_.create(calls_.steps.size());
    }

    void commit(const std::string& key) {
        contents_[key] = std::string(1500, key[0]);
        const CommitId id = database_.snapshot().commit_id() + 1;
        timeline_.may_commit(calls_.steps.size(), id, {contents_, key, {}});
        database_.update([&](Transaction& change) { change.set(key, contents_[key]); },
                         {.message = key});
        timeline_.acknowledge(calls_.steps.size(), id);
    }

    void compact() {
        former_files_.emplace_back(path_);  // Its number is not given to another file meanwhile.
        database_.compact({.keep = {.commits = UINT64_MAX}});
    }

    void reopen() {
        database_.close();
        database_ = Database::open(path_);
    }

    const Timeline& timeline() const { return timeline_; }

private:
    fs::path path_;
    const SystemCalls& calls_;
    Timeline timeline_;
    std::vector<std::ifstream> former_files_{};
    Contents contents_{};
    Database database_;
};

struct Recorded {
    SystemCalls calls{};
    Timeline timeline;
    std::set<std::size_t> name_syncs{};  ///< The steps that compactions ended with.
};

/// Whether the file is opened anew after each compaction, as by another process.
enum class Reopening { no, yes };

Recorded record_compactions(Reopening reopening) {
    const TemporaryDirectory directory;
    SystemCallRecorder recorder(directory.path());
    Compacted compacted(directory / name, recorder.calls());
    std::set<std::size_t> name_syncs;
    for (const char* keys : {"abc", "de"}) {
        for (const char* key = keys; *key != 0; ++key)
            compacted.commit(std::string(1, *key));
        compacted.compact();
        name_syncs.insert(recorder.calls().steps.size() - 1);
        if (reopening == Reopening::yes) compacted.reopen();
    }
    compacted.commit("f");
    return {recorder.calls(), compacted.timeline(), name_syncs};
}

std::size_t leftover_count(const fs::path& directory) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(directory))
        if (entry.path().filename().string().find("-compact-") != std::string::npos) ++count;
    return count;
}

/// What the names were seen to be.
struct Seen {
    std::uint64_t leftovers = 0;
    std::map<DirectoryCall::File, std::uint64_t> files{};  ///< Which had the name, how often.
    std::uint64_t undecided = 0;  ///< Points at which either of two files may have it.
};

/// The names and files of `recorded` at each point behind the file's creation, and what is expected
/// there. Steps in `skipped` were never made.
template <typename Look>
void at_each_point(const Recorded& recorded,
                   const std::set<std::size_t>& skipped,
                   const Look& look) {
    Replay replay(recorded.calls);
    Expected expected = recorded.timeline.before();
    std::size_t next_event = 0;
    for (std::size_t point = 0; point <= recorded.calls.steps.size(); ++point) {
        CAPTURE(point);
        if (point > 0 && !skipped.contains(point - 1)) {
            replay.follow(recorded.calls.steps[point - 1]);
        } else if (point > 0) {
            REQUIRE(recorded.calls.steps[point - 1].is_directory);
            replay.skip_directory_call();
        }
        recorded.timeline.follow(expected, next_event, point);
        if (expected.is_created) look(replay, expected);  // Names of new files are rule 12.
    }
}

/// Opens the file, and tries images of it, that has the name in each state that the directory may
/// be left in.
void try_names(Replay& replay, const Expected& expected, Explorer& explorer, Seen& seen) {
    std::set<DirectoryCall::File> possible;
    for (std::uint64_t state = 0; state < replay.directory().count(); ++state) {
        const auto names = replay.directory().names(state);
        const auto found = names.find(name);
        REQUIRE(found != names.end());
        possible.insert(found->second);
        ++seen.files[found->second];
        explorer.try_point(replay.file(found->second), expected);
    }
    if (possible.size() > 1) ++seen.undecided;
}

/// Whoever writes first removes what a compaction has left.
void clean_up(Replay& replay, Random& random, Seen& seen) {
    for (std::uint64_t state = 0; state < replay.directory().count(); ++state) {
        const TemporaryDirectory left;
        write_files(replay, replay.directory().names(state), left.path(), random);
        seen.leftovers += leftover_count(left.path());
        Database database = Database::open(left / name);
        database.set("later", "value");
        CHECK(database.verify().ok());
        CHECK(leftover_count(left.path()) == 0);
    }
}

}  // namespace

TEST_CASE(
    "rule 13: whatever names a power cut leaves, the old file or the new one is there whole") {
    Explorer explorer(campaign_options().seed, {.images_per_point = 20, .lives_after = 1});
    Random random(campaign_options().seed);
    Seen seen;

    at_each_point(
        record_compactions(Reopening::no), {}, [&](Replay& replay, const Expected& expected) {
            try_names(replay, expected, explorer, seen);
            clean_up(replay, random, seen);
        });

    INFO(explorer.report());
    CHECK(explorer.figures().failures == 0);
    CHECK(seen.files.size() == 3);
    CHECK(seen.leftovers > 0);
    CHECK(seen.undecided > 0);
    add(explorer.figures());
}

TEST_CASE("rule 13: who commits to a file whose compactor died behind the rename keeps its name") {
    constexpr std::uint64_t images_per_round = 20'000;  // Of all that the program is to try.
    const Recorded recorded = record_compactions(Reopening::yes);
    REQUIRE(recorded.name_syncs.size() == 2);

    for (std::uint64_t round = 0; round * images_per_round < campaign_options().images; ++round) {
        // What follows a power cut is drawn by lot, one for each image: each round draws others.
        Explorer explorer(campaign_options().seed + round, {.images_per_point = 5});
        Seen seen;
        at_each_point(recorded, recorded.name_syncs, [&](Replay& replay, const Expected& expected) {
            try_names(replay, expected, explorer, seen);
        });

        INFO(explorer.report());
        CHECK(explorer.figures().failures == 0);
        CHECK(seen.files.size() == 3);
        CHECK(seen.undecided > 0);
        add(explorer.figures());
    }
}

}  // namespace dbdb::test
