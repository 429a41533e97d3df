/// The way back from a backup.
#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "io/local_file.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

/// A database at commit 2 with a backup of commit 1, in which apples are red.
struct Restored {
    TemporaryDirectory directory{};
    fs::path path = directory / "a.db";
    fs::path copy = directory / "copy.db";

    Restored() {
        Database db = Database::open(path);
        db.update([](Transaction& transaction) {
            transaction.set("apple", "red");
            transaction.keyspace("fruit").set("pear", "green");
        });
        db.backup(copy);
        db.update([](Transaction& transaction) {
            transaction.set("apple", "rotten");
            transaction.set("plum", "blue");
            transaction.drop_keyspace("fruit");
        });
    }
};

/// The bytes of a file up to `end`, a few at a time.
ReadBackup reader_of(const fs::path& path, std::uint64_t end) {
    return [file = io::open_local(path, io::OpenMode::read_only), end, offset = std::uint64_t{0}](
               std::span<std::byte> buffer) mutable {
        const auto part = buffer.first(std::min<std::uint64_t>({buffer.size(), 777, end - offset}));
        file->read_at(offset, part);
        offset += part.size();
        return part.size();
    };
}

}  // namespace

TEST_CASE("threads commit while older commits are restored under them, and none waits for ever") {
    const Restored files;
    Database db = Database::open(files.path);
    std::atomic<bool> is_over = false;
    std::vector<std::thread> writers;
    for (int index = 0; index < 4; ++index)
        writers.emplace_back([&db, &is_over, key = "writer " + std::to_string(index)] {
            while (!is_over)
                db.set(key, "value");
        });

    for (int count = 0; count < 40; ++count)
        restore(files.copy, files.path);
    is_over = true;
    for (std::thread& writer : writers)
        writer.join();

    CHECK(db.verify().ok());
    db.set("last", "value");
    db.close();
    const Database again = Database::open(files.path, {.read_only = true});
    CHECK(again.get("last") == "value");
    CHECK(again.get("apple") == "red");
    CHECK(again.verify().ok());
}

TEST_CASE("a restored file holds what the backup held") {
    const Restored files;
    SUBCASE("a new one") { restore(files.copy, files.directory / "new.db"); }
    SUBCASE("in the place of the database") {
        restore(files.copy, files.path);
        fs::copy_file(files.path, files.directory / "new.db");
    }
    SUBCASE("from a stream") {
        const auto size = fs::file_size(files.copy);
        restore(reader_of(files.copy, size), "stream", files.directory / "new.db");
    }

    CHECK(contents_in(files.directory / "new.db") == Contents{{"apple", "red"}});
    const Database db = Database::open(files.directory / "new.db", {.read_only = true});
    CHECK(db.snapshot().keyspace("fruit").get("pear") == "green");
    CHECK(db.snapshot().commit_id() == 1);
}

