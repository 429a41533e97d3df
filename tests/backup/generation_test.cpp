/// Generations of backups in a directory.
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "dbdb/backup_directory.hpp"

#include "compaction/fixture.hpp"
#include "io/directory.hpp"
#include "io/local_file.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

/// A database, and a directory for its backups.
struct Kept {
    TemporaryDirectory directory{};
    fs::path path = directory / "a.db";
    BackupDirectory backups = made(directory / "backups");
    Database db = Database::open(path);

    static BackupDirectory made(const fs::path& path) {
        fs::create_directory(path);
        return BackupDirectory(path);
    }

    /// One more commit, and a generation of it; its number.
    GenerationId add(const std::string& key, bool full = false) {
        db.set(key, "value of " + key);
        const BackupReport report = db.backup(backups, {.full = full});
        CHECK(report.is_full == (full || report.generation == 1));
        return report.generation;
    }

    /// What a restore of the generation gives, in a new file.
    Contents restored(GenerationId id) const {
        const fs::path target = directory / ("restored-" + std::to_string(id));
        fs::remove(target);
        restore(backups, id, target);
        return contents_in(target);
    }

    std::vector<GenerationId> ids() const {
        std::vector<GenerationId> ids;
        for (const BackupGeneration& generation : backups.list())
            ids.push_back(generation.id);
        return ids;
    }

    fs::path file(const char* name) const { return backups.path() / name; }
};

using Ids = std::vector<GenerationId>;

Contents keys(std::initializer_list<const char*> keys) {
    Contents contents;
    for (const std::string key : keys)
        contents[key] = "value of " + key;
    return contents;
}

