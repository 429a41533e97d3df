#include <array>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "gate_file.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

/// A database whose syncs can be held up, with space prepared for small commits.
struct Gated {
    std::shared_ptr<GateFile> gate = std::make_shared<GateFile>(file_with({}));
    Database db;

    explicit Gated(const Options& options = {}) : db(Database::open(gate, options)) {
        db.update([](Transaction& change) { change.set("first", "commit"); },
                  {.durability = Durability::sync});
    }
};

std::vector<std::thread> commit_in_threads(Database& db,
                                           int threads,
                                           const std::string& name = "key",
                                           Durability durability = Durability::sync) {
    std::vector<std::thread> made;
    for (int thread = 0; thread < threads; ++thread) {
        made.emplace_back([&db, durability, key = name + std::to_string(thread)] {
            const auto set = [&](Transaction& change) { change.set(key, "value"); };
            static_cast<void>(error_of([&] { db.update(set, {.durability = durability}); }));
        });
    }
    return made;
}

/// Waits until so many commits of a new key each are appended: a writer builds on the newest.
void wait_for_commits(Database& db, int commits) {
    while (db.begin().size() < static_cast<std::uint64_t>(commits))
        std::this_thread::yield();
}

void join(std::vector<std::thread>& threads) {
    for (std::thread& thread : threads)
        thread.join();
}

}  // namespace

TEST_CASE("commits that wait at the same time share one sync, however many they are") {
    for (const int waiting : {1, 8, 63}) {
        Gated gated;
        const unsigned before = gated.gate->sync_count();
        gated.gate->shut();
        std::vector<std::thread> threads = commit_in_threads(gated.db, 1);
        gated.gate->wait_for_syncs(before + 1);
        std::vector<std::thread> others = commit_in_threads(gated.db, waiting, "other");
        wait_for_commits(gated.db, 2 + waiting);
        gated.gate->open();
        join(threads);
        join(others);

        CHECK(gated.gate->sync_count() == before + 2);
        CHECK(gated.db.snapshot().commit_id() == 2 + static_cast<CommitId>(waiting));
    }
}

TEST_CASE("a commit with sync_twice has two syncs, whoever leads the round that covers it") {
    constexpr std::array orders{std::array{Durability::sync, Durability::sync_twice},
                                std::array{Durability::sync_twice, Durability::sync}};
    for (const auto& order : orders) {
        Gated gated;
        const unsigned before = gated.gate->sync_count();
        gated.gate->shut();
        std::vector<std::thread> threads = commit_in_threads(gated.db, 1);
        gated.gate->wait_for_syncs(before + 1);
        std::vector<std::thread> first = commit_in_threads(gated.db, 1, "first", order[0]);
        wait_for_commits(gated.db, 3);
        std::vector<std::thread> second = commit_in_threads(gated.db, 1, "second", order[1]);
        wait_for_commits(gated.db, 4);
        gated.gate->open();
        join(threads);
        join(first);
        join(second);
        CHECK(gated.gate->sync_count() == before + 3);

        gated.db.set("later", "value");
        CHECK(gated.gate->sync_count() == before + 4);
    }
}

TEST_CASE("a commit whose sync is under way is not seen by its own process") {
    Gated gated;
    const unsigned before = gated.gate->sync_count();
    gated.gate->shut();
    std::vector<std::thread> threads = commit_in_threads(gated.db, 1);
    gated.gate->wait_for_syncs(before + 1);

    CHECK(gated.db.snapshot().commit_id() == 1);
    gated.gate->open();
    join(threads);
    CHECK(gated.db.snapshot().commit_id() == 2);
}

TEST_CASE("a transaction builds on a commit whose sync is still under way") {
    Gated gated;
    const unsigned before = gated.gate->sync_count();
    gated.gate->shut();
    std::vector<std::thread> threads = commit_in_threads(gated.db, 1);
    gated.gate->wait_for_syncs(before + 1);

    Transaction change = gated.db.begin();
    CHECK(change.contains("key0"));
    change.set("later", "value");
    gated.gate->open();
    CHECK(change.commit() == 3);
    join(threads);
    CHECK(gated.db.verify().ok());
}

