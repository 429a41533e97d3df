#include "dbdb/feed.hpp"

#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds at_once{0};
constexpr milliseconds long_enough = std::chrono::minutes(5);

/// A commit with its changes as text: "since>id key=value -key".
std::string described(const std::optional<CommitChanges>& news) {
    if (!news) return "nothing";
    std::string text = std::to_string(news->since) + ">" + std::to_string(news->commit.id);
    for (const Change& change : news->changes) {
        const std::string key(change.key);
        text += change.after ? " " + key + "=" + std::string(*change.after) : " -" + key;
    }
    return text;
}

}  // namespace

TEST_CASE("what has changed since a commit is told with both ids") {
    Database db = database_with({{"a", "1"}, {"b", "2"}});
    db.set("a", "one");
    db.erase("b");

    CHECK(described(db.changes_since(0)) == "0>3 a=one");
    CHECK(described(db.changes_since(1)) == "1>3 a=one -b");
    CHECK(described(db.changes_since(2)) == "2>3 -b");
    CHECK(described(db.changes_since(3)) == "3>3");
    CHECK(errc_of([&] { static_cast<void>(db.changes_since(4)); }) == Errc::not_found);
}

TEST_CASE("a subscription gives each later commit once, in order, with its changes") {
    Database db = database_with({{"a", "1"}});
    Subscription feed = db.subscribe();
    CHECK(described(feed.wait(at_once)) == "nothing");
    db.set("a", "2");
    db.update([](Transaction& change) {
        change.set("b", "3");
        change.erase("a");
    });
    db.begin().commit("no change");

    CHECK(described(feed.wait(at_once)) == "1>2 a=2");
    CHECK(described(feed.wait(long_enough)) == "2>3 -a b=3");
    CHECK(feed.last() == 3);
    const auto empty = feed.wait(at_once);
    CHECK(described(empty) == "3>4");
    CHECK(empty->commit.message == "no change");
    CHECK(described(feed.wait(at_once)) == "nothing");
    CHECK(described(feed.wait(milliseconds(-1))) == "nothing");
}

TEST_CASE("a subscription goes on behind any commit") {
    Database db = database_with({{"a", "1"}});
    for (const char* value : {"2", "3", "4"})
        db.set("a", value);

    Subscription from_beginning = db.subscribe(0);
    CHECK(described(from_beginning.wait(at_once)) == "0>1 a=1");
    CHECK(described(from_beginning.wait(at_once)) == "1>2 a=2");
    Subscription resumed = db.subscribe(from_beginning.last());
    CHECK(described(resumed.wait(at_once)) == "2>3 a=3");
    CHECK(described(resumed.wait(at_once)) == "3>4 a=4");
    CHECK(described(resumed.wait(at_once)) == "nothing");
    CHECK(errc_of([&] { static_cast<void>(db.subscribe(5)); }) == Errc::not_found);
}

TEST_CASE("a subscription that waits is woken by commits of another thread") {
    for (const bool is_in_memory : {true, false}) {
        CAPTURE(is_in_memory);
        constexpr CommitId commits = 200;
        const TemporaryDirectory directory;
        Database db = is_in_memory ? Database::in_memory() : Database::open(directory / "test.db");
        Subscription feed = db.subscribe();
        std::thread writer([&] {
            for (CommitId id = 1; id <= commits; ++id) {
                const bool is_durable = id % 2 == 0;
                db.update([&](Transaction& change) { change.set("a", std::to_string(id)); },
                          {.durability = is_durable ? Durability::sync : Durability::none});
            }
        });
        bool is_each_once = true;
        for (CommitId id = 1; id <= commits && is_each_once; ++id) {
            is_each_once = described(feed.wait(long_enough)) == std::to_string(id - 1) + ">" +
                                                                    std::to_string(id) +
                                                                    " a=" + std::to_string(id);
        }
        writer.join();
        CHECK(is_each_once);
        CHECK(described(feed.wait(at_once)) == "nothing");
    }
}

TEST_CASE("a handle for reading follows the commits of one for writing") {
    const TemporaryDirectory directory;
    Database writer = Database::open(directory / "test.db");
    const Database reader = Database::open(directory / "test.db", {.read_only = true});
    Subscription feed = reader.subscribe();

    writer.set("a", "1");

    CHECK(described(feed.wait(long_enough)) == "0>1 a=1");
}

TEST_CASE("a wait ends when it is cancelled, and so do all later ones") {
    Database db = database_with({{"a", "1"}});
    Subscription feed = db.subscribe();
    std::thread other([&] { feed.cancel(); });

    CHECK(described(feed.wait(milliseconds::max())) == "nothing");

    other.join();
    db.set("a", "2");
    CHECK(described(feed.wait(long_enough)) == "nothing");
    CHECK(feed.last() == 1);
}

TEST_CASE("a subscription outlives its database") {
    const TemporaryDirectory directory;
    std::optional<Subscription> feed;
    {
        Database db = Database::open(directory / "test.db");
        feed = db.subscribe();
    }
    Database::open(directory / "test.db").set("a", "1");

    CHECK(described(feed->wait(long_enough)) == "0>1 a=1");
}

TEST_CASE("a commit that was seen and then given up by its writer is told, not passed over") {
    const auto file = file_with({});
    Database::open(file).set("a", "1");
    const Bytes before = bytes_of(*file);
    Database::open(file).set("a", "given up");
    const auto other_file = file_with(before);
    Database other = Database::open(other_file);
    const Database reader = Database::open(file, {.read_only = true});
    Subscription feed = reader.subscribe(1);
    CHECK(described(feed.wait(at_once)) == "1>2 a=given up");

    other.set("a", "another");
    file->write_at(0, bytes_of(*other_file));
    CHECK(described(feed.wait(at_once)) == "nothing");
    other.set("b", "2");
    file->write_at(0, bytes_of(*other_file));

    CHECK(errc_of([&] { static_cast<void>(feed.wait(at_once)); }) == Errc::not_found);
    CHECK(described(reader.subscribe(1).wait(at_once)) == "1>2 a=another");
}

TEST_CASE("changes stay readable while the subscription goes on") {
    Database db = Database::in_memory();
    Subscription feed = db.subscribe();
    db.set("a", "1");
    db.set("a", "2");

    const auto first = feed.wait(at_once);
    const auto second = feed.wait(at_once);

    CHECK(described(first) == "0>1 a=1");
    CHECK(described(second) == "1>2 a=2");
    CHECK(first->changes.after() == db.snapshot_at(1));
}

}  // namespace dbdb::test