/// The problem of one of the generations.
std::string problem_of(const std::vector<BackupGeneration>& generations, GenerationId id) {
    for (const BackupGeneration& generation : generations)
        if (generation.id == id) return generation.problem;
    return "there is none";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("each generation restores the commit that it was made at, with all before it") {
    Kept kept;
    kept.add("apple");
    kept.db.update([](Transaction& transaction) {
        transaction.keyspace("fruit").set("pear", "green");
        transaction.set_bookmark("early", 1);
    });
    kept.add("plum");
    kept.add("kiwi", true);
    kept.db.erase("apple");
    kept.db.backup(kept.backups);

    CHECK(kept.ids() == Ids{1, 2, 3, 4});
    CHECK(kept.restored(1) == keys({"apple"}));
    CHECK(kept.restored(2) == keys({"apple", "plum"}));
    CHECK(kept.restored(3) == keys({"apple", "plum", "kiwi"}));
    CHECK(kept.restored(4) == keys({"plum", "kiwi"}));
    CHECK(kept.restored(0) == keys({"plum", "kiwi"}));
    const Database last = Database::open(kept.directory / "restored-4", {.read_only = true});
    CHECK(last.snapshot().keyspace("fruit").get("pear") == "green");
    CHECK(last.snapshot().bookmark("early") == CommitId{1});
    CHECK(last.history().count() == 5);
}

TEST_CASE("an increment holds the bytes since the generation before, a whole one opens by itself") {
    Kept kept;
    fill(kept.db, 3000);
    const BackupReport first = kept.db.backup(kept.backups);
    const std::uint64_t used = kept.db.statistics().used_bytes;
    change(kept.db, 3000, 5);

    const BackupReport second = kept.db.backup(kept.backups);

    CHECK(first.is_full);
    CHECK_FALSE(second.is_full);
    CHECK(second.commits == 5);
    CHECK(second.bytes_copied == kept.db.statistics().used_bytes - used);
    const std::vector<BackupGeneration> list = kept.backups.list();
    REQUIRE(list.size() == 2);
    CHECK(list[0].is_full);
    CHECK(list[0].commit == 1);
    CHECK(list[0].bytes == fs::file_size(list[0].path));
    CHECK(list[1].parent == 1);
    CHECK(list[1].commit == 6);
    CHECK(list[1].bytes < list[0].bytes / 10);
    CHECK(list[1].time >= list[0].time);
    CHECK(contents_in(list[0].path).size() == 3000);
}

TEST_CASE("where nothing is new no generation is made, unless a whole one is asked for") {
    Kept kept;
    SUBCASE("of the empty database") { kept.db.backup(kept.backups); }
    SUBCASE("of one with entries") { kept.add("apple"); }

    const BackupReport report = kept.db.backup(kept.backups);

    CHECK(report.generation == 1);
    CHECK(report.commits == 0);
    CHECK(report.bytes_copied == 0);
    CHECK(kept.ids() == Ids{1});
    CHECK(kept.db.backup(kept.backups, {.full = true}).generation == 2);
}

TEST_CASE("an increment on the empty database restores") {
    Kept kept;
    kept.db.backup(kept.backups);

    CHECK(kept.add("apple") == 2);

    CHECK(kept.restored(1).empty());
    CHECK(kept.restored(2) == keys({"apple"}));
}

TEST_CASE("behind a compaction, and behind a way back, a generation is whole and says why") {
    Kept kept;
    kept.add("apple");
    kept.add("plum");
    kept.db.compact();
    kept.db.set("kiwi", "value of kiwi");

    const BackupReport compacted = kept.db.backup(kept.backups);

    CHECK(compacted.is_full);
    CHECK(compacted.reason == "compacted since the last backup");
    kept.add("fig");
    restore(kept.backups, 3, kept.path);
    kept.db.set("nut", "value of nut");
    const BackupReport behind = kept.db.backup(kept.backups);
    CHECK(behind.is_full);
    CHECK(contains(behind.reason, "of generation 4 is not one of the database"));
    CHECK(kept.restored(4) == keys({"apple", "plum", "kiwi", "fig"}));
    CHECK(kept.restored(5) == keys({"apple", "plum", "kiwi", "nut"}));
}

TEST_CASE("a generation goes back into the database that is open, or into a merge") {
    Kept kept;
    kept.add("apple");
    kept.add("plum");
    kept.db.set("kiwi", "value of kiwi");

    SUBCASE("replaced") {
        CHECK(restore(kept.backups, 2, kept.path).commit == 2);
        CHECK(contents_of(kept.db.snapshot()) == keys({"apple", "plum"}));
    }
    SUBCASE("merged") {
        kept.db.erase("apple");
        restore(kept.backups, 2, kept.path, {.merge = true});
        CHECK(contents_of(kept.db.snapshot()) == keys({"apple", "plum", "kiwi"}));
    }
}

TEST_CASE("a generation is not removed while another one needs it") {
    Kept kept;
    kept.add("apple");
    kept.add("plum");
    kept.add("kiwi", true);

    CHECK(errc_of([&] { kept.backups.remove(1); }) == Errc::invalid);
    CHECK(errc_of([&] { kept.backups.remove(7); }) == Errc::not_found);
    CHECK(kept.ids() == Ids{1, 2, 3});

    kept.backups.remove(2);
    kept.backups.remove(1);
    CHECK(kept.ids() == Ids{3});
    CHECK(kept.restored(3).size() == 3);
}

TEST_CASE("the newest generations are kept, with all that they need") {
    Kept kept;
    for (const char* key : {"a", "b"})
        kept.add(key);
    kept.add("c", true);
    for (const char* key : {"d", "e"})
        kept.add(key);

    SUBCASE("of an increment the whole chain") {
        CHECK(kept.backups.keep({.newest = 1}) == Ids{2, 1});
        CHECK(kept.ids() == Ids{3, 4, 5});
        CHECK(kept.restored(5).size() == 5);
    }
    SUBCASE("none is taken for one") {
        kept.add("f", true);
        CHECK(kept.backups.keep({.newest = 0}) == Ids{5, 4, 3, 2, 1});
    }
    SUBCASE("as many as there are") { CHECK(kept.backups.keep({.newest = 9}).empty()); }
    SUBCASE("since a time") {
        const auto list = kept.backups.list();
        CHECK(kept.backups.keep({.since = list[1].time}).empty());
        CHECK(kept.backups.keep({.since = list[3].time}) == Ids{2, 1});
    }
    SUBCASE("a later time than that of all") {
        kept.add("f", true);
        const auto never = std::chrono::system_clock::now() + std::chrono::hours(1);
        CHECK(kept.backups.keep({.since = never}) == Ids{5, 4, 3, 2, 1});
    }
}

TEST_CASE("a damaged generation is told, with its file, and is no reason to remove another one") {
    Kept kept;
    for (const char* key : {"a", "b", "c"})
        kept.add(key);
    kept.add("d", true);
    const fs::path second = kept.file("generation-00000002.part");
    const auto inspect = [&](const std::string& text) {
        const auto list = kept.backups.list();
        CHECK(contains(problem_of(list, 2), second.string()));
        CHECK(contains(problem_of(list, 2), text));
        CHECK(contains(problem_of(list, 3), "generation-00000003.part: needs generation 2"));
        CHECK(problem_of(list, 1).empty());
        CHECK(problem_of(list, 4).empty());
        CHECK(errc_of([&] { restore(kept.backups, 3, kept.path); }) == Errc::corrupt);
        CHECK(kept.restored(1).size() == 1);
        CHECK(kept.restored(4).size() == 4);
    };
    SUBCASE("cut off") {
        fs::resize_file(second, fs::file_size(second) - 1);
        inspect("does not end with the record");
        CHECK(kept.backups.keep({.newest = 2}).empty());
    }
    SUBCASE("cut off to nothing") {
        fs::resize_file(second, 0);
        inspect("is cut off");
    }
    SUBCASE("with a damaged end") {
        damage(*io::open_local(second, io::OpenMode::read_write), fs::file_size(second) - 50);
        inspect("does not end with the record");
    }
    SUBCASE("replaced by a letter") {
        std::ofstream(second) << std::string(1000, 'x');
        inspect("does not end with the record");
    }
    SUBCASE("replaced by another one") {
        fs::copy_file(
            kept.file("generation-00000003.part"), second, fs::copy_options::overwrite_existing);
        inspect("was renamed, it is generation 3");
    }
    SUBCASE("longer than it was") {
        std::ifstream in(second, std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        std::ofstream(second, std::ios::binary) << bytes.substr(0, 8) << bytes;
        inspect("has not the length it should");
    }
    SUBCASE("replaced by a symbolic link") {
        fs::rename(second, kept.directory / "elsewhere");
        fs::create_symlink(kept.directory / "elsewhere", second);
        inspect("is a symbolic link");
    }
    SUBCASE("replaced by a pipe") {
        fs::remove(second);
        REQUIRE(::mkfifo(second.c_str(), 0600) == 0);
        inspect("is not a regular file");
    }
    CHECK(contents_of(kept.db.snapshot()).size() == 4);
    const BackupReport next = kept.db.backup(kept.backups);
    CHECK(next.generation == 4);
}

TEST_CASE("a missing generation is told by those that need it") {
    Kept kept;
    for (const char* key : {"a", "b", "c"})
        kept.add(key);
    fs::remove(kept.file("generation-00000002.part"));

    CHECK(contains(problem_of(kept.backups.list(), 3), "needs generation 2, which is missing"));
    CHECK(errc_of([&] { restore(kept.backups, 0, kept.path); }) == Errc::corrupt);
    kept.db.set("d", "value of d");
    const BackupReport report = kept.db.backup(kept.backups);
    CHECK(report.generation == 4);
    CHECK(kept.restored(4).size() == 4);
}

TEST_CASE("a generation made on another one of the same number is not taken for a continuation") {
    Kept kept;
    kept.add("a");
    kept.add("b");
    kept.add("c");
    fs::rename(kept.file("generation-00000003.part"), kept.directory / "third");
    kept.backups.remove(2);
    kept.db.set("x", "value of x");
    kept.db.backup(kept.backups);
    fs::rename(kept.directory / "third", kept.file("generation-00000003.part"));

    CHECK(contains(problem_of(kept.backups.list(), 3), "is not the one that it was made on"));
    CHECK(errc_of([&] { restore(kept.backups, 3, kept.path); }) == Errc::corrupt);
}

TEST_CASE("damaged bytes of a generation are found by a verification and stop a restore") {
    Kept kept;
    for (const char* key : {"a", "b", "c"})
        kept.add(key);
    const char* name = "";
    std::uint64_t offset = 0;
    SUBCASE("of the whole one") {
        name = "generation-00000001.dbdb";
        offset = 12'288 + 20;
    }
    SUBCASE("of its pages") {
        name = "generation-00000001.dbdb";
        offset = 4096 + 20;
    }
    SUBCASE("of an increment") { name = "generation-00000002.part"; }
    damage(*io::open_local(kept.file(name), io::OpenMode::read_write), offset);

    const auto verified = kept.backups.verify();

    CHECK(problem_of(kept.backups.list(), 3).empty());
    CHECK(contains(problem_of(verified, 3), std::string(name) + ": its bytes are damaged"));
    const auto error = error_of([&] { restore(kept.backups, 3, kept.path); });
    REQUIRE(error);
    CHECK(error->errc() == Errc::corrupt);
    CHECK(contains(error->what(), name));
    CHECK(contents_of(kept.db.snapshot()).size() == 3);
    CHECK(file_count(kept.directory) == 3);
}

TEST_CASE("new commits that are damaged are not taken into a generation") {
    Kept kept;
    fill(kept.db, 300);
    kept.db.backup(kept.backups);
    const std::uint64_t tail = kept.db.statistics().used_bytes;
    change(kept.db, 300, 3);
    kept.db.sync();
    damage(*io::open_local(kept.path, io::OpenMode::read_write), tail + 100);

    CHECK(errc_of([&] { kept.db.backup(kept.backups); }) == Errc::corrupt);

    CHECK(kept.ids() == Ids{1});
}

TEST_CASE("a directory of another database, and none at all, are refused") {
    Kept kept;
    kept.add("apple");
    Database other = database_with({{"pear", "green"}});

    CHECK(errc_of([&] { other.backup(kept.backups); }) == Errc::invalid);
    const BackupDirectory missing(kept.directory / "missing");
    CHECK(errc_of([&] { kept.db.backup(missing); }) == Errc::not_found);
    CHECK(errc_of([&] { missing.list(); }) == Errc::not_found);
    CHECK(errc_of([&] { BackupDirectory(kept.path).list(); }) == Errc::not_found);
    fs::create_directory(kept.directory / "empty");
    const BackupDirectory empty(kept.directory / "empty");
    CHECK(errc_of([&] { restore(empty, 0, kept.path); }) == Errc::not_found);
    CHECK(errc_of([&] { restore(kept.backups, 9, kept.path); }) == Errc::not_found);
}

TEST_CASE("other files in the directory are nobody's business") {
    Kept kept;
    kept.add("apple");
    for (const char* name : {"letter",
                             "generation-1.dbdb",
                             "generation-00000002.txt",
                             "generation-00000000.part",
                             "generation-99999999999999999999.part",
                             "generation-00000003.part-new-0123456789abcdeX"})
        std::ofstream(kept.file(name)) << "Dear Ann";

    CHECK(kept.add("plum") == 2);
    CHECK(kept.ids() == Ids{1, 2});
    kept.backups.keep({});
    CHECK(std::distance(fs::directory_iterator(kept.backups.path()), {}) == 9);
}

TEST_CASE("one at a time changes the directory, in whatever process") {
    Kept kept;
    kept.add("apple");
    kept.db.set("plum", "blue");
    std::optional<Errc> found;

    kept.db.backup(
        kept.backups, {.progress = [&](const BackupProgress&) {
            found = errc_of([&] { kept.backups.keep({}); });
            CHECK(in_child([&] {
                      return errc_of([&] { kept.backups.remove(1); }) == Errc::locked ? 0 : 1;
                  }) == 0);
            CHECK(kept.ids() == Ids{1});
            return true;
        }});

    CHECK(found == Errc::locked);
    CHECK(kept.ids() == Ids{1, 2});
}

TEST_CASE("a symbolic link in the place of the lock is not followed") {
    Kept kept;
    fs::create_symlink(kept.directory / "elsewhere", kept.file("generations-lock"));

    CHECK(errc_of([&] { kept.db.backup(kept.backups); }) == Errc::io);
    CHECK_FALSE(fs::exists(kept.directory / "elsewhere"));
}

TEST_CASE("a generation is no more open to others than the database") {
    Kept kept;
    fs::permissions(kept.path, fs::perms(0600));
    kept.add("apple");

    CHECK(fs::status(kept.backups.list()[0].path).permissions() == fs::perms(0600));
}

TEST_CASE("a generation that is given up, or finds no space, leaves nothing behind") {
    Kept kept;
    fill(kept.db, 300);
    kept.db.backup(kept.backups);
    fill(kept.db, 10'000, 1);
    for (const bool full : {false, true}) {
        CAPTURE(full);
        const auto stop = [](const BackupProgress& progress) { return progress.done_bytes == 0; };
        CHECK(kept.db.backup(kept.backups, {.full = full, .progress = stop}).is_cancelled);
        const int status = in_child([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{300'000, 300'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const Database db = Database::open(kept.path, {.read_only = true});
            return errc_of([&] { db.backup(kept.backups, {.full = full}); }) == Errc::io ? 0 : 1;
        });
        CHECK(status == 0);
        CHECK(std::distance(fs::directory_iterator(kept.backups.path()), {}) == 2);
    }
    CHECK(kept.db.backup(kept.backups).generation == 2);
    CHECK(kept.restored(2).size() == 10'000);
}

}  // namespace dbdb::test
