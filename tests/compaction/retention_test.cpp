#include <algorithm>

#include <doctest/doctest.h>

#include "dbdb/compaction.hpp"

#include "compaction/fixture.hpp"

namespace dbdb::test {

namespace {

/// The newest commits of a history, without what depends on places.
std::vector<std::tuple<CommitId, std::string, std::uint64_t>> outline(const Database& db) {
    std::vector<std::tuple<CommitId, std::string, std::uint64_t>> lines;
    for (const CommitInfo& info : db.history())
        lines.emplace_back(info.id, info.message, info.entries);
    return lines;
}

void commit_ten_changes(Database& db, unsigned seed) {
    std::mt19937_64 random(seed);
    Transaction transaction = db.begin();
    for (unsigned change = 0; change < 10; ++change)
        transaction.set(key_of(random() % 20'000), std::string(100, 'y'));
    transaction.commit({.message = std::to_string(seed), .durability = Durability::none});
}

}  // namespace

TEST_CASE("the last commits are kept with their ids, times, messages and contents") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 200, 0, true);
    for (unsigned seed = 1; seed < 12; ++seed) {
        db.update(
            [&](Transaction& transaction) {
                transaction.set(key_of(seed * 7), std::string(seed * 300, 'x'));
                transaction.erase(key_of(seed * 9));
            },
            {.message = std::to_string(seed)});
    }
    auto expected = outline(db);
    expected.resize(5);
    const Contents contents = contents_of(db.snapshot());

    CHECK(db.compact({.keep = {.commits = 5}}).kept_commits == 5);

    CHECK(outline(db) == expected);
    CHECK(contents_of(db.snapshot()) == contents);
    CHECK(db.verify().ok());
    CHECK(db.verify().commits == 5);
    db.set("apple", "red");
    CHECK(db.history().count() == 6);
    CHECK(contents_in(directory / "a.db").size() == contents.size() + 1);
}

TEST_CASE("all commits are kept when so many are asked for") {
    Database db = Database::in_memory();
    fill(db, 50);
    change(db, 50, 20);
    const auto expected = outline(db);
    CHECK(db.compact({.keep = {.commits = 1000}}).kept_commits == 21);
    CHECK(outline(db) == expected);
}

TEST_CASE("commits are kept that are not older than a time") {
    Database db = Database::in_memory();
    for (unsigned number = 0; number < 6; ++number)
        db.set("apple", std::to_string(number));
    std::vector<std::chrono::system_clock::time_point> times;
    for (const CommitInfo& info : db.history())
        times.push_back(info.time);
    const auto since = times[2];
    const auto kept = std::ranges::count_if(times, [&](auto time) { return time >= since; });

    CHECK(db.compact({.keep = {.since = since}}).kept_commits == static_cast<std::uint64_t>(kept));
    for (const CommitInfo& info : db.history())
        CHECK(info.time >= since);
    CHECK(db.get("apple") == "5");
}

TEST_CASE("commits that are kept share what they shared") {
    Database db = Database::in_memory();
    fill(db, 20'000);
    for (unsigned seed = 0; seed < 100; ++seed)
        commit_ten_changes(db, seed);
    const std::uint64_t one = db.compact({.dry_run = true}).after_bytes;

    const CompactReport report = db.compact({.keep = {.commits = 100}});

    CHECK(report.kept_commits == 100);
    // 99 commits of 10 leaves of 2 KiB each, and the branches above them.
    CHECK(report.after_bytes < one + 99 * 10 * (2048 + 20 * 64));
    CHECK(db.verify().ok());
    CHECK(db.verify().commits == 100);
}

}  // namespace dbdb::test
