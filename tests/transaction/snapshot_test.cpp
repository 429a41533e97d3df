#include "dbdb/snapshot.hpp"

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

TEST_CASE("a snapshot keeps reading its commit after later commits") {
    Database db = database_with({{"apple", "red"}});
    const Snapshot before = db.snapshot();

    db.set("apple", "green");
    db.set("pear", "yellow");

    CHECK(before.get("apple") == "red");
    CHECK(before.size() == 1);
    CHECK(before.commit_id() == 1);
    CHECK(db.get("apple") == "green");
}

TEST_CASE("snapshots of one commit are equal, of different commits they are not") {
    Database db = database_with({{"a", "1"}});
    const Snapshot first = db.snapshot();
    const Snapshot same = db.snapshot();
    db.set("a", "2");
    const Snapshot second = db.snapshot();
    db.begin().commit("a message only");

    CHECK(first == same);
    CHECK_FALSE(first == second);
    CHECK(second == db.snapshot());
    CHECK_FALSE(first == database_with({{"a", "1"}}).snapshot());
}

TEST_CASE("getting many keys gives what getting each of them gives") {
    const std::string large(5'000, 'l');
    const Database db = database_with({{"", "0"}, {"a", "1"}, {"b", large}, {"c", ""}});
    const Snapshot now = db.snapshot();
    const std::vector<std::string_view> some = {"b", "", "x", "a", "a", "c", "aa"};
    std::vector<std::string_view> keys;
    for (int time = 0; time < 5; ++time)
        keys.insert(keys.end(), some.begin(), some.end());
    std::vector<std::optional<std::string_view>> values(keys.size(), "left over");

    now.get_many(keys, values);
    now.get_many({}, {});

    for (std::size_t index = 0; index < keys.size(); ++index)
        CHECK(values[index] == now.get(keys[index]));
    CHECK(errc_of([&] { now.get_many(keys, std::span(values).first(3)); }) == Errc::invalid);
}

TEST_CASE("copies of a snapshot are as good as it, and outlive it") {
    std::optional<Snapshot> original = database_with({{"a", "1"}}).snapshot();
    Snapshot copy = *original;
    Snapshot other = database_with({{"b", "2"}}).snapshot();
    original.reset();
    other = copy;
    Snapshot moved = std::move(copy);
    moved = *&moved;

    CHECK(other.get("a") == "1");
    CHECK(moved == other);
    CHECK(moved.info().id == 1);
}

TEST_CASE("a snapshot outlives its database and close()") {
    Database db = database_with({{"a", "1"}});
    const Snapshot closed = db.snapshot();
    db.close();
    std::optional<Snapshot> orphan;
    {
        Database gone = database_with({{"b", std::string(5'000, 'b')}});
        for (int index = 0; index < 300; ++index)
            gone.set("c", std::to_string(index));
        orphan = gone.snapshot();
    }

    CHECK(closed.get("a") == "1");
    CHECK(orphan->at("b").size() == 5'000);
    CHECK(orphan->get("c") == "299");
    CHECK(entries_of(orphan->range()).size() == 2);
}

TEST_CASE("snapshots of many generations stay what they are, in any order of closing") {
    Database db = Database::in_memory({.durability = Durability::none});
    std::vector<std::pair<Snapshot, int>> kept;
    for (int index = 0; index < 2'000; ++index) {
        db.set("key", std::to_string(index));
        db.snapshot();
        if (index % 37 == 0) kept.emplace_back(db.snapshot(), index);
        if (kept.size() > 20) kept.erase(kept.begin() + index % 20);
        for (const auto& [snapshot, value] : kept)
            REQUIRE(snapshot.get("key") == std::to_string(value));
    }
}

TEST_CASE("a snapshot shows one commit, whatever other threads commit meanwhile") {
    Database db = Database::in_memory({.durability = Durability::none});
    db.update([](Transaction& change) {
        change.set("first", "0");
        change.set("second", "0");
    });
    std::atomic<bool> is_over{false};
    std::atomic<unsigned> wrong{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 4; ++reader) {
        readers.emplace_back([&] {
            CommitId newest = 0;
            while (!is_over.load()) {
                const Snapshot now = db.snapshot();
                const Snapshot copy = now;
                wrong += now.commit_id() < newest;
                wrong += now.get("first") != copy.get("second");
                newest = now.commit_id();
            }
        });
    }
    for (int index = 0; index < 3'000; ++index) {
        db.update([&](Transaction& change) {
            change.set("first", std::to_string(index));
            change.set("second", std::to_string(index));
        });
    }
    is_over = true;
    for (std::thread& reader : readers)
        reader.join();

    CHECK(wrong == 0);
}

TEST_CASE("a snapshot may be closed by another thread than the one that opened it") {
    Database db = database_with({{"a", "1"}});
    for (int index = 0; index < 200; ++index) {
        std::thread([snapshot = db.snapshot()] { static_cast<void>(snapshot.get("a")); }).join();
        db.set("a", std::to_string(index));
    }

    CHECK(db.get("a") == "199");
}

}  // namespace dbdb::test
