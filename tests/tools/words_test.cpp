#include "text/words.hpp"

#include <doctest/doctest.h>

#include "text/columns.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;
using Words = std::vector<std::string>;
using text::words_of;

TEST_CASE("a line falls into words where it has white space that is not quoted") {
    CHECK(words_of("").value().empty());
    CHECK(words_of(" \t# nothing").value().empty());
    CHECK(words_of("set  ann\t1 # comment") == Words{"set", "ann", "1"});
    CHECK(words_of("a#b 'it''s' ''") == Words{"a#b", "its", ""});
    CHECK(words_of("'a \"b\\' \"c 'd\\t\\x00\\\"\"e") == Words{"a \"b\\", "c 'd\t\0\"e"s});
    CHECK(words_of("a\\ b \\#c \\\\") == Words{"a b", "#c", "\\"});
}

TEST_CASE("a quotation mark or an escape that is not complete makes no words") {
    for (const char* line : {"'a", "\"a", "\"a\\\"", "a\\", "\"\\q\"", "\"\\x0\""}) {
        CAPTURE(line);
        CHECK_FALSE(words_of(line).has_value());
    }
}

TEST_CASE("what is written as one word is read as one") {
    for (const char* bytes : {"plain", "two words", "it's", "\"", "#a", "back\\slash", "a\tb"}) {
        CAPTURE(bytes);
        CHECK(words_of(text::as_word(bytes)) == Words{bytes});
    }
}

TEST_CASE("fields stand below each other, and lines without tabs stay as they are") {
    CHECK(text::aligned("a\tb\nlonger\tc\td\nno tab\n") == "a       b\nlonger  c  d\nno tab\n");
    CHECK(text::aligned("\xE2\x82\xAC\tx\nab\ty") == "\xE2\x82\xAC   x\nab  y");
    CHECK(text::aligned(std::string(50, 'k') + "\tv\na\tv\n") ==
          std::string(50, 'k') + "  v\na" + std::string(41, ' ') + "v\n");
    CHECK(text::aligned("").empty());
    CHECK(text::aligned("\n\n") == "\n\n");
}

}  // namespace
}  // namespace dbdb::test
