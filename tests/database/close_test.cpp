#include <atomic>
#include <filesystem>
#include <latch>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/feed.hpp"
#include "dbdb/keyspace_handle.hpp"
#include "dbdb/survey.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// How many descriptors this process has open in `directory`.
std::size_t open_descriptors_in(const std::filesystem::path& directory) {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        const std::string target = std::filesystem::read_symlink(each.path(), gone).string();
        count += target.starts_with(directory.string() + "/");
    }
    return count;
}

/// Repeats `use` until it throws, and gives the kind of that; says by `began` that it has begun.
Errc use_until_refused(std::latch& began, const std::function<void()>& use) {
    use();
    began.count_down();
    for (;;) {
        if (const auto errc = errc_of(use)) return *errc;
    }
}

}  // namespace

TEST_CASE("a handle is closed while threads use it: each call succeeds or is refused") {
    const TemporaryDirectory directory;
    for (int round = 0; round < 10; ++round) {
        const auto path = directory / ("test" + std::to_string(round));
        Database db = Database::open(path, {.durability = Durability::interval});
        db.set("a", "1");
        std::uint64_t acknowledged = 1;
        std::atomic<unsigned> wrong{0};
        const std::function<void()> uses[] = {
            [&] { wrong += db.get("a") != "1"; },
            [&] { wrong += db.snapshot().at("a") != "1"; },
            [&] { wrong += db.statistics().entries == 0; },
            [&] { acknowledged = db.set("b", std::to_string(acknowledged)); },
        };
        std::latch began(std::size(uses));
        std::vector<std::thread> threads;
        for (const auto& use : uses)
            threads.emplace_back([&] { wrong += use_until_refused(began, use) != Errc::closed; });

        began.wait();
        db.close();
        for (std::thread& thread : threads)
            thread.join();

        CHECK(wrong == 0);
        CHECK(Database::open(path).snapshot().commit_id() == acknowledged);
    }
}

TEST_CASE("a closed handle has given its files up, though a snapshot is still read") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db", {.durability = Durability::interval});
    db.set("a", "1");
    const Snapshot snapshot = db.snapshot();
    CHECK(open_descriptors_in(directory.path()) > 0);

    db.close();

    CHECK(open_descriptors_in(directory.path()) == 0);
    CHECK(snapshot.get("a") == "1");
}

TEST_CASE("closing waits neither for a transaction nor for who waits to begin one") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    Transaction change = db.begin();
    std::latch began(1);
    std::optional<Errc> errc;
    std::thread other([&] {
        began.count_down();
        errc = errc_of([&] { db.set("b", "2"); });
    });

    began.wait();
    db.close();
    change.set("a", "1");
    change.commit();
    other.join();

    const Snapshot now = Database::open(directory / "test.db").snapshot();
    CHECK(now.contains("a"));
    CHECK(now.contains("b") == !errc.has_value());
    CHECK((!errc || errc == Errc::closed));
}

TEST_CASE("several threads may close a handle") {
    Database db = database_with({{"a", "1"}});
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] { db.close(); });
    for (std::thread& thread : threads)
        thread.join();

    CHECK(errc_of([&] { db.snapshot(); }) == Errc::closed);
}

TEST_CASE("every use of a closed handle is refused") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db");
    const CommitId commit = db.set("a", "1");
    KeyspaceHandle keyspace = db.keyspace("k");
    db.close();
    const auto path = directory / "copy.db";
    const auto day = std::chrono::hours(24);
    const std::function<void()> uses[] = {
        [&] { db.snapshot(); },
        [&] { db.snapshot_at(commit); },
        [&] { db.snapshot_at(std::chrono::system_clock::now()); },
        [&] { db.get("a"); },
        [&] { db.contains("a"); },
        [&] { db.metadata("a"); },
        [&] { db.ttl("a"); },
        [&] { static_cast<void>(db.size()); },
        [&] { db.set("a", "2"); },
        [&] { db.set("a", "2", {.tags = {"t"}}); },
        [&] { db.erase("a"); },
        [&] { db.expire("a", day); },
        [&] { db.expire_at("a", Expiry::max()); },
        [&] { db.persist("a"); },
        [&] { db.sweep(); },
        [&] {
            db.set_many({{"a", "2"}});
        },
        [&] { db.erase_many({"a"}); },
        [&] { db.get_or_set("a", "2"); },
        [&] { db.set_if("a", Condition::present(), "2"); },
        [&] { db.erase_if("a", Condition::present()); },
        [&] { db.add("a", 1); },
        [&] { db.append("a", "2"); },
        [&] { db.keyspace("k"); },
        [&] { db.begin(); },
        [&] { db.try_begin(std::chrono::milliseconds(0)); },
        [&] { db.update([](Transaction&) {}); },
        [&] { db.sync(); },
        [&] { db.history(); },
        [&] { db.revert(commit); },
        [&] { db.changes_since(commit); },
        [&] { db.subscribe(); },
        [&] { db.subscribe(commit); },
        [&] { db.recovery(); },
        [&] { db.statistics(); },
        [&] { db.survey({}); },
        [&] { db.verify(); },
        [&] { db.compact(); },
        [&] { db.backup(path); },
        [&] { db.backup([](std::span<const std::byte>) {}); },
        [&] { db.backup(BackupDirectory(directory.path())); },
        [&] { db.name(); },
        [&] { keyspace.snapshot(); },
        [&] { keyspace.get("a"); },
        [&] { keyspace.set("a", "2"); },
        [&] { keyspace.clear(); },
        [&] { keyspace.options(); },
        [&] { keyspace.set_options({}); },
    };
    for (std::size_t use = 0; use < std::size(uses); ++use) {
        CAPTURE(use);
        CHECK(errc_of(uses[use]) == Errc::closed);
    }
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(Database::open(directory / "test.db").get("a") == "1");
}

TEST_CASE("a handle whose last sync fails is closed all the same, and tells it once") {
    Store store;
    Database db = store.open(
        {.durability = Durability::interval, .sync_interval = std::chrono::milliseconds::max()});
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::sync}, .system_errno = EIO});

    const auto error = error_of([&] { db.close(); });

    REQUIRE(error);
    CHECK(error->system_reason() == EIO);
    CHECK_FALSE(error_of([&] { db.close(); }).has_value());
    CHECK(errc_of([&] { db.get("a"); }) == Errc::closed);
}

TEST_CASE("rule 19: closing in a forked child leaves the parent's handle as it was") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "test.db", {.durability = Durability::interval});
    db.set("a", "1");

    CHECK(in_child([&] {
              db.close();
              return errc_of([&] { db.get("a"); }) == Errc::closed ? 0 : 1;
          }) == 0);

    CHECK(db.set("b", "2") == 2);
}

}  // namespace dbdb::test
