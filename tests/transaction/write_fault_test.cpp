#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/layout.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

constexpr int commits_in_workload = 6;

/// Commits until one fails; gives the error, and in `committed` what has been acknowledged.
std::optional<Error> run_workload(Database& db, Contents& committed, Durability durability) {
    for (int index = 0; index < commits_in_workload; ++index) {
        const std::string key = "key" + std::to_string(index);
        const std::string value(static_cast<std::size_t>(index) * 900, 'v');
        const auto error = error_of([&] {
            db.update([&](Transaction& change) { change.set(key, value); },
                      {.durability = durability});
        });
        if (error) return error;
        committed[key] = value;
    }
    return std::nullopt;
}

/// What must hold after an error, in the same handle.
void check_after_error(const Database& db, const Error& error, const Contents& committed) {
    CHECK(error.errc() == Errc::io);
    CHECK(error.system_reason() == ENOSPC);
    CHECK(std::string(error.what()).find("test.db") != std::string::npos);
    CHECK(contents_of(db.snapshot()) == committed);
}

/// A reopened file holds all that was acknowledged, and at most the one commit in doubt beside.
void check_reopened(const Store& store, const Contents& committed) {
    Database db = Database::open(store.memory);
    Contents found = contents_of(db.snapshot());
    CHECK(found.size() <= committed.size() + 1);
    for (const auto& [key, value] : committed)
        CHECK(found[key] == value);
    db.set("after", "reopening");
    CHECK(db.get("after") == "reopening");
    CHECK(db.verify().ok());
}

/// Runs the workload with a fault at the n-th call; false when it was not reached.
bool survives(const Fault& fault, Durability durability) {
    Store store;
    Database db = store.open();
    store.faults->fail(fault);
    Contents committed;
    const auto error = run_workload(db, committed, durability);
    store.faults->heal();
    if (error) check_after_error(db, *error, committed);
    db.close();
    check_reopened(store, committed);
    return error.has_value();
}

}  // namespace

TEST_CASE("rule 6: whichever write fails, nothing committed is lost") {
    for (const Durability durability :
         {Durability::sync, Durability::sync_twice, Durability::none}) {
        for (const bool after_half : {false, true}) {
            unsigned failures = 0;
            for (std::uint64_t call = 1; call <= 40; ++call) {
                CAPTURE(call);
                CAPTURE(after_half);
                failures += survives({.kinds = {CallKind::write},
                                      .call = call,
                                      .system_errno = ENOSPC,
                                      .written = after_half ? Written::half : Written::nothing},
                                     durability);
            }
            CHECK(failures >= 12);
        }
    }
}

TEST_CASE("rule 8: whichever sync fails, nothing committed is lost") {
    for (const Durability durability : {Durability::sync, Durability::sync_twice}) {
        for (std::uint64_t call = 1; call <= commits_in_workload; ++call) {
            CAPTURE(call);
            CHECK(survives({.kinds = {CallKind::sync}, .call = call, .system_errno = ENOSPC},
                           durability));
        }
    }
}

TEST_CASE("rule 6: after records could not be written a later commit succeeds") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::write}, .written = Written::half});

    CHECK(errc_of([&] { db.set("b", "2"); }) == Errc::io);
    CHECK(db.set("c", "3") == 2);

    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"c", "3"}});
    CHECK(contents_of(Database::open(store.memory).snapshot()) == contents_of(db.snapshot()));
}

TEST_CASE("records that could not be written leave no trace for the next commit at their place") {
    Store store;
    Database db = store.open({.durability = Durability::none});
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::write}});
    CHECK(errc_of([&] {
              db.update([](Transaction& change) {
                  for (int index = 0; index < 5'000; ++index)
                      change.set("long" + std::to_string(index), std::string(90, 'l'));
              });
          }) == Errc::io);

    for (int index = 0; index < 2'000; ++index)
        db.set("key" + std::to_string(index % 50), std::string(33, 'v'));

    CHECK(db.size() == 51);
    CHECK(contents_of(db.snapshot()).size() == 51);
}

TEST_CASE("a commit whose slot can be neither written nor put back is in doubt, and the last one") {
    Store store;
    Database db = store.open({.durability = Durability::none});
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::write}, .call = 2, .written = Written::all});
    store.faults->fail({.kinds = {CallKind::write}, .call = 3});

    const auto error = error_of([&] { db.set("b", "2"); });
    const auto refused = error_of([&] { db.set("c", "3"); });

    REQUIRE(error);
    CHECK(std::string(error->what()).find("on disk is unknown") != std::string::npos);
    REQUIRE(refused);
    CHECK(refused->system_reason() == EIO);
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}});
    CHECK(contents_of(Database::open(store.memory).snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
}

TEST_CASE("a commit whose slot cannot be written is undone where the slot is what it was") {
    Store store;
    Database db = store.open({.durability = Durability::none});
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::write}, .call = 2, .times = 2});

    CHECK(errc_of([&] { db.set("b", "2"); }) == Errc::io);
    CHECK(db.set("c", "3") == 2);

    CHECK(contents_of(Database::open(store.memory).snapshot()) == Contents{{"a", "1"}, {"c", "3"}});
}

TEST_CASE("a note that cannot be written costs nothing") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    store.faults->fail({.kinds = {CallKind::write}, .call = 3});

    CHECK(db.set("b", "2") == 2);
    CHECK(db.set("c", "3") == 3);

    CHECK(Database::open(store.memory).size() == 3);
}

TEST_CASE("a blob that cannot be written fails its transaction alone") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    Transaction change = db.begin();
    store.faults->fail({.kinds = {CallKind::write}, .system_errno = EDQUOT});

    const auto error = error_of([&] { change.set("blob", std::string(3 << 20, 'b')); });

    REQUIRE(error);
    CHECK(error->system_reason() == EDQUOT);
    CHECK(errc_of([&] { change.set("x", "y"); }) == Errc::closed);
    CHECK(errc_of([&] { static_cast<void>(change.size()); }) == Errc::closed);
    CHECK(errc_of([&] { change.commit(); }) == Errc::closed);
    change.rollback();
    CHECK(db.set("b", "2") == 2);
}

}  // namespace dbdb::test
