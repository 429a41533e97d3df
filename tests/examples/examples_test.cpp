/// The pages for users of other stores print what their comments say.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/program.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& example) {
    const TemporaryDirectory folder;
    Program program({example, folder / "example.dbdb"});
    Lines lines;
    while (const auto line = program.line())
        lines.push_back(*line);
    CHECK(program.wait() == 0);
    return lines;
}

}  // namespace

TEST_CASE("the page for users of a store like a browser's runs") {
    CHECK(lines_of(DBDB_BROWSER_STORE) == Lines{"English -",
                                                "1",
                                                "gone at its deadline",
                                                "hi: English",
                                                "hola: Spanish",
                                                "0 left, 4 in the snapshot"});
}

TEST_CASE("the page for users of a copy-on-write tree in a file runs") {
    CHECK(lines_of(DBDB_TREE_FILE) == Lines{"20", "Lee", "1", "110", "Lee 2", "2", "1"});
}

TEST_CASE("the page for users of tags, expiry and backups runs") {
    CHECK(lines_of(DBDB_TAGGED_STORE) ==
          Lines{"profile of ann", "active admin 14", "3", "3", "5 commits, 0 users"});
}

}  // namespace dbdb::test
