/// The examples print what they should.
#include <doctest/doctest.h>

#include "support/example_lines.hpp"

namespace dbdb::test {

TEST_CASE("the page with callbacks and futures runs") {
    CHECK(lines_of(DBDB_ASYNC_FUTURES) == Lines{"commit 1", "red", "too large", "1000", "2"});
}

#ifdef DBDB_ASYNC_SERVER

TEST_CASE("the server with coroutines answers a hundred clients, who share syncs") {
    CHECK(lines_of(DBDB_ASYNC_SERVER) ==
          Lines{"100 clients were answered", "100 entries", "syncs were shared"});
}

#endif

}  // namespace dbdb::test
