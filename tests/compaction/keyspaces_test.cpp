#include <map>

#include <doctest/doctest.h>

#include "dbdb/compaction.hpp"
#include "dbdb/keyspace_handle.hpp"

#include "compaction/fixture.hpp"
#include "database/compaction.hpp"
#include "database/open.hpp"

namespace dbdb::test {

namespace {

using Keyspaces = std::map<std::string, Contents>;

/// What a snapshot holds, the default keyspace under the empty name.
Keyspaces keyspaces_of(const Snapshot& snapshot) {
    Keyspaces all{{"", contents_of(snapshot)}};
    for (const KeyspaceInfo& info : snapshot.keyspaces())
        all[info.name] = contents_of(snapshot.keyspace(info.name));
    return all;
}

std::map<CommitId, Keyspaces> history_of(const Database& db) {
    std::map<CommitId, Keyspaces> all;
    for (const CommitInfo& info : db.history())
        all[info.id] = keyspaces_of(db.snapshot_at(info.id));
    return all;
}

std::map<std::string, CommitId> bookmarks_of(const Snapshot& snapshot) {
    std::map<std::string, CommitId> all;
    for (const auto& bookmark : snapshot.bookmarks())
        all[bookmark.name] = bookmark.commit;
    return all;
}

void fill_keyspace(Keyspace&& keyspace, unsigned count, char letter, std::size_t bytes = 100) {
    for (unsigned number = 0; number < count; ++number)
        keyspace.set(key_of(number), std::string(bytes, letter));
}

std::string random_name(std::mt19937_64& random) { return std::string(1, "abcdef"[random() % 6]); }

/// One random act on keyspaces and bookmarks, which may be refused.
void act(Transaction& transaction, std::mt19937_64& random, CommitId newest) {
    const std::string name = random_name(random);
    const std::string other = random_name(random);
    switch (random() % 10) {
        case 0:
            transaction.drop_keyspace(name);
            break;
        case 1:
            transaction.rename_keyspace(name, other);
            break;
        case 2:
        case 3:
            transaction.clone_keyspace(name, other);
            break;
        case 4:
            transaction.set_bookmark(name, random() % (newest + 1));
            break;
        case 5:
            transaction.erase_bookmark(other);
            break;
        case 6:
            if (random() % 8 == 0) transaction.clear_all();
            break;
        default:
            for (unsigned count = 0; count < 20; ++count) {
                const std::size_t bytes = random() % 10 == 0 ? 2000 : 30;
                const char letter = static_cast<char>('a' + random() % 26);
                transaction.keyspace(random() % 4 == 0 ? "" : name)
                    .set(key_of(random() % 300), std::string(bytes, letter));
            }
    }
}

void commit_random_acts(Database& db, std::mt19937_64& random, unsigned number) {
    const CommitId newest = db.snapshot().commit_id();
    db.update([&](Transaction& transaction) {
        transaction.set("number", std::to_string(number));
        for (unsigned acts = 0; acts < 3; ++acts)
            errc_of([&] { act(transaction, random, newest); });
    });
}

/// Keeps `wanted` commits, and checks that all of them are as they were.
void check_compaction(Database& db, std::uint64_t wanted) {
    const auto before = history_of(db);
    const auto bookmarks = bookmarks_of(db.snapshot());
    const CompactReport report = db.compact({.keep = {.commits = wanted}});
    const auto after = history_of(db);
    CHECK(after.size() == report.kept_commits);
    CHECK(after.size() >= std::min<std::size_t>(before.size(), wanted));
    for (const auto& [id, keyspaces] : after)
        CHECK(before.at(id) == keyspaces);
    CHECK(bookmarks_of(db.snapshot()) == bookmarks);
    for (const auto& [name, id] : bookmarks)
        CHECK((id == 0 || after.contains(id)));
    CHECK(db.verify().ok());
    CHECK(db.verify().commits == report.kept_commits);
}

}  // namespace

TEST_CASE("compaction carries every keyspace, its clones and the options over") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    db.update([](Transaction& transaction) {
        fill_keyspace(transaction.keyspace(""), 500, 'm');
        fill_keyspace(transaction.keyspace("people"), 5000, 'p');
        fill_keyspace(transaction.keyspace("blobs"), 20, 'b', 5000);
        transaction.create_keyspace("empty");
    });
    db.update([](Transaction& transaction) { transaction.clone_keyspace("people", "clone"); });
    const Keyspaces expected = keyspaces_of(db.snapshot());
    const std::uint64_t live_bytes = db.statistics().live_bytes;

    const CompactReport report = db.compact();

    CHECK(report.kept_commits == 1);
    CHECK(keyspaces_of(db.snapshot()) == expected);
    CHECK(db.verify().ok());
    CHECK(db.statistics().live_bytes <= live_bytes + 4096);
    db.close();
    db = Database::open(directory / "a.db");
    CHECK(keyspaces_of(db.snapshot()) == expected);
    db.keyspace("clone").set("apple", "red");
    CHECK(db.verify().ok());
}

