/// Subscriptions that go on while the commits that they follow move to another file.
#include "dbdb/feed.hpp"

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

constexpr std::chrono::milliseconds at_once{0};
constexpr std::chrono::milliseconds long_enough = std::chrono::minutes(5);

void set_number(Database& db, unsigned number) { db.set("number", std::to_string(number)); }

/// A commit with its change as text: "since>id before>after".
std::string described(const std::optional<CommitChanges>& news) {
    if (!news) return "nothing";
    std::string text = std::to_string(news->since) + ">" + std::to_string(news->commit.id);
    for (const Change& change : news->changes)
        text += " " + std::string(change.before.value_or("")) + ">" +
                std::string(change.after.value_or(""));
    return text;
}

}  // namespace

TEST_CASE("a subscription gives each commit that a compaction kept once, and leaves nothing out") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    set_number(db, 1);
    Subscription feed = db.subscribe();
    for (unsigned number = 2; number <= 6; ++number)
        set_number(db, number);
    CHECK(described(feed.wait(at_once)) == "1>2 1>2");

    CHECK(db.compact({.keep = {.commits = 2}}).kept_commits == 2);

    // Commits 3 and 4 are gone; what they changed comes with 5.
    CHECK(described(feed.wait(at_once)) == "2>5 2>5");
    CHECK(described(feed.wait(at_once)) == "5>6 5>6");
    CHECK(described(feed.wait(at_once)) == "nothing");
    db.compact();
    set_number(db, 7);
    CHECK(described(feed.wait(at_once)) == "6>7 6>7");
    set_number(db, 8);
    db.compact({.keep = {.commits = 2}});
    CHECK(described(feed.wait(at_once)) == "7>8 7>8");
    CHECK(described(feed.wait(at_once)) == "nothing");
}

TEST_CASE("a subscription survives the compactions of another process without a gap") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database db = Database::open(path);
    set_number(db, 0);
    bool is_read_only = false;
    SUBCASE("of a reader") { is_read_only = true; }
    SUBCASE("of a writer") {}
    db.close();
    const Database own = Database::open(path, {.read_only = is_read_only});
    Subscription feed = own.subscribe();
    constexpr unsigned count = 40;
    ChildProcess child([&] {
        Database other = Database::open(path);
        for (unsigned number = 1; number <= count; ++number) {
            set_number(other, number);
            if (number % 5 == 0) other.compact({.keep = {.commits = number % 3 + 1}});
        }
        return 0;
    });
    CommitId last = 1;
    std::string value = "0";
    while (value != std::to_string(count)) {
        const auto news = feed.wait(long_enough);
        REQUIRE(news);
        CHECK(news->since == last);
        CHECK(news->commit.id > last);
        const Change change = *news->changes.begin();
        CHECK(change.before == value);
        value = *change.after;
        last = news->commit.id;
        CHECK(value == std::to_string(last - 1));
    }
    CHECK(child.wait() == 0);
    CHECK(described(feed.wait(at_once)) == "nothing");
}

}  // namespace dbdb::test
