#include <atomic>
#include <filesystem>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

TEST_CASE("two handles of one file in one process see each other's commits at once") {
    const TemporaryDirectory directory;
    Database first = Database::open(directory / "test.db");
    Database second = Database::open(directory / "test.db");

    first.set("a", "1");
    CHECK(second.get("a") == "1");
    CHECK(second.set("b", "2") == 2);
    CHECK(first.get("b") == "2");
}

TEST_CASE("handles of one file wait for each other's transactions") {
    const TemporaryDirectory directory;
    Database first = Database::open(directory / "test.db");
    Database second = Database::open(directory / "test.db");
    Transaction open = first.begin();

    CHECK_FALSE(second.try_begin(std::chrono::milliseconds(1)).has_value());
    open.rollback();
    CHECK(second.try_begin(std::chrono::milliseconds(0)).has_value());
}

TEST_CASE("symbolic and hard links lead to the same database") {
    const TemporaryDirectory directory;
    Database plain = Database::open(directory / "test.db");
    std::filesystem::create_symlink(directory / "test.db", directory / "symbolic.db");
    std::filesystem::create_hard_link(directory / "test.db", directory / "hard.db");
    Database symbolic = Database::open(directory / "symbolic.db");
    Database hard = Database::open(directory / "hard.db");

    plain.set("a", "1");
    symbolic.set("b", "2");
    CHECK(hard.set("c", "3") == 3);

    CHECK(plain.size() == 3);
}

TEST_CASE("a commit that readers have noticed is not lost by the next writer") {
    Store store;
    Database here = store.open();
    Database elsewhere = Database::open(store.memory);
    here.set("a", "1");

    CHECK(elsewhere.set("b", "2") == 2);
    CHECK(here.get("b") == "2");
    CHECK(here.set("c", "3") == 3);

    CHECK(contents_of(here.snapshot()) == Contents{{"a", "1"}, {"b", "2"}, {"c", "3"}});
}

TEST_CASE("what a failed write has left does not disturb reading another writer's commit there") {
    Store store;
    Database here = store.open();
    Database elsewhere = Database::open(store.memory);
    here.set("a", "1");
    store.faults->fail({.kinds = {CallKind::write}});
    CHECK(errc_of([&] {
              here.update([](Transaction& change) {
                  for (int index = 0; index < 5'000; ++index)
                      change.set("key" + std::to_string(index), std::string(90, 'l'));
              });
          }) == Errc::io);

    elsewhere.update([](Transaction& change) {
        for (int index = 0; index < 5'000; ++index)
            change.set("other" + std::to_string(index), std::string(73, 'm'));
    });

    CHECK(contents_of(here.snapshot()) == contents_of(elsewhere.snapshot()));
    CHECK(here.verify().ok());
}

TEST_CASE("threads that change the same counter by transactions lose no step") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db", {.durability = Durability::none});
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int step = 0; step < 250; ++step) {
                db.update([](Transaction& change) {
                    const std::string before(change.get("counter").value_or("0"));
                    change.set("counter", std::to_string(std::stoi(before) + 1));
                });
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    CHECK(db.get("counter") == "2000");
    CHECK(db.snapshot().commit_id() == 2000);
}

TEST_CASE("a handle that was closed refuses every use, and closing twice is allowed") {
    Database db = database_with({{"a", "1"}});
    db.close();
    db.close();

    CHECK(errc_of([&] { db.snapshot(); }) == Errc::closed);
    CHECK(errc_of([&] { db.set("a", "2"); }) == Errc::closed);
    CHECK(errc_of([&] { db.begin(); }) == Errc::closed);
    CHECK(errc_of([&] { db.statistics(); }) == Errc::closed);
}

TEST_CASE("a transaction goes on after its handle was closed") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    Transaction change = db.begin();
    change.set("a", "1");
    db.close();

    CHECK(change.commit() == 1);
    CHECK(Database::open(directory / "test.db").get("a") == "1");
}

TEST_CASE("a timeout without end is no overflow") {
    Database db = Database::in_memory();

    CHECK(db.try_begin(std::chrono::milliseconds::max()).has_value());
    CHECK(db.try_begin(std::chrono::milliseconds::min()).has_value());
}

}  // namespace dbdb::test
