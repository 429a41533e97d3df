/// The examples print what their comments say.
#include <doctest/doctest.h>

#include "support/example_lines.hpp"

namespace dbdb::test {

TEST_CASE("the page for users of a dictionary runs") {
    CHECK(lines_of(DBDB_DICTIONARY) == Lines{"red",
                                             "\"none\"",
                                             "1",
                                             "3",
                                             "10",
                                             "4102444800000",
                                             "11",
                                             "kiwi 7",
                                             "raw {\"$bytes\":\"AQI=\"}",
                                             "weights [150,1.5,null]",
                                             "3"});
}

TEST_CASE("the page for users of typed maps runs") {
    CHECK(lines_of(DBDB_TYPED_MAP) ==
          Lines{"Ann 1",
                "-1: -7",
                "10: 4.5",
                "key 'ann' holds 'shop.user', but was asked for as 'string': invalid argument"});
}

}  // namespace dbdb::test
