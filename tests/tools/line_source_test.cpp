#include "exchange/line_source.hpp"

#include <doctest/doctest.h>

#include "collect.hpp"

namespace dbdb::test {
namespace {

using exchange::LineSource;

std::vector<std::string> lines_of(LineSource& source) {
    std::vector<std::string> lines;
    while (source.next())
        lines.emplace_back(source.line());
    return lines;
}

TEST_CASE("lines are the same however the input is cut into reads") {
    const std::string text = "one\n\n" + std::string(200'000, 'x') + "\nlast";
    const std::vector<std::string> expected{"one", "", std::string(200'000, 'x'), "last"};
    for (const std::size_t read_bytes : {1U, 3U, 4096U, 1U << 20}) {
        CAPTURE(read_bytes);
        LineSource source(reader_of(text, read_bytes));

        CHECK(lines_of(source) == expected);
        CHECK(source.line_number() == 4);
        CHECK(source.bytes_taken() == text.size());
        CHECK_FALSE(source.complete());
    }
}

TEST_CASE("an empty input has no line, a lone newline has one") {
    LineSource empty(reader_of(""));
    LineSource newline(reader_of("\n"));

    CHECK_FALSE(empty.next());
    CHECK(newline.next());
    CHECK(newline.line().empty());
    CHECK(newline.complete());
    CHECK_FALSE(newline.next());
}

TEST_CASE("bytes that were peeked at are still there") {
    LineSource source(reader_of("VERSION=3\nrest\n", 2));

    CHECK(source.peek(8) == "VERSION=");
    CHECK(source.peek(100) == "VERSION=3\nrest\n");
    CHECK(lines_of(source) == std::vector<std::string>{"VERSION=3", "rest"});
    CHECK(source.peek(8).empty());
}

TEST_CASE("bytes of a known number are taken whatever they are, and lines go on behind them") {
    LineSource source(reader_of("3\na\n\nb\nlast\n", 2));

    CHECK(source.next());
    CHECK(source.next_bytes(3));
    CHECK(source.line() == "a\n\n");
    CHECK(source.line_number() == 4);
    CHECK(source.next());
    CHECK(source.line() == "b");
    CHECK(source.line_number() == 4);
    CHECK(source.next_bytes(0));
    CHECK(source.line_number() == 5);
    CHECK_FALSE(source.next_bytes(6));
    CHECK(source.bytes_taken() == 7);
}

TEST_CASE("a failure of the reading function reaches the caller") {
    LineSource source(
        [](std::span<char>) -> std::size_t { throw std::runtime_error("unplugged"); });

    CHECK_THROWS_WITH(source.next(), "unplugged");
}

}  // namespace
}  // namespace dbdb::test
