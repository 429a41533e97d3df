/// What a backup holds, whole or extended by what is new.
#include "dbdb/backup.hpp"

#include <sys/stat.h>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "io/identity.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

/// Which commits the file keeps, newest first.
std::vector<CommitId> commits_in(const fs::path& path) {
    const Database db = Database::open(path, {.read_only = true});
    std::vector<CommitId> ids;
    for (const CommitInfo& commit : db.history())
        ids.push_back(commit.id);
    return ids;
}

}  // namespace

TEST_CASE("a backup holds the newest commit and all before it") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 300, 0, true);
    change(db, 300, 20);
    db.update([](Transaction& transaction) {
        transaction.keyspace("fruit").set("apple", "red");
        transaction.set_bookmark("early", 3);
    });

    const BackupReport report = db.backup(directory / "copy.db");

    CHECK(report.is_full);
    CHECK(report.reason.empty());
    CHECK(report.commit == 22);
    CHECK(report.commits == 22);
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
    CHECK(commits_in(directory / "copy.db") == commits_in(directory / "a.db"));
    const Database copy = Database::open(directory / "copy.db", {.read_only = true});
    CHECK(copy.snapshot().keyspace("fruit").get("apple") == "red");
    CHECK(copy.snapshot().bookmark("early") == CommitId{3});
    CHECK(copy.statistics().database_id == db.statistics().database_id);
    CHECK(file_count(directory) == 3);  // With the lock of the original.
}

TEST_CASE("a second backup into the same file copies only what is new") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 3000);
    const std::uint64_t first = db.backup(directory / "copy.db").bytes_copied;
    const auto inode = io::identity_of(directory / "copy.db");
    const std::uint64_t used = db.statistics().used_bytes;
    change(db, 3000, 5);

    const BackupReport report = db.backup(directory / "copy.db");

    CHECK_FALSE(report.is_full);
    CHECK(report.commits == 5);
    CHECK(report.bytes_copied == db.statistics().used_bytes - used);
    CHECK(report.bytes_copied < first / 10);
    CHECK(io::identity_of(directory / "copy.db") == inode);
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
    CHECK(commits_in(directory / "copy.db") == commits_in(directory / "a.db"));
    CHECK(file_count(directory) == 3);
}

TEST_CASE("a copy in which more is kept than its commits is extended where these end") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 300);
    db.backup(directory / "copy.db");
    {
        Database copy = Database::open(directory / "copy.db");
        Transaction transaction = copy.begin();
        transaction.set("blob", std::string(100'000, 'b'));
        const Snapshot frozen = transaction.freeze();
    }
    change(db, 300, 5);

    const BackupReport report = db.backup(directory / "copy.db");

    CHECK_FALSE(report.is_full);
    CHECK(report.commits == 5);
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
}

TEST_CASE("a backup with nothing new copies nothing") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    SUBCASE("of an empty database") {}
    SUBCASE("of one with entries") { fill(db, 10); }
    db.backup(directory / "copy.db");

    const BackupReport report = db.backup(directory / "copy.db");

    CHECK_FALSE(report.is_full);
    CHECK(report.commits == 0);
    CHECK(report.bytes_copied == 0);
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
}

TEST_CASE("a copy of the empty database is extended") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    db.backup(directory / "copy.db");
    fill(db, 100);

    const BackupReport report = db.backup(directory / "copy.db");

    CHECK_FALSE(report.is_full);
    CHECK(report.commits == 1);
    CHECK(contents_in(directory / "copy.db").size() == 100);
}

TEST_CASE("behind a compaction everything is copied, and the report says why") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 300);
    change(db, 300, 5);
    db.backup(directory / "copy.db");
    db.compact();

    const BackupReport full = db.backup(directory / "copy.db");

    CHECK(full.is_full);
    CHECK(full.reason == "compacted since the last backup");
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
    change(db, 300, 5);
    CHECK_FALSE(db.backup(directory / "copy.db").is_full);
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
}

