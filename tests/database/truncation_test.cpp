#include <filesystem>
#include <fstream>
#include <functional>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// What comes of a file that is cut off at `bytes` while a child has it open: the
/// child's answer, or that it was stopped.
int use_of_cut_file(std::uint64_t bytes, bool has_other_writer, int (*use)(Database& db)) {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("a", std::string(100'000, 'a'));
    Turnstile is_open;
    Turnstile is_cut;
    ChildProcess child([&] {
        Database db = Database::open(path);
        is_open.signal();
        is_cut.wait();
        return use(db);
    });
    is_open.wait();
    if (has_other_writer) Database::open(path).set("b", "of another process");
    std::filesystem::resize_file(path, bytes);
    is_cut.signal();
    return child.wait();
}

/// 1: the error that says so, 2: another one, 0: none.
int outcome_of(const std::function<void()>& act) {
    const auto error = error_of(act);
    if (!error) return 0;
    const std::string_view text = error->what();
    const bool says_so = error->errc() == Errc::corrupt &&
                         text.find("test.db: was cut off") != std::string_view::npos;
    return says_so ? 1 : 2;
}

}  // namespace

TEST_CASE("a file cut off at any length is whole, falls back or is refused, but never wrong") {
    Store store;
    Database db = store.open();
    db.set("a", "1");
    db.set("b", std::string(2'000, 'b'));
    db.set("c", "3");
    const Contents whole = contents_of(db.snapshot());
    const std::uint64_t used_bytes = db.statistics().used_bytes;
    const Bytes bytes = bytes_of(*store.memory);
    unsigned opened = 0;

    for (std::size_t length = 1; length < bytes.size(); ++length) {
        CAPTURE(length);
        const auto cut = file_with({bytes.begin(), bytes.begin() + static_cast<long>(length)});
        const auto errc = errc_of([&] {
            Database found = Database::open(cut, {.read_only = true});
            CHECK(contents_of(found.snapshot()) == whole);
            CHECK(length >= used_bytes);
            ++opened;
        });
        const bool is_refused = errc == Errc::corrupt || errc == Errc::not_a_database;
        CHECK((!errc || is_refused));
        CHECK(cut->size() == length);
    }

    CHECK(opened == bytes.size() - used_bytes);
}

TEST_CASE("a new file that was cut off is refused, not repaired") {
    Store store;
    store.open().close();
    const Bytes bytes = bytes_of(*store.memory);

    for (std::size_t length = 1; length < bytes.size(); length += 7) {
        CAPTURE(length);
        const auto cut = file_with({bytes.begin(), bytes.begin() + static_cast<long>(length)});
        const auto errc = errc_of([&] { Database::open(cut).set("a", "1"); });
        CHECK((errc == Errc::corrupt || errc == Errc::not_a_database));
        CHECK(cut->size() == length);
    }
}

TEST_CASE("a sparse file of 100 GiB opens, reads and writes") {
    const TemporaryDirectory directory;
    const auto path = directory / "large.db";
    Database::open(path).set("a", "1");
    std::filesystem::resize_file(path, std::uintmax_t{100} << 30);

    Database db = Database::open(path);
    db.set("b", "2");
    db.close();

    const Database again = Database::open(path, {.read_only = true});
    CHECK(contents_of(again.snapshot()) == Contents{{"a", "1"}, {"b", "2"}});
    CHECK(again.verify().ok());
}

TEST_CASE(
    "rule 21: a file that is cut off while it is open is told by whoever looks at its length") {
    const auto begin = [](Database& db) { return outcome_of([&] { db.begin(); }); };
    const auto write = [](Database& db) { return outcome_of([&] { db.set("c", "3"); }); };
    const auto verify = [](Database& db) { return outcome_of([&] { db.verify(); }); };
    const auto snapshot = [](Database& db) { return outcome_of([&] { db.snapshot(); }); };

    for (const std::uint64_t bytes : {0, 4'096, 20'000, 100'000}) {
        CAPTURE(bytes);
        CHECK(use_of_cut_file(bytes, false, begin) == 1);
        CHECK(use_of_cut_file(bytes, false, write) == 1);
    }
    CHECK(use_of_cut_file(20'000, false, verify) == 1);
    CHECK(use_of_cut_file(20'000, true, snapshot) == 1);
}

TEST_CASE("a file that is cut off behind its newest commit while it is open has lost nothing") {
    const auto write = [](Database& db) {
        std::filesystem::resize_file(db.name(), db.statistics().used_bytes);
        db.set("c", "3");
        return db.verify().ok() && db.size() == 2 ? 0 : 1;
    };
    CHECK(use_of_cut_file(1'000'000, false, write) == 0);
}

TEST_CASE("a file that was cut off says so when it is opened") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("a", std::string(100'000, 'a'));
    std::filesystem::resize_file(path, 50'000);

    const auto error = error_of([&] { Database::open(path); });

    REQUIRE(error);
    CHECK(error->errc() == Errc::corrupt);
    CHECK(std::string(error->what()).find("test.db: cut off at byte 50000, commit 1 ends at") !=
          std::string::npos);
}

}  // namespace dbdb::test
