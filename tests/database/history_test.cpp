#include "dbdb/history.hpp"

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "transaction/hold.hpp"

namespace dbdb::test {
namespace {

using transaction::Hold;

/// A database with `count` commits; the commit with id n sets "key" to n and says so.
Database database_with_commits(CommitId count) {
    Database db = Database::in_memory({.durability = Durability::none});
    for (CommitId id = 1; id <= count; ++id) {
        const std::string text = std::to_string(id);
        db.update([&](Transaction& change) { change.set("key", text); }, {.message = text});
    }
    return db;
}

std::vector<CommitId> ids_of(const History& history) {
    std::vector<CommitId> ids;
    for (const CommitInfo& commit : history)
        ids.push_back(commit.id);
    return ids;
}

using Ids = std::vector<CommitId>;

}  // namespace

TEST_CASE("a history gives the commits newest first") {
    const Database db = database_with_commits(5);

    CHECK(ids_of(db.history()) == Ids{5, 4, 3, 2, 1});
    CHECK(db.history().count() == 5);
    CHECK(db.history().begin()->message == "5");
    CHECK(Database::in_memory().history().empty());
    CHECK(ids_of(Database::in_memory().history()).empty());
}

TEST_CASE("a history begins and ends where it is told to") {
    const Database db = database_with_commits(9);
    const History history = db.history();

    CHECK(ids_of(history.limit(2)) == Ids{9, 8});
    CHECK(ids_of(history.limit(0)).empty());
    CHECK(history.limit(99).count() == 9);
    CHECK(ids_of(history.skip(7)) == Ids{2, 1});
    CHECK(history.skip(99).empty());
    CHECK(ids_of(history.from(3)) == Ids{3, 2, 1});
    CHECK(history.from(0).empty());
    CHECK(ids_of(history.since(7)) == Ids{9, 8});
    CHECK(history.since(0).count() == 9);
    CHECK(history.since(9).empty());
    CHECK(history.since(99).empty());
    CHECK(ids_of(history.from(6).since(3)) == Ids{6, 5, 4});
    CHECK(history.from(3).since(6).empty());
    CHECK(history.since(6).from(3).empty());
    CHECK(ids_of(history.from(7).skip(1).limit(3)) == Ids{6, 5, 4});
    CHECK(errc_of([&] { static_cast<void>(history.from(10)); }) == Errc::not_found);
}

TEST_CASE("a history stays what it was while commits are added") {
    Database db = database_with_commits(3);
    const History history = db.history();
    db.set("key", "later");

    CHECK(ids_of(history) == Ids{3, 2, 1});
    CHECK(ids_of(db.history()) == Ids{4, 3, 2, 1});
}

TEST_CASE("each commit of a history can be read") {
    const Database db = database_with_commits(20);
    const History history = db.history();
    for (History::Iterator commit = history.begin(); commit != history.end(); ++commit) {
        CHECK(commit.snapshot().commit_id() == commit->id);
        CHECK(commit.snapshot().at("key") == std::to_string(commit->id));
    }
}

TEST_CASE("every commit can be opened by its id") {
    const Database db = database_with_commits(300);
    for (CommitId id = 1; id <= 300; ++id) {
        CAPTURE(id);
        const Snapshot then = db.snapshot_at(id);
        CHECK(then.commit_id() == id);
        CHECK(then.at("key") == std::to_string(id));
    }
    CHECK(db.snapshot_at(0).empty());
    CHECK(db.snapshot_at(0).commit_id() == 0);
}

TEST_CASE("a commit that is not there is not found, and the error says which are") {
    const Database db = database_with_commits(3);

    const auto error = error_of([&] { static_cast<void>(db.snapshot_at(4)); });

    REQUIRE(error);
    CHECK(error->errc() == Errc::not_found);
    CHECK(std::string(error->what()).find("commit 4 (there are 3, from 1 to 3)") !=
          std::string::npos);
    const Database none = Database::in_memory();
    CHECK(errc_of([&] { static_cast<void>(none.snapshot_at(1)); }) == Errc::not_found);
}

TEST_CASE("the newest commit not after a time is opened") {
    const Database db = database_with_commits(50);
    const auto tick = std::chrono::system_clock::duration(1);
    for (const CommitInfo& commit : db.history()) {
        CAPTURE(commit.id);
        // Commits may have been made at the same time; then the youngest of them counts.
        const Snapshot at = db.snapshot_at(commit.time);
        CHECK(at.commit_id() >= commit.id);
        CHECK(at.info().time == commit.time);
        if (at.commit_id() < 50)
            CHECK(db.snapshot_at(at.commit_id() + 1).info().time > commit.time);
        CHECK(db.history().since(commit.time).count() == 50 - at.commit_id());
    }
    const auto first = db.snapshot_at(1).info().time;
    const auto last = db.snapshot().info().time;
    CHECK(db.snapshot_at(std::chrono::system_clock::time_point::max()).commit_id() == 50);
    CHECK(db.snapshot_at(last + tick).commit_id() == 50);
    CHECK(errc_of([&] { static_cast<void>(db.snapshot_at(first - tick)); }) == Errc::not_found);
    CHECK(db.history().since(first - tick).count() == 50);
}

TEST_CASE("a snapshot of an old commit outlives later commits and the database") {
    const TemporaryDirectory directory;
    std::optional<Snapshot> then;
    {
        Database db = Database::open(directory / "test.db", {.durability = Durability::none});
        db.set("key", "old");
        then = db.snapshot_at(1);
        for (int index = 0; index < 300; ++index)
            db.set("key", std::to_string(index));
        CHECK(db.snapshot_at(1) == *then);
    }
    const Snapshot copy = *then;
    then.reset();

    CHECK(copy.at("key") == "old");
    CHECK(entries_of(copy.range()).size() == 1);
    CHECK(copy.info().id == 1);
}

TEST_CASE("rule 26: a damaged commit record is told by whoever needs it, and by nobody else") {
    Store store;
    Database db = store.open();
    for (int index = 1; index <= 6; ++index)
        db.set("key", std::to_string(index));
    const Snapshot second = db.snapshot_at(2);
    const std::uint64_t record = to_offset(Hold::version_of(second).link.address);
    damage(*store.memory, record + 40);
    store.is_sound = false;

    CHECK(errc_of([&] { static_cast<void>(db.snapshot_at(2)); }) == Errc::corrupt);
    CHECK(errc_of([&] { ids_of(db.history()); }) == Errc::corrupt);
    CHECK(db.snapshot_at(5).at("key") == "5");
    CHECK(ids_of(db.history().limit(3)) == Ids{6, 5, 4});
}

}  // namespace dbdb::test
