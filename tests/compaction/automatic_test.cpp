#include <thread>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "database/auto_compactor.hpp"
#include "support/test_clock.hpp"

namespace dbdb::test {

using database::Fill;
using database::is_due;

TEST_CASE("a file is due by its garbage, from a size on") {
    const AutomaticCompaction when{.file_bytes_min = 1000};
    CHECK(is_due({2000, 900}, when, 0));
    CHECK_FALSE(is_due({2000, 1000}, when, 0));
    CHECK_FALSE(is_due({999, 10}, when, 0));
    CHECK_FALSE(is_due({2000, 3000}, when, 0));
}

TEST_CASE("what gained nothing is not tried again before as much has been added") {
    const AutomaticCompaction when{.file_bytes_min = 1000};
    CHECK_FALSE(is_due({2000, 900}, when, 2000));
    CHECK_FALSE(is_due({4000, 900}, when, 2000));
    CHECK(is_due({4001, 900}, when, 2000));
    CHECK_FALSE(is_due({1500, 100}, when, 2000));
}

TEST_CASE("random overwrites with automatic compaction keep the file small") {
    const TemporaryDirectory directory;
    Options options;
    options.compaction = {.interval = std::chrono::milliseconds(1), .file_bytes_min = 1 << 20};
    Database db = Database::open(directory / "a.db", options);
    fill(db, 5000);
    std::uint64_t written = 0;
    // Waits for the other thread only by going on: the file is due long before the end.
    for (unsigned round = 0; db.statistics().used_bytes + 1000 > written || round < 20; ++round) {
        change(db, 5000, 100, round);
        written = std::max(written, db.statistics().used_bytes);
        REQUIRE(round < 100'000);
    }
    CHECK(db.size() == 5000);
    db.close();
    CHECK(contents_in(directory / "a.db").size() == 5000);
    CHECK(file_count(directory) == 2);
}

TEST_CASE("automatic compaction removes what has expired, and does not copy it") {
    const TemporaryDirectory directory;
    const TestClock clock;
    const auto path = directory / "a.db";
    {
        Database db = Database::open(path, {.clock = clock});
        db.update([](Transaction& change) {
            for (unsigned index = 0; index < 1'000; ++index)
                change.set(std::to_string(index),
                           std::string(1'000, 'v'),
                           {.ttl = std::chrono::seconds(index < 900 ? 1 : 60)});
        });
        db.update([](Transaction& change) { change.set("other", std::string(3 << 20, 'v')); });
        db.update([](Transaction& change) { change.set("other", "1"); });
        clock.advance(std::chrono::seconds(1));
    }
    Options options{.clock = clock};
    options.compaction = {.interval = std::chrono::milliseconds(1), .file_bytes_min = 1 << 20};
    const Database db = Database::open(path, options);
    while (db.statistics().used_bytes > 2 << 20)
        std::this_thread::yield();
    CHECK(db.size() == 101);
    CHECK(db.statistics().used_bytes < 300'000);
    CHECK(db.verify().ok());
}

TEST_CASE("a handle is closed while its compaction waits for a transaction of the same thread") {
    const TemporaryDirectory directory;
    Options options;
    options.compaction = {.interval = std::chrono::milliseconds(1), .file_bytes_min = 1 << 20};
    for (unsigned round = 0; round < 5; ++round) {
        Database db = Database::open(directory / "a.db", options);
        fill(db, 5000, round);
        Transaction transaction = db.begin();
        transaction.set("apple", std::to_string(round));
        db.close();
        transaction.commit();
    }
    CHECK(contents_in(directory / "a.db").at("apple") == "4");
}

TEST_CASE("automatic compaction is off unless it is asked for") {
    CHECK(Options{}.compaction.interval.count() == 0);
}

}  // namespace dbdb::test
