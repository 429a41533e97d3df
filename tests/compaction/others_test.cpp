/// Who else is at work while a compaction runs: threads, and other processes.
#include <atomic>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "dbdb/compaction.hpp"

#include "compaction/fixture.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

std::string name_of(unsigned writer, unsigned number) {
    return "writer-" + std::to_string(writer) + "-" + std::to_string(number);
}

/// Commits until it is told to end; how many.
unsigned write_until(Database& db, unsigned writer, const std::atomic<bool>& is_ending) {
    unsigned number = 0;
    while (!is_ending || number < 5) {
        Transaction transaction = db.begin();
        transaction.set(name_of(writer, number), "value");
        transaction.commit({.durability = number % 16 == 0 ? Durability::sync : Durability::none});
        ++number;
    }
    return number;
}

}  // namespace

TEST_CASE("threads that write and read during compactions lose nothing") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 2000);
    std::atomic<bool> is_ending = false;
    std::array<unsigned, 2> written{};
    unsigned wrong = 0;
    std::thread first([&] { written[0] = write_until(db, 0, is_ending); });
    std::thread second([&] { written[1] = write_until(db, 1, is_ending); });
    std::thread reader([&] {
        std::uint64_t before = 0;
        while (!is_ending) {
            const Snapshot now = db.snapshot();
            const std::uint64_t size = now.size();
            if (size < before || now.get(key_of(7)) != std::string(100, 'a')) ++wrong;
            if (static_cast<std::uint64_t>(std::ranges::distance(now.range())) != size) ++wrong;
            before = size;
        }
    });

    for (unsigned round = 0; round < 8; ++round)
        db.compact({.keep = {.commits = round % 2 == 0 ? 1U : 3U}});
    is_ending = true;
    for (std::thread* thread : {&first, &second, &reader})
        thread->join();

    CHECK(wrong == 0);
    CHECK(db.size() == 2000 + written[0] + written[1]);
    for (unsigned writer = 0; writer < 2; ++writer)
        CHECK(db.contains(name_of(writer, written[writer] - 1)));
    db.close();
    CHECK(contents_in(directory / "a.db").size() == 2000 + written[0] + written[1]);
    CHECK(file_count(directory) == 2);
}

TEST_CASE("rule 14: a process that writes during the compactions of another loses nothing") {
    const TemporaryDirectory directory;
    Database::open(directory / "a.db").set("apple", "red");
    constexpr unsigned count = 60;
    Turnstile opened;
    ChildProcess child([&] {
        Database db = Database::open(directory / "a.db");
        db.set(name_of(0, 0), "value");
        opened.signal();
        for (unsigned number = 1; number < count; ++number)
            db.set(name_of(0, number), "value");
        return db.size() >= count ? 0 : 1;
    });
    opened.wait();
    Database db = Database::open(directory / "a.db");
    for (unsigned round = 0; round < 6; ++round) {
        db.compact();
        db.set(name_of(1, round), "value");
    }
    CHECK(child.wait() == 0);
    CHECK(contents_in(directory / "a.db").size() == 1 + count + 6);
    CHECK(db.size() == 1 + count + 6);
}

TEST_CASE("handles of other processes notice the new file at their next snapshot") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    db.set("apple", "red");
    bool is_read_only = false;
    SUBCASE("for reading") { is_read_only = true; }
    SUBCASE("for writing") {}
    Turnstile opened;
    Turnstile compacted;
    ChildProcess child([&] {
        const Database other = Database::open(directory / "a.db", {.read_only = is_read_only});
        const Snapshot before = other.snapshot();
        opened.signal();
        compacted.wait();
        if (before.get("apple") != "red" || before.contains("pear")) return 1;
        return other.get("pear") == "green" && other.get("apple") == "red" ? 0 : 2;
    });
    opened.wait();
    db.compact();
    db.set("pear", "green");
    compacted.signal();
    CHECK(child.wait() == 0);
}

TEST_CASE("two processes never compact at the same time") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 20'000);
    Turnstile begun;
    Turnstile refused;
    ChildProcess child([&] {
        CompactOptions options;
        options.progress = [&, is_first = true](const CompactProgress& progress) mutable {
            if (progress.done_bytes > 0 && std::exchange(is_first, false)) {
                begun.signal();
                refused.wait();
            }
            return true;
        };
        Database other = Database::open(directory / "a.db");
        return other.compact(options).kept_commits == 1 ? 0 : 1;
    });
    begun.wait();
    CHECK(errc_of([&] { db.compact(); }) == Errc::locked);
    db.set("apple", "red");
    refused.signal();
    CHECK(child.wait() == 0);
    CHECK(db.size() == 20'001);
    CHECK(db.compact().kept_commits == 1);
    CHECK(file_count(directory) == 2);
}

}  // namespace dbdb::test
