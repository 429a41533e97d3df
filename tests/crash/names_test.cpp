/// Power cuts while a database is made under its name, by the code that makes files.
#include <doctest/doctest.h>

#include "campaign.hpp"
#include "replay.hpp"
#include "support/simulated_directory.hpp"
#include "support/temporary_directory.hpp"
#include "system_calls.hpp"

namespace dbdb::test {
namespace {

constexpr const char* name = "made.db";

/// Makes a database by its name and commits to it; when each was told, in steps.
Timeline make_by_name(const std::filesystem::path& path, const SystemCalls& calls) {
    Timeline timeline(Expected::not_created());
    Database database = Database::open(path);
    timeline.create(calls.steps.size());
    Contents contents;
    for (const char* key : {"a", "b"}) {
        contents[key] = "value";
        const CommitId id = database.snapshot().commit_id() + 1;
        timeline.may_commit(calls.steps.size(), id, {contents, key, {}});
        database.update([&](Transaction& change) { change.set(key, "value"); }, {.message = key});
        timeline.acknowledge(calls.steps.size(), id);
    }
    return timeline;
}

}  // namespace

TEST_CASE("rule 12: whatever names a power cut leaves, a database is there whole or not at all") {
    const TemporaryDirectory directory;
    SystemCallRecorder recorder(directory.path());
    const SystemCalls& calls = recorder.calls();
    const Timeline timeline = make_by_name(directory / name, calls);
    REQUIRE(calls.directory.size() >= 4);  // Made, linked, removed under the other name, synced.
    Explorer explorer(campaign_options().seed, {.images_per_point = 100, .lives_after = 1});
    Replay replay(calls);
    Expected expected = timeline.before();
    std::size_t next_event = 0;
    std::uint64_t without_name = 0;

    for (std::size_t point = 0; point <= calls.steps.size(); ++point) {
        if (point > 0) replay.follow(calls.steps[point - 1]);
        timeline.follow(expected, next_event, point);
        for (std::uint64_t state = 0; state < replay.directory().count(); ++state) {
            CAPTURE(point);
            const auto names = replay.directory().names(state);
            const auto found = names.find(name);
            if (found == names.end()) {
                ++without_name;
                CHECK_FALSE(expected.is_created);
                continue;
            }
            // From the moment it has the name it is a database, if only an empty one.
            Expected named = expected;
            named.is_created = true;
            explorer.try_point(replay.file(found->second), named);
        }
    }

    INFO(explorer.report());
    CHECK(explorer.figures().failures == 0);
    CHECK(without_name > 0);
    add(explorer.figures());
}

TEST_CASE("in a simulated directory a name is there for sure once the directory was synced") {
    using Kind = DirectoryCall::Kind;
    SimulatedDirectory directory;
    directory.follow({Kind::link, "new", "", 1});
    directory.follow({Kind::sync});
    directory.follow({Kind::link, "old", "", 2});
    directory.follow({Kind::rename, "old", "new", 1});

    REQUIRE(directory.count() == 4);
    using Names = SimulatedDirectory::Names;
    CHECK(directory.names(0) == Names{{"new", 1}});
    CHECK(directory.names(1) == Names{{"new", 1}, {"old", 2}});
    CHECK(directory.names(2) == Names{{"old", 1}});
    CHECK(directory.names(3) == Names{{"old", 1}});
    directory.follow({Kind::sync});
    CHECK(directory.count() == 1);
    CHECK(directory.names(0) == Names{{"old", 1}});
}

}  // namespace dbdb::test
