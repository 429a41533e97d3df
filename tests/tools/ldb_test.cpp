#include "exchange/ldb.hpp"

#include <doctest/doctest.h>

#include "collect.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using exchange::read_ldb;

TEST_CASE("digits of either case are read up to the number of keys") {
    CHECK(records_in(read_ldb, "0x ==> 0x\n0x00Ff ==> 0x61\nKeys in range: 2\n") ==
          Records{{"", ""}, {"\0\xFF"s, "a"}});
}

TEST_CASE("lines that ldb --hex does not write are refused, and so is a wrong number of keys") {
    const Example examples[] = {
        {"", "no 'Keys in range: ' at the end; the input is truncated"},
        {"0x61 ==> 0x62\n", "line 1: no 'Keys in range: ' at the end; the input is truncated"},
        {"0x61 ==> 0x62", "line 1: the input ends within this line; it is truncated"},
        {"0x61 ==> 0x62\nKeys in range: 2\n",
         "line 2: 2 keys are told, there were 1; the input is damaged"},
        {"Keys in range: x\n", "line 1: no number behind 'Keys in range: '"},
        {"Keys in range: 0\n0x61 ==> 0x62\n", "line 2: more lines behind the number of keys"},
        {"0x61 : 0x62\n", "line 1: no ' ==> ' between key and value; dump with ldb dump --hex"},
        {"a ==> b\n",
         "line 1: not 0x and an even number of hexadecimal digits: 'a'; dump with ldb dump --hex"},
        {"0x6 ==> 0x\n",
         "line 1: not 0x and an even number of hexadecimal digits: '0x6'; dump with ldb dump "
         "--hex"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.text);
        CHECK(problem_in(read_ldb, example.text) == example.problem);
    }
}

}  // namespace
}  // namespace dbdb::test
