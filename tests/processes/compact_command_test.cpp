#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

struct Ended {
    int status = 0;
    std::string output{};
};

Ended compact(const std::string& path, std::vector<std::string> words) {
    words.insert(words.begin(), {"compact", path});
    Program program(command_line(words));
    Ended ended;
    while (const auto line = program.line())
        if (line->find("seconds") == line->npos) ended.output += *line + "\n";
    ended.status = program.wait();
    return ended;
}

bool has_kept(const Ended& ended, unsigned count) {
    const std::string line = "kept commits: " + std::to_string(count) + "\n";
    return ended.status == 0 && ended.output.find(line) != ended.output.npos;
}

}  // namespace

TEST_CASE("compact keeps the commits that are asked for, and those with bookmarks") {
    const TemporaryDirectory directory;
    const std::string path = directory / "test.db";
    {
        Database db = Database::open(path);
        for (const char* value : {"1", "2", "3", "4"})
            db.set("key", value);
        db.update([](Transaction& change) {
            change.keyspace("people").set("ann", "5");
            change.set_bookmark("second", 2);
        });
    }
    CHECK(has_kept(compact(path, {"--dry-run"}), 2));
    CHECK(has_kept(compact(path, {"--dry-run", "--keep", "all"}), 5));
    CHECK(has_kept(compact(path, {"--keep", "since:-1h"}), 5));
    CHECK(has_kept(compact(path, {"--keep", "2"}), 3));
    CHECK(has_kept(compact(path, {"--keep", "since:2200-01-01"}), 2));
    CHECK(compact(path, {"--keep", "since:once"}).status == 1);
    CHECK(compact(path, {"--keep", "many"}).status == 1);

    const Database db = Database::open(path, {.read_only = true});
    CHECK(db.snapshot_at(2).get("key") == "2");
    CHECK(db.snapshot().keyspace("people").get("ann") == "5");
}

}  // namespace dbdb::test
