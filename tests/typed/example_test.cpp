/// The examples print what their comments say.
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

TEST_CASE("the page for users of a dictionary runs") {
    CHECK(lines_of(DBDB_DICTIONARY) == Lines{"red",
                                             "\"none\"",
                                             "1",
                                             "3",
                                             "10",
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
