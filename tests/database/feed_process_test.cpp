#include <doctest/doctest.h>

#include "dbdb/database.hpp"
#include "dbdb/feed.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

constexpr std::chrono::milliseconds long_enough = std::chrono::minutes(5);

/// Adds its number to a counter, so that each commit tells its own place.
int count_up(const std::filesystem::path& path, int steps, Durability durability) {
    Database db = Database::open(path);
    for (int step = 0; step < steps; ++step) {
        db.update(
            [](Transaction& change) {
                change.set("counter",
                           std::to_string(std::stoi(std::string(change.at("counter"))) + 1));
            },
            {.durability = durability});
    }
    return 0;
}

}  // namespace

TEST_CASE("a subscription gives the commits of all processes, each once and none left out") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("counter", "0");
    constexpr int steps = 60;
    for (const bool is_read_only : {true, false}) {
        CAPTURE(is_read_only);
        Database db = Database::open(path, {.read_only = is_read_only});
        const int first = std::stoi(*db.get("counter"));
        Subscription feed = db.subscribe();
        ChildProcess durable([&] { return count_up(path, steps, Durability::sync); });
        ChildProcess quick([&] { return count_up(path, steps, Durability::none); });
        if (!is_read_only) CHECK(count_up(path, steps, Durability::sync) == 0);
        const int commits = is_read_only ? 2 * steps : 3 * steps;
        for (int commit = 1; commit <= commits; ++commit) {
            CAPTURE(commit);
            const auto news = feed.wait(long_enough);
            REQUIRE(news);
            REQUIRE(news->commit.id == news->since + 1);
            const Change change = *news->changes.begin();
            REQUIRE(change.before == std::to_string(first + commit - 1));
            REQUIRE(change.after == std::to_string(first + commit));
        }
        CHECK(durable.wait() == 0);
        CHECK(quick.wait() == 0);
        CHECK_FALSE(feed.wait(std::chrono::milliseconds(0)));
    }
}

TEST_CASE("a subscription of a parent process refuses its use in the child") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    Subscription feed = db.subscribe();

    CHECK(in_child([&] {
              return errc_of([&] { static_cast<void>(feed.wait(long_enough)); }) == Errc::closed
                         ? 0
                         : 1;
          }) == 0);
}

}  // namespace dbdb::test
