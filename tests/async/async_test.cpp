#include "dbdb/async.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "async/fixture.hpp"
#include "support/test_clock.hpp"

namespace dbdb::test {

using boost::asio::use_future;

TEST_CASE("a handler is never called within the function that starts its operation") {
    AsyncFixture made;
    Outcome<std::optional<std::string>> got;
    Outcome<CommitId> set;
    made.async.get("first", got.handler());
    made.async.set("a", "1", set.handler());
    CHECK(got.calls == 0);
    CHECK(set.calls == 0);

    made.run();

    CHECK(got.calls == 1);
    CHECK(got.result == "1");
    CHECK(set.calls == 1);
    CHECK(set.result == 2);
    CHECK(made.db.get("a") == "1");
}

TEST_CASE("reads give what the newest snapshot has, called or in the background") {
    AsyncFixture made;
    made.db.keyspace("other").set("b", "2");
    for (const AsyncReads reads : {AsyncReads::where_called, AsyncReads::in_background}) {
        const AsyncDatabase async(made.db, made.io.get_executor(), {.reads = reads});
        auto missing = async.get("none", use_future);
        auto other = async.keyspace("other").get("b", use_future);
        auto has = async.contains("first", use_future);
        auto size = async.size(use_future);
        auto range = async.range("", "z", 10, use_future);
        auto prefix = async.prefix("f", 0, 10, use_future);
        auto rest = async.prefix("f", 1, 10, use_future);
        made.run();

        CHECK(missing.get() == std::nullopt);
        CHECK(other.get() == "2");
        CHECK(has.get());
        CHECK(size.get() == 1);
        CHECK(range.get() == EntryList{{"first", "1"}});
        CHECK(prefix.get().size() == 1);
        CHECK(rest.get().empty());
    }
}

TEST_CASE("what has expired is gone for asynchronous reads as well") {
    const TestClock clock;
    Database db = Database::in_memory({.clock = clock});
    boost::asio::io_context io;
    const AsyncDatabase async(db, io.get_executor());
    db.set("k", "v", {.ttl = std::chrono::milliseconds(1)});
    clock.advance(std::chrono::milliseconds(1));

    auto value = async.get("k", use_future);
    auto has = async.contains("k", use_future);
    auto prefix = async.prefix("k", 0, 10, use_future);
    io.run();

    CHECK(value.get() == std::nullopt);
    CHECK_FALSE(has.get());
    CHECK(prefix.get().empty());
}

TEST_CASE("writes that wait together are one commit in their order, each with its own outcome") {
    AsyncFixture made;
    made.hold_writes();
    Outcome<CommitId> first;
    Outcome<CommitId> refused;
    Outcome<CommitId> thrown;
    Outcome<CommitId> last;
    Outcome<bool> erased;
    Outcome<bool> not_erased;
    made.async.set("a", "1", first.handler());
    made.async.set(std::string(key_bytes_max + 1, 'k'), "1", refused.handler());
    made.async.update(
        [](Transaction& change) {
            change.set("a", "lost");
            change.set("b", "lost");
            throw Error(Errc::invalid, "no");
        },
        thrown.handler());
    made.async.keyspace("other").set("a", "2", last.handler());
    made.async.erase("a", erased.handler());
    made.async.erase("a", not_erased.handler());
    made.run();

    CHECK(first.result == 3);
    CHECK(refused.errc() == Errc::too_large);
    CHECK(thrown.errc() == Errc::invalid);
    CHECK(last.result == 3);
    CHECK(erased.result);
    CHECK_FALSE(not_erased.result);
    CHECK(made.db.snapshot().commit_id() == 3);
    CHECK(contents_of(made.db.snapshot()) == Contents{{"first", "1"}, {"held", "1"}});
    CHECK(made.db.keyspace("other").get("a") == "2");
}

TEST_CASE("a write with options is a commit of its own, between those before and behind it") {
    AsyncFixture made;
    made.hold_writes();
    auto before = made.async.set("a", "1", use_future);
    auto own = made.async.update(
        [](Transaction& change) { change.set("b", "2"); }, {.message = "own"}, use_future);
    auto behind = made.async.set("c", "3", use_future);
    made.run();

    CHECK(before.get() == 3);
    CHECK(own.get() == 4);
    CHECK(behind.get() == 5);
    CHECK(made.db.snapshot_at(4).info().message == "own");
}

TEST_CASE("a transaction that was begun keeps later writes waiting until it is committed") {
    AsyncFixture made;
    auto begun = made.async.begin(use_future);
    made.run();
    std::optional<Transaction> transaction = begun.get();
    REQUIRE(transaction);
    auto later = made.async.set("a", "2", use_future);
    transaction->set("a", "1");
    auto committed = made.async.commit(*std::move(transaction), {.message = "begun"}, use_future);
    made.run();

    CHECK(committed.get() == 2);
    CHECK(later.get() == 3);
    CHECK(made.db.snapshot_at(2).get("a") == "1");
    CHECK(made.db.get("a") == "2");
}

TEST_CASE("sync, verify, compact and whatever else takes long have handlers of their own") {
    AsyncFixture made;
    auto synced = made.async.sync(use_future);
    auto verified = made.async.verify(use_future);
    auto compacted = made.async.compact({.dry_run = true}, use_future);
    auto name = made.async.run([](Database& db) { return db.name(); }, use_future);
    auto nothing = made.async.run([](Database&) {}, use_future);
    auto thrown =
        made.async.run([](Database& db) { return db.snapshot_at(99).size(); }, use_future);
    made.run();

    synced.get();
    CHECK(verified.get().ok());
    CHECK(compacted.get().kept_commits == 1);
    CHECK(name.get() == made.db.name());
    nothing.get();
    CHECK(errc_of([&] { thrown.get(); }) == Errc::not_found);
}

TEST_CASE("rule 8: when a shared sync fails every write that waited for it fails") {
    const auto faults = std::make_shared<FaultFile>(file_with({}));
    const auto gate = std::make_shared<GateFile>(faults);
    Database db = Database::open(gate);
    boost::asio::io_context io;
    AsyncDatabase async(db, io.get_executor());
    gate->shut();
    auto first = async.set("a", "1", use_future);
    gate->wait_for_syncs(1);
    auto second = async.set("b", "2", use_future);
    faults->fail({.kinds = {CallKind::sync}});
    gate->open();
    io.run();

    CHECK(errc_of([&] { first.get(); }) == Errc::io);
    CHECK(errc_of([&] { second.get(); }) == Errc::io);
    CHECK(db.get("a") == std::nullopt);
}

TEST_CASE("operations started by many threads at once all complete, once each") {
    AsyncFixture made;
    constexpr unsigned each = 200;
    std::atomic<unsigned> completed{0};
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (unsigned number = 0; number < each; ++number) {
                const std::string key = std::to_string(thread) + "-" + std::to_string(number);
                made.async.set(key, "v", [&](std::exception_ptr, CommitId) { ++completed; });
                made.async.get(key, [&](std::exception_ptr, const auto&) { ++completed; });
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    std::thread helper([&] { made.io.run(); });
    made.io.run();
    helper.join();

    CHECK(completed == 4 * each * 2);
    CHECK(made.db.size() == 4 * each + 1);
}

}  // namespace dbdb::test
