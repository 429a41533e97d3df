#include <csignal>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

void count_up(Database& db, Durability durability) {
    db.update(
        [](Transaction& change) {
            const std::string before(change.get("counter").value_or("0"));
            change.set("counter", std::to_string(std::stoi(before) + 1));
        },
        {.durability = durability});
}

int count_up_often(const std::filesystem::path& path, int steps) {
    Database db = Database::open(path);
    for (int step = 0; step < steps; ++step) {
        if (step % 7 == 0) static_cast<void>(db.get("counter"));
        count_up(db, step % 3 == 0 ? Durability::sync : Durability::none);
    }
    return 0;
}

}  // namespace

TEST_CASE("processes that change the same counter lose no step") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    std::vector<std::unique_ptr<ChildProcess>> children;
    for (int child = 0; child < 4; ++child) {
        children.push_back(
            std::make_unique<ChildProcess>([&] { return count_up_often(path, 150); }));
    }
    CHECK(count_up_often(path, 150) == 0);
    for (const auto& child : children)
        CHECK(child->wait() == 0);

    const Database db = Database::open(path);
    CHECK(db.get("counter") == "750");
    CHECK(db.snapshot().commit_id() == 750);
    CHECK(db.verify().ok());
}

TEST_CASE("a handle keeps what another process has committed since it was opened") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("a", "1");
    Turnstile is_open;
    Turnstile may_write;
    ChildProcess child([&] {
        Database db = Database::open(path);
        is_open.signal();
        may_write.wait();
        return db.set("c", "3") == 3 ? 0 : 1;
    });
    is_open.wait();
    Database db = Database::open(path);
    db.set("b", "2");
    may_write.signal();

    CHECK(child.wait() == 0);
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"b", "2"}, {"c", "3"}});
}

TEST_CASE("readers see the new commits of another process") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("a", "1");
    const Database reader = Database::open(path, {.read_only = true});
    const Snapshot before = reader.snapshot();

    CHECK(in_child([&] {
              Database db = Database::open(path);
              for (int index = 0; index < 300; ++index)
                  db.set("a", "changed" + std::to_string(index));
              return 0;
          }) == 0);

    CHECK(reader.get("a") == "changed299");
    CHECK(reader.snapshot().commit_id() == 301);
    CHECK(before.get("a") == "1");
}

TEST_CASE("a reader beside a busy writer only ever sees whole commits, in order") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("first", "0");
    Turnstile has_begun;
    ChildProcess writer([&] {
        Database db = Database::open(path, {.durability = Durability::none});
        for (int round = 1; round <= 2'000; ++round) {
            db.update([&](Transaction& change) {
                change.set("first", std::to_string(round));
                change.set("last" + std::to_string(round % 40), std::string(500, 'x'));
                change.set("second", std::to_string(round));
            });
            if (round == 10) has_begun.signal();
        }
        return 0;
    });
    has_begun.wait();
    const Database reader = Database::open(path, {.read_only = true});
    CommitId newest = 0;
    for (int round = 0; round < 5'000; ++round) {
        const Snapshot now = reader.snapshot();
        REQUIRE(now.commit_id() >= newest);
        REQUIRE(now.get("first") == now.get("second"));
        newest = now.commit_id();
    }
    CHECK(writer.wait() == 0);
    CHECK(reader.get("first") == "2000");
}

TEST_CASE("rule 18: a writer that is killed releases the turn and loses only its transaction") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Turnstile is_begun;
    Turnstile never;
    ChildProcess writer([&] {
        Database db = Database::open(path);
        db.set("a", "1");
        Transaction change = db.begin();
        change.set("b", std::string(3 << 20, 'b'));
        is_begun.signal();
        never.wait();
        return 0;
    });
    is_begun.wait();
    Database db = Database::open(path);
    CHECK_FALSE(db.try_begin(std::chrono::milliseconds(5)).has_value());

    writer.kill();

    CHECK(db.set("c", "3") == 2);
    CHECK(contents_of(db.snapshot()) == Contents{{"a", "1"}, {"c", "3"}});
}

TEST_CASE("rule 18: killed at any time, a writer leaves what it has acknowledged") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    for (int round = 0; round < 20; ++round) {
        Turnstile acknowledged;
        ChildProcess writer([&] {
            Database db = Database::open(path);
            for (int step = 0;; ++step) {
                db.set("round" + std::to_string(round), std::to_string(step));
                if (step == round) acknowledged.signal();
            }
            return 0;
        });
        acknowledged.wait();
        writer.kill();
        const Database db = Database::open(path);
        CAPTURE(round);
        CHECK(std::stoi(db.get("round" + std::to_string(round)).value()) >= round);
    }
    CHECK(Database::open(path).verify().ok());
}

}  // namespace dbdb::test