TEST_CASE("an unsynced commit during another's sync is seen, and is in the file, at once") {
    Gated gated;
    const unsigned before = gated.gate->sync_count();
    gated.gate->shut();
    std::vector<std::thread> threads = commit_in_threads(gated.db, 1);
    gated.gate->wait_for_syncs(before + 1);

    gated.db.update([](Transaction& change) { change.set("unsynced", "value"); },
                    {.durability = Durability::none});
    CHECK(gated.db.contains("unsynced"));
    CHECK(Database::open(gated.gate, {.read_only = true}).contains("unsynced"));
    gated.gate->open();
    join(threads);

    CHECK(Database::open(gated.gate, {.read_only = true}).snapshot().commit_id() == 3);
    CHECK(gated.gate->sync_count() == before + 1);
}

TEST_CASE("rule 8: when a shared sync fails every commit that waited for it fails") {
    const auto faults = std::make_shared<FaultFile>(file_with({}));
    const auto gate = std::make_shared<GateFile>(faults);
    Database db = Database::open(gate);
    db.set("first", "commit");
    gate->shut();
    std::vector<std::thread> threads = commit_in_threads(db, 1);
    gate->wait_for_syncs(gate->sync_count());
    faults->fail({.kinds = {CallKind::sync}});
    std::vector<std::thread> others = commit_in_threads(db, 4);
    gate->wait_for_appends(1);

    gate->open();
    join(threads);
    join(others);

    CHECK(db.snapshot().commit_id() == 1);
    CHECK(errc_of([&] { db.begin(); }) == Errc::io);
}

TEST_CASE("commits of Durability::interval are synced by and by") {
    Gated gated(
        {.durability = Durability::interval, .sync_interval = std::chrono::milliseconds(1)});
    const unsigned before = gated.gate->sync_count();

    gated.db.set("a", "1");
    gated.gate->wait_for_syncs(before + 1);
    gated.db.set("b", "2");
    gated.gate->wait_for_syncs(before + 2);

    CHECK(gated.db.size() == 3);
}

TEST_CASE("a single commit of Durability::interval is synced, however the database was opened") {
    Gated gated({.sync_interval = std::chrono::milliseconds(1)});
    const unsigned before = gated.gate->sync_count();

    gated.db.update([](Transaction& change) { change.set("a", "1"); },
                    {.durability = Durability::interval});
    gated.gate->wait_for_syncs(before + 1);

    CHECK(gated.db.contains("a"));
}

TEST_CASE("interval syncs do not wait for an open transaction") {
    Gated gated(
        {.durability = Durability::interval, .sync_interval = std::chrono::milliseconds(1)});
    gated.gate->shut();
    const unsigned before = gated.gate->sync_count();
    gated.db.set("a", "1");
    Transaction change = gated.db.begin();
    gated.gate->wait_for_syncs(before + 1);
    gated.gate->open();
    gated.db.close();

    change.set("b", "2");
    CHECK(change.commit() == 3);
}

TEST_CASE("close() syncs what Durability::interval has left, Durability::none syncs never") {
    for (const Durability durability : {Durability::interval, Durability::none}) {
        Gated gated({.durability = durability, .sync_interval = std::chrono::hours(24)});
        const unsigned before = gated.gate->sync_count();
        gated.db.set("a", "1");
        CHECK(gated.gate->sync_count() == before);

        gated.db.close();

        CHECK(gated.gate->sync_count() == before + (durability == Durability::interval));
    }
}

TEST_CASE("a commit of Durability::interval after close() is synced before it returns") {
    Gated gated({.durability = Durability::interval, .sync_interval = std::chrono::hours(24)});
    Transaction change = gated.db.begin();
    change.set("a", "1");
    gated.db.close();
    const unsigned before = gated.gate->sync_count();

    change.commit();

    CHECK(gated.gate->sync_count() == before + 1);
}

}  // namespace dbdb::test
