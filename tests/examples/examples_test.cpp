/// The pages for users of other stores print what their comments say.
#include <doctest/doctest.h>

#include "support/example_lines.hpp"

namespace dbdb::test {

TEST_CASE("the page for users of a store like a browser's runs") {
    CHECK(lines_of(DBDB_BROWSER_STORE) == Lines{"English -",
                                                "1",
                                                "gone at its deadline",
                                                "hi: English",
                                                "hola: Spanish",
                                                "0 left, 3 in the snapshot"});
}

TEST_CASE("the page for users of a copy-on-write tree in a file runs") {
    CHECK(lines_of(DBDB_TREE_FILE) == Lines{"20", "Lee", "1", "110", "Lee 2", "2", "1"});
}

TEST_CASE("the page for users of tags, expiry and backups runs") {
    CHECK(lines_of(DBDB_TAGGED_STORE) == Lines{"profile of ann",
                                               "active admin 14",
                                               "1 of 1, more: 0",
                                               "active 2",
                                               "admin 1",
                                               "guest 1",
                                               "4",
                                               "4",
                                               "6 commits, 0 users"});
}

}  // namespace dbdb::test