TEST_CASE("a copy that was written to, and so is no beginning of the file, is replaced") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 100);
    db.backup(directory / "copy.db");
    Database::open(directory / "copy.db").set("stranger", "yes");
    db.set("apple", "red");

    const BackupReport report = db.backup(directory / "copy.db");

    CHECK(report.is_full);
    CHECK(report.reason == "commit 2 of the copy is not one of the database");
    CHECK(contents_in(directory / "copy.db") == contents_of(db.snapshot()));
}

TEST_CASE("a backup of a snapshot-only database in memory goes to a file") {
    Database db = database_with({{"apple", "red"}});
    const TemporaryDirectory directory;

    CHECK(db.backup(directory / "copy.db").is_full);

    CHECK(contents_in(directory / "copy.db") == Contents{{"apple", "red"}});
    db.set("pear", "green");
    CHECK_FALSE(db.backup(directory / "copy.db").is_full);
    CHECK(contents_in(directory / "copy.db").size() == 2);
}

TEST_CASE("a copy is no more open to others than the database") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    ::chmod((directory / "a.db").c_str(), 0600);

    db.backup(directory / "copy.db");

    CHECK(fs::status(directory / "copy.db").permissions() == fs::perms(0600));
}

TEST_CASE("while another process writes each backup is a commit, whole, and never an older one") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    Database::open(path).set("count", "0");
    Turnstile started;
    ChildProcess writer([&] {
        Database db = Database::open(path);
        for (int count = 1;; ++count) {
            Transaction transaction = db.begin();
            transaction.set("count", std::to_string(count));
            transaction.set("copy", std::to_string(count));
            transaction.commit({.durability = count % 2 ? Durability::sync : Durability::none});
            if (count == 3) started.signal();
        }
        return 0;
    });
    started.wait();

    CommitId last = 0;
    const Database db = Database::open(path, {.read_only = true});
    for (unsigned round = 0; round < 10; ++round) {
        const CommitId known = db.snapshot().commit_id();
        const BackupReport report = db.backup(directory / "copy.db", {.full = round % 5 == 4});
        CHECK(report.commit >= std::max(known, last));
        last = report.commit;
        const Contents contents = contents_in(directory / "copy.db");
        CHECK(contents.at("count") == contents.at("copy"));
    }
    writer.kill();
}

TEST_CASE("a backup that is given up leaves the copy that was there") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 100);
    db.backup(directory / "copy.db");
    const Contents before = contents_in(directory / "copy.db");
    for (unsigned seed = 1; seed < 4; ++seed)
        fill(db, 10'000, seed);
    BackupOptions options;
    SUBCASE("by the progress, when it is extended") {
        options.progress = [](const BackupProgress& progress) { return progress.done_bytes == 0; };
    }
    SUBCASE("by the progress, when it is replaced") {
        options.full = true;
        options.progress = [](const BackupProgress& progress) { return progress.done_bytes == 0; };
    }
    SUBCASE("by a stop") {
        std::stop_source stop;
        stop.request_stop();
        options.stop = stop.get_token();
    }

    const BackupReport report = db.backup(directory / "copy.db", options);

    CHECK(report.is_cancelled);
    CHECK(contents_in(directory / "copy.db") == before);
    CHECK(file_count(directory) == 3);
    CHECK_FALSE(db.backup(directory / "copy.db").is_cancelled);
    CHECK(contents_in(directory / "copy.db").size() == 10'000);
}

TEST_CASE("progress ends at what is to be copied") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    fill(db, 30'000);
    BackupProgress last;
    std::uint64_t calls = 0;

    const BackupReport report =
        db.backup(directory / "copy.db", {.progress = [&](const BackupProgress& progress) {
                      CHECK(progress.done_bytes >= last.done_bytes);
                      last = progress;
                      return ++calls > 0;
                  }});

    CHECK(calls >= 3);
    CHECK(last.total_bytes == report.bytes_copied);
    CHECK(last.done_bytes + (1 << 20) > report.bytes_copied);
}

}  // namespace dbdb::test
