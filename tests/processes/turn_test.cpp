#include <chrono>
#include <csignal>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "ledger.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

TEST_CASE("a stopped writer keeps its turn, and others are told so in time") {
    const TemporaryDirectory directory;
    const std::string path = directory / "test.db";
    Database db = Database::open(path);
    Program holder(driver({"hold", path}));
    REQUIRE(holder.line() == "held");
    holder.signal(SIGSTOP);
    holder.wait_stopped();

    CHECK_FALSE(db.try_begin(std::chrono::milliseconds(0)).has_value());
    CHECK_FALSE(db.try_begin(std::chrono::milliseconds(20)).has_value());
    constexpr int cannot_open = 5;
    CHECK(run(command_line({"set", path, "key", "value", "--timeout", "0"})) == cannot_open);
    CHECK(run(command_line({"delete", path, "key", "--timeout", "0"})) == cannot_open);
    CHECK(db.snapshot().commit_id() == 0);

    holder.signal(SIGCONT);
    holder.close_input();
    CHECK(holder.wait() == 0);
    CHECK(db.set("key", "value") == 1);
}

TEST_CASE("who waits for a writer that is killed has its turn next") {
    const TemporaryDirectory directory;
    const std::string path = directory / "test.db";
    Program holder(driver({"hold", path}));
    REQUIRE(holder.line() == "held");
    Program waiting(driver({"count", path, "0", "1"}));

    holder.kill();

    CHECK(waiting.wait() == 0);
    CHECK(total_steps(Database::open(path).snapshot()) == 1);
}

TEST_CASE(
    "rule 16: a handle that is closed takes no turn away from the other handles of its file") {
    const TemporaryDirectory directory;
    const std::string path = directory / "test.db";
    Database first = Database::open(path);
    Database second = Database::open(path);
    Transaction change = first.begin();

    second.close();
    { const Database third = Database::open(path); }
    { const Database reader = Database::open(path, {.read_only = true}); }

    CHECK(run(command_line({"set", path, "key", "value", "--timeout", "0"})) == 5);
    change.set("key", "first");
    CHECK(change.commit() == 1);
    CHECK(run(command_line({"set", path, "key", "second", "--timeout", "0"})) == 0);
    CHECK(first.get("key") == "second");
}

TEST_CASE("the first write of a handle keeps what a program has committed since it was opened") {
    const TemporaryDirectory directory;
    const std::string path = directory / "test.db";
    Database db = Database::open(path);
    REQUIRE(run(driver({"count", path, "0", "30"})) == 0);

    write_step(db, 1);

    CHECK(total_steps(db.snapshot()) == 31);
    CHECK(is_whole(db.snapshot()));
}

}  // namespace dbdb::test
