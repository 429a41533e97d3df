#include <atomic>
#include <barrier>
#include <optional>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

void join(std::vector<std::thread>& threads) {
    for (std::thread& thread : threads)
        thread.join();
}

void set_both(Database& db, const std::string& value, Durability durability) {
    db.update(
        [&](Transaction& change) {
            change.set("first", value);
            change.set("second", value);
        },
        {.durability = durability});
}

/// Reads until told to stop; counts what must not be.
struct Readers {
    Readers(const Database& database, unsigned count) {
        for (unsigned reader = 0; reader < count; ++reader)
            threads.emplace_back([this, &database] { read(database); });
    }

    void read(const Database& database) {
        CommitId newest = 0;
        while (!is_over.load()) {
            const Snapshot now = database.snapshot();
            wrong += now.commit_id() < newest;
            wrong += now.get("first") != now.get("second");
            wrong += database.get("never").has_value();
            newest = now.commit_id();
        }
    }

    unsigned stop() {
        is_over = true;
        join(threads);
        return wrong;
    }

    std::atomic<bool> is_over{false};
    std::atomic<unsigned> wrong{0};
    std::vector<std::thread> threads;
};

}  // namespace

TEST_CASE("a transaction is begun by one thread, changed by the next and committed by a third") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    for (int round = 0; round < 10; ++round) {
        std::optional<Transaction> change;
        std::thread([&] { change = db.begin(); }).join();
        std::thread([&] { change->set(std::to_string(round), "value"); }).join();
        CHECK(change->contains(std::to_string(round)));
        std::thread([moved = std::move(*change)]() mutable { moved.commit(); }).join();
    }

    CHECK(db.size() == 10);
    CHECK(db.snapshot().commit_id() == 10);
}

TEST_CASE("a transaction that another thread drops gives its turn back") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    std::thread([change = db.begin()]() mutable { change.set("a", "1"); }).join();

    CHECK(db.set("b", "2") == 1);
    CHECK_FALSE(db.contains("a"));
}

TEST_CASE("threads go on reading their snapshots while the database is written, closed and gone") {
    constexpr unsigned count = 80;  // More than have a line of their own to count in.
    const TemporaryDirectory directory;
    std::optional<Database> db = Database::open(directory / "test.db");
    set_both(*db, std::string(5'000, 'b'), Durability::sync);
    std::atomic<unsigned> right{0};
    std::barrier have_opened(count + 1);
    std::barrier is_closed(count + 1);
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < count; ++thread) {
        threads.emplace_back([&] {
            const Snapshot mine = db->snapshot();
            const Snapshot copy = mine;
            have_opened.arrive_and_wait();
            const bool before = mine.get("first") == std::string(5'000, 'b');
            is_closed.arrive_and_wait();
            right += before && copy.get("second") == mine.get("first") && copy.commit_id() == 1;
        });
    }
    have_opened.arrive_and_wait();
    for (int index = 0; index < 300; ++index)
        set_both(*db, std::to_string(index), Durability::none);
    db->close();
    db.reset();
    is_closed.arrive_and_wait();
    join(threads);

    CHECK(right == count);
}

TEST_CASE("threads that read a file for the first time, all of them at once, read it right") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).update([](Transaction& change) {
        for (int index = 0; index < 5'000; ++index)
            change.set(std::to_string(index), std::string(index % 500 == 0 ? 3'000 : 50, 'v'));
    });
    for (int round = 0; round < 5; ++round) {
        const Database db = Database::open(path, {.read_only = true});
        std::barrier begin(4);
        std::atomic<unsigned> right{0};
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                begin.arrive_and_wait();
                for (int index = 0; index < 5'000; ++index)
                    right += db.get(std::to_string(index)).has_value();
            });
        }
        join(threads);
        CHECK(right == 4 * 5'000);
    }
}

TEST_CASE(
    "readers on all threads see whole commits, in order, while others write, sync and close") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database db = Database::open(path);
    const Database read_only = Database::open(path, {.read_only = true});
    set_both(db, "0", Durability::sync);
    Readers readers(db, 2);
    Readers apart(read_only, 1);
    std::thread handles([&] {
        for (int index = 0; index < 50; ++index) {
            Database other = Database::open(path);
            set_both(other, "other" + std::to_string(index), Durability::interval);
        }
    });
    for (int index = 0; index < 300; ++index)
        set_both(db, std::to_string(index), index % 50 == 0 ? Durability::sync : Durability::none);
    db.sync();
    handles.join();

    CHECK(readers.stop() == 0);
    CHECK(apart.stop() == 0);
    CHECK(db.snapshot().commit_id() == 351);
    CHECK(db.verify().ok());
}

}  // namespace dbdb::test