TEST_CASE("a tree that keyspaces share is copied once, and a changed clone only where it differs") {
    Database db = Database::in_memory();
    db.update(
        [](Transaction& transaction) { fill_keyspace(transaction.keyspace("one"), 20'000, 'a'); });
    const std::uint64_t single = db.compact().after_bytes;
    db.update([](Transaction& transaction) {
        transaction.clone_keyspace("one", "same");
        transaction.clone_keyspace("one", "other");
        transaction.keyspace("other").set(key_of(77), "changed");
        transaction.clone_keyspace("other", "another");
        transaction.keyspace("another").set(key_of(15'000), "changed");
    });
    const Keyspaces expected = keyspaces_of(db.snapshot());

    CHECK(db.compact().after_bytes < single + 20'000);

    CHECK(keyspaces_of(db.snapshot()) == expected);
    CHECK(db.verify().ok());
    CHECK(db.statistics().live_bytes > 4 * (single - 20'000));
}

TEST_CASE("kept commits share what their keyspaces shared") {
    Database db = Database::in_memory();
    db.update([](Transaction& transaction) {
        fill_keyspace(transaction.keyspace("one"), 20'000, 'a');
        fill_keyspace(transaction.keyspace("two"), 20'000, 'b');
    });
    for (unsigned number = 0; number < 50; ++number)
        db.keyspace(number % 2 == 0 ? "one" : "two").set(key_of(number * 100), "changed");
    const std::uint64_t one = db.compact({.dry_run = true}).after_bytes;
    const auto expected = history_of(db);

    const CompactReport report = db.compact({.keep = {.commits = 1000}});

    CHECK(report.kept_commits == 51);
    CHECK(history_of(db) == expected);
    CHECK(report.after_bytes < one + 50 * (3 * 2048 + 20 * 64));
    CHECK(db.verify().ok());
}

TEST_CASE("commits with bookmarks are kept whatever else is, and the bookmarks lead to them") {
    Database db = Database::in_memory();
    for (unsigned number = 1; number <= 20; ++number)
        db.set("apple", std::to_string(number));
    db.update([](Transaction& transaction) {
        transaction.set_bookmark("empty", 0);
        transaction.set_bookmark("early", 3);
        transaction.set_bookmark("late", 19);
        transaction.set_bookmark("again", 3);
    });
    db.set("apple", "last");
    const auto bookmarks = bookmarks_of(db.snapshot());

    CHECK(db.compact().kept_commits == 3);

    CHECK(bookmarks_of(db.snapshot()) == bookmarks);
    CHECK(db.snapshot_at(3).get("apple") == "3");
    CHECK(db.snapshot_at(19).get("apple") == "19");
    CHECK(db.history().count() == 3);
    CHECK(db.verify().ok());
    CHECK(db.compact({.dry_run = true}).kept_commits == 3);

    db.update([](Transaction& transaction) { transaction.erase_bookmark("early"); });
    CHECK(db.compact().kept_commits == 3);
    CHECK(db.snapshot().bookmark("again") == 3);
    db.update([](Transaction& transaction) { transaction.erase_bookmark("again"); });
    CHECK(db.compact().kept_commits == 2);
}

TEST_CASE("an older commit that is kept forgets its bookmarks of commits that are not") {
    Database db = Database::in_memory();
    db.set("apple", "1");
    db.update([](Transaction& transaction) { transaction.set_bookmark("first", 1); });
    db.update([](Transaction& transaction) { transaction.erase_bookmark("first"); });
    CHECK(db.compact({.keep = {.commits = 2}}).kept_commits == 2);
    CHECK(db.snapshot_at(2).bookmarks().empty());
    CHECK(db.verify().ok());
}

TEST_CASE("a bookmark set during a compaction on a commit that was left out makes it begin anew") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    for (unsigned number = 1; number <= 9; ++number)
        db.set("apple", std::to_string(number));
    unsigned starts = 0;
    unsigned rounds = 0;
    const auto step = [&](database::CompactStep done) {
        if (done == database::CompactStep::created) ++starts;
        if (done != database::CompactStep::caught_up || ++rounds > 1) return;
        db.set("apple", "meanwhile");
        db.update([](Transaction& transaction) {
            transaction.set_bookmark("old", 4);
            transaction.set_bookmark("meanwhile", 10);
        });
    };
    const auto world = database::open_world(directory / "a.db", Options{});

    const CompactReport report = database::compact(*world, {}, step);

    CHECK(starts == 2);
    CHECK(report.kept_commits == 3);
    CHECK(db.snapshot_at(4).get("apple") == "4");
    CHECK(db.snapshot_at(10).get("apple") == "meanwhile");
    CHECK(db.verify().ok());
}

TEST_CASE("whatever is done to keyspaces and bookmarks, compaction keeps what it should") {
    for (unsigned seed = 0; seed < 10; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Database db = Database::in_memory();
        for (unsigned number = 0; number < 60; ++number) {
            commit_random_acts(db, random, number);
            if (number % 12 == 11) check_compaction(db, random() % 2 == 0 ? 1 : random() % 10);
        }
    }
}

}  // namespace dbdb::test
