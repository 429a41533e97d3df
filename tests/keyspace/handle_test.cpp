#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

TEST_CASE("a handle on a keyspace does single operations, each a commit of its own") {
    Database db = database_with({{"a", "default"}});
    KeyspaceHandle sessions = db.keyspace("sessions");
    CHECK_FALSE(sessions.get("a").has_value());
    CHECK(sessions.set("a", "1") == 2);
    CHECK(sessions.get("a") == "1");
    CHECK(sessions.contains("a"));
    CHECK(sessions.size() == 1);
    CHECK(sessions.erase("a"));
    CHECK_FALSE(sessions.erase("a"));
    sessions.set("b", "2");
    sessions.clear();
    CHECK(sessions.size() == 0);
    CHECK(db.snapshot().has_keyspace("sessions"));
    CHECK(db.get("a") == "default");
    CHECK(db.keyspace("").get("a") == "default");
    CHECK(sessions.name() == "sessions");
}

TEST_CASE("processes that write to keyspaces of the same file see each other's") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    const auto write = [&](const std::string& name) {
        Database db = Database::open(path);
        for (int step = 0; step < 60; ++step) {
            db.update(
                [&](Transaction& change) {
                    change.keyspace(name).set(std::to_string(step), name);
                    Keyspace shared = change.keyspace("shared");
                    const std::string before(shared.get("counter").value_or("0"));
                    shared.set("counter", std::to_string(std::stoi(before) + 1));
                },
                {.durability = step % 2 == 0 ? Durability::none : Durability::sync});
        }
        return 0;
    };
    ChildProcess one([&] { return write("one"); });
    ChildProcess two([&] { return write("two"); });
    CHECK(write("three") == 0);
    CHECK(one.wait() == 0);
    CHECK(two.wait() == 0);

    const Database db = Database::open(path);
    CHECK(db.keyspace("shared").get("counter") == "180");
    for (const char* name : {"one", "two", "three"})
        CHECK(db.keyspace(name).size() == 60);
    CHECK(db.verify().ok());
}

}  // namespace dbdb::test