TEST_CASE("a backup sent through a stream is the same file as one made by name") {
    const Restored files;
    const Database db = Database::open(files.path, {.read_only = true});
    std::string stream;

    const BackupReport report = db.backup([&](std::span<const std::byte> bytes) {
        stream.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });

    db.backup(files.directory / "named.db");
    std::ifstream named(files.directory / "named.db");
    CHECK(stream == std::string(std::istreambuf_iterator<char>(named), {}));
    CHECK(report.bytes_copied + 12'288 == stream.size());
    CHECK(report.commit == 2);
}

TEST_CASE("whoever has the database open goes over to the restored one, back in time") {
    const Restored files;
    Database writer = Database::open(files.path);
    const Database reader = Database::open(files.path, {.read_only = true});
    const Snapshot before = reader.snapshot();

    SUBCASE("restored by this process") { CHECK(restore(files.copy, files.path).commit == 1); }
    SUBCASE("restored by another process") {
        CHECK(in_child([&] { return restore(files.copy, files.path).commit == 1 ? 0 : 1; }) == 0);
    }

    CHECK(before.get("apple") == "rotten");
    CHECK(reader.get("apple") == "red");
    CHECK(writer.set("kiwi", "brown") == 2);
    CHECK(reader.get("kiwi") == "brown");
    CHECK(contents_in(files.path) == Contents{{"apple", "red"}, {"kiwi", "brown"}});
}

TEST_CASE("a restore of the present commit is followed as well") {
    const Restored files;
    Database writer = Database::open(files.path);
    const Database reader = Database::open(files.path, {.read_only = true});
    writer.backup(files.copy);

    CHECK(in_child([&] { return restore(files.copy, files.path).commit == 2 ? 0 : 1; }) == 0);

    CHECK(reader.get("apple") == "rotten");
    CHECK(writer.set("kiwi", "brown") == 3);
    CHECK(reader.get("kiwi") == "brown");
    CHECK(contents_in(files.path).size() == 3);
}

TEST_CASE("a merge sets what the backup has and keeps the rest, in one commit") {
    const Restored files;

    const RestoreReport report = restore(files.copy, files.path, {.merge = true});

    CHECK(report.commit == 1);
    CHECK(contents_in(files.path) == Contents{{"apple", "red"}, {"plum", "blue"}});
    const Database db = Database::open(files.path, {.read_only = true});
    CHECK(db.snapshot().keyspace("fruit").get("pear") == "green");
    CHECK(db.snapshot().commit_id() == 3);
    CHECK(file_count(files.directory) == 3);
}

TEST_CASE("a merge takes over bookmarks of commits that both have") {
    const TemporaryDirectory directory;
    Database db = Database::open(directory / "a.db");
    db.set("apple", "red");
    db.update([](Transaction& transaction) { transaction.set_bookmark("first", 1); });
    db.backup(directory / "copy.db");
    db.update([](Transaction& transaction) { transaction.erase_bookmark("first"); });

    CHECK(restore(directory / "copy.db", directory / "a.db", {.merge = true}).skipped_bookmarks ==
          0);
    CHECK(db.snapshot().bookmark("first") == CommitId{1});

    Database::open(directory / "b.db").set("pear", "green");
    CHECK(restore(directory / "copy.db", directory / "b.db", {.merge = true}).skipped_bookmarks ==
          1);
}

TEST_CASE("a backup that is cut off anywhere, or damaged, changes nothing") {
    const Restored files;
    const std::uint64_t size = fs::file_size(files.copy);
    for (const std::uint64_t end : {std::uint64_t{0},
                                    std::uint64_t{100},
                                    std::uint64_t{8192},
                                    std::uint64_t{12'288},
                                    size - 8,
                                    size - 1}) {
        for (const bool merge : {false, true}) {
            CAPTURE(end);
            CAPTURE(merge);
            CHECK(errc_of([&] {
                      restore(reader_of(files.copy, end), "stream", files.path, {.merge = merge});
                  }).has_value());
        }
        CHECK(errc_of([&] {
                  restore(reader_of(files.copy, end), "stream", files.directory / "new.db");
              }).has_value());
    }
    damage(*io::open_local(files.copy, io::OpenMode::read_write), 12'288 + 30);
    CHECK(errc_of([&] { restore(files.copy, files.path); }) == Errc::corrupt);

    CHECK(contents_in(files.path) == Contents{{"apple", "rotten"}, {"plum", "blue"}});
    CHECK(file_count(files.directory) == 3);
}

TEST_CASE(
    "whichever record of a backup is damaged, a restore finds it before it replaces anything") {
    const TemporaryDirectory directory;
    const fs::path path = directory / "a.db";
    const fs::path copy = directory / "copy.db";
    Database db = Database::open(path);
    fill(db, 300, 0, true);
    change(db, 300, 3);
    const std::uint64_t size = 12'288 + db.backup(copy).bytes_copied;
    db.set("apple", "red");
    const Contents before = contents_of(db.snapshot());
    const auto inode = io::identity_of(path);
    const auto file = io::open_local(copy, io::OpenMode::read_write);
    std::uint64_t refused = 0;
    std::uint64_t places = 0;

    for (std::uint64_t offset = 12'288; offset < size; offset += 1024) {
        CAPTURE(offset);
        damage(*file, offset);
        ++places;
        if (errc_of([&] { restore(copy, path, {.merge = places % 2 == 0}); }) == Errc::corrupt)
            ++refused;
        damage(*file, offset);
    }

    CHECK(places > 100);
    CHECK(refused == places);
    CHECK(io::identity_of(path) == inode);
    CHECK(contents_of(db.snapshot()) == before);
    CHECK(restore(copy, path).commit == 4);
}

TEST_CASE("a database that is damaged beyond opening is replaced") {
    const Restored files;
    {
        const auto file = io::open_local(files.path, io::OpenMode::read_write);
        damage(*file, 4096 + 50);
        damage(*file, 8192 + 50);
    }

    restore(files.copy, files.path);

    CHECK(contents_in(files.path) == Contents{{"apple", "red"}});
    CHECK(file_count(files.directory) == 3);
}

TEST_CASE("what is no older state of the database is not replaced, unless asked for") {
    const Restored files;
    const fs::path other = files.directory / "other";
    SUBCASE("another database") { Database::open(other).set("pear", "green"); }
    SUBCASE("a letter") { std::ofstream(other) << "Dear Ann"; }
    const auto inode = io::identity_of(other);

    CHECK(errc_of([&] { restore(files.copy, other); }).has_value());
    CHECK(io::identity_of(other) == inode);

    restore(files.copy, other, {.replace_any = true});
    CHECK(contents_in(other) == Contents{{"apple", "red"}});
}

TEST_CASE("who has a database open that another one is restored over is told") {
    const Restored files;
    const fs::path other = files.directory / "other.db";
    Database open = Database::open(other);
    open.set("pear", "green");

    restore(files.copy, other, {.replace_any = true});

    CHECK(errc_of([&] { open.set("pear", "blue"); }).has_value());
    CHECK(contents_in(other) == Contents{{"apple", "red"}});
}

TEST_CASE("the backup is not restored over itself") {
    const Restored files;
    CHECK(errc_of([&] { restore(files.copy, files.copy); }) == Errc::invalid);
}

TEST_CASE("a restore that crashes while it reads the backup leaves the database as it was") {
    const Restored files;
    const std::uint64_t size = fs::file_size(files.copy);
    for (const std::uint64_t last : {std::uint64_t{0}, std::uint64_t{12'288}, size}) {
        for (const bool merge : {false, true}) {
            CAPTURE(last);
            CAPTURE(merge);
            const int status = in_child([&] {
                std::uint64_t offset = 0;
                const auto inner = reader_of(files.copy, size);
                restore(
                    [&](std::span<std::byte> buffer) {
                        if (offset >= last) ::_exit(7);
                        const std::size_t bytes = inner(buffer);
                        offset += bytes;
                        return bytes;
                    },
                    "stream",
                    files.path,
                    {.merge = merge});
                return 0;
            });
            CHECK(status == 7);
            CHECK(contents_in(files.path) == Contents{{"apple", "rotten"}, {"plum", "blue"}});
        }
    }
    restore(files.copy, files.path);
    CHECK(contents_in(files.path) == Contents{{"apple", "red"}});
}

}  // namespace dbdb::test
