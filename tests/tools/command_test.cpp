#include <vector>

#include <doctest/doctest.h>

#include "arguments.hpp"
#include "edit_distance.hpp"
#include "failure.hpp"
#include "pager.hpp"
#include "size_text.hpp"
#include "time_text.hpp"
#include "verb.hpp"

namespace dbdb::test {
namespace {

using namespace tool;

/// The arguments of a verb that takes a bit of everything.
struct Sample {
    std::string file{};
    std::string key{};
    std::string value = "absent";
    std::optional<std::string> prefix{};
    std::optional<std::uint64_t> limit{};
    bool reverse = false;
    text::Spelling spelling = text::Spelling::raw;

    explicit Sample(const std::vector<std::string>& words) {
        const Verb verb{.name = "sample"};
        Arguments arguments(verb);
        arguments.required("FILE", file, "a file");
        arguments.required("KEY", key, "a key");
        arguments.optional("VALUE", value, "a value");
        arguments.option("-p,--prefix", "P", prefix, "a prefix");
        arguments.number("--limit", "N", limit, "a limit");
        arguments.flag("--reverse", reverse, "a flag");
        arguments.spelling(spelling);
        arguments.parse(words);
    }
};

/// What is wrong with `words`; empty when nothing is.
std::string refusal(const std::vector<std::string>& words) {
    try {
        const Sample sample(words);
    } catch (const Failure& failure) {
        CHECK(failure.exit_code() == ExitCode::wrong_arguments);
        return failure.what();
    }
    return "";
}

TEST_CASE("words and options may come in any order") {
    const Sample sample({"--limit", "18446744073709551615", "f", "--reverse", "k", "-pq", "v"});

    CHECK(sample.file == "f");
    CHECK(sample.key == "k");
    CHECK(sample.value == "v");
    CHECK(sample.limit == 18446744073709551615U);
    CHECK(sample.reverse);
    CHECK(sample.prefix == "q");
}

TEST_CASE("words are taken byte for byte, whatever they look like") {
    for (const char* word : {"",
                             "-",
                             "{}",
                             "[]",
                             "[a,b]",
                             "%%",
                             "a=b",
                             "FILE",
                             "\xFF\n",
                             "++",
                             "'x'",
                             "\"x\"",
                             "true",
                             "/f",
                             "@file",
                             "#",
                             "sample"}) {
        CAPTURE(word);
        const Sample sample({"f", word, word});

        CHECK(sample.key == word);
        CHECK(sample.value == word);
    }
}

TEST_CASE("two dashes end the options") {
    const Sample sample({"f", "--reverse", "--", "-k", "--"});

    CHECK(sample.key == "-k");
    CHECK(sample.value == "--");
    CHECK(sample.reverse);
}

TEST_CASE("the value of an option may be empty or begin with a dash") {
    CHECK(Sample({"f", "k", "--prefix="}).prefix == "");
    CHECK(Sample({"f", "k", "--prefix="}).value == "absent");
    CHECK(Sample({"f", "k", "--prefix", ""}).prefix == "");
    CHECK(Sample({"f", "k", "--prefix", "-x"}).prefix == "-x");
    CHECK(Sample({"f", "k", "--prefix=-x"}).prefix == "-x");
    CHECK(Sample({"f", "--", "k", "--prefix="}).value == "--prefix=");
}

TEST_CASE("wrong arguments are told in words of our own") {
    const std::string more = " (dbdb help sample tells more)";

    CHECK(refusal({}) == "FILE is missing" + more);
    CHECK(refusal({"f"}) == "KEY is missing" + more);
    CHECK(refusal({"f", "k", "v", "w"}) == "unexpected argument 'w'" + more);
    CHECK(refusal({"f", "k", "--limits"}) ==
          "unknown option '--limits'; did you mean --limit?" + more);
    CHECK(refusal({"f", "k", "--perfix=a"}) ==
          "unknown option '--perfix=a'; did you mean --prefix?" + more);
    CHECK(refusal({"f", "k", "--unlike"}) ==
          "unknown option '--unlike'; put -- before arguments that begin with a dash" + more);
    CHECK(refusal({"f", "k", "--limit"}) == "an option lacks its value, or is given twice" + more);
    CHECK(refusal({"f", "k", "--limit=1", "--limit=2"}) ==
          "an option lacks its value, or is given twice" + more);
    CHECK(refusal({"f", "k", "--hex", "--base64"}) ==
          "--hex and --base64 exclude each other" + more);
}

TEST_CASE("numbers are whole, decimal and fit 64 bits") {
    for (const char* text : {"", "-1", "+1", "1.5", "1e3", "0x10", " 1", "1 ", "one"}) {
        CAPTURE(text);
        CHECK(refusal({"f", "k", "--limit", text}).starts_with("--limit: not a whole number"));
    }
    CHECK(refusal({"f", "k", "--limit", "18446744073709551616"}) ==
          "--limit: too large: '18446744073709551616'");
}

TEST_CASE("arguments may be spelled in hexadecimal digits or Base64") {
    CHECK(decode_argument("KEY", "00ff", text::Spelling::hex) == std::string("\0\xFF", 2));
    CHECK(decode_argument("KEY", "AP8=", text::Spelling::base64) == std::string("\0\xFF", 2));
    CHECK_THROWS_WITH(decode_argument("KEY", "0", text::Spelling::hex),
                      "KEY is not hexadecimal: '0'");
}

TEST_CASE("help is wanted before anything is missed") {
    CHECK_THROWS_AS(Sample({"--help"}), HelpWanted);
    CHECK_THROWS_AS(Sample({"f", "-h"}), HelpWanted);
}

TEST_CASE("the distance of words counts letters put in, left out, changed and swapped") {
    CHECK(edit_distance("get", "get") == 0);
    CHECK(edit_distance("", "get") == 3);
    CHECK(edit_distance("gte", "get") == 1);
    CHECK(edit_distance("gett", "get") == 1);
    CHECK(edit_distance("sct", "set") == 1);
    CHECK(edit_distance("veirfy", "verify") == 1);
    CHECK(edit_distance(std::string(100'000, 'a'), "b") == 64);
}

TEST_CASE("times are shown in UTC to the nanosecond") {
    using namespace std::chrono;
    const auto text_at = [](nanoseconds since) {
        return time_text(system_clock::time_point(duration_cast<system_clock::duration>(since)));
    };

    CHECK(text_at(0ns) == "1970-01-01T00:00:00.000000000Z");
    CHECK(text_at(951'827'696'000'000'007ns) == "2000-02-29T12:34:56.000000007Z");
    CHECK(text_at(-1ns) == "1969-12-31T23:59:59.999999999Z");
}

TEST_CASE("sizes for people have a unit and never more than four digits before the point") {
    CHECK(size_text(0) == "0 bytes");
    CHECK(size_text(1) == "1 byte");
    CHECK(size_text(1023) == "1023 bytes");
    CHECK(size_text(1024) == "1.0 KiB");
    CHECK(size_text(1536) == "1.5 KiB");
    CHECK(size_text(1024 * 1024 - 1) == "1.0 MiB");
    CHECK(size_text(UINT64_MAX) == "16.0 EiB");
}

TEST_CASE("long lines take as many lines of a screen as they are broken into") {
    CHECK(lines_taken("", 4) == 0);
    CHECK(lines_taken("abcd\n", 4) == 1);
    CHECK(lines_taken("abcde\n\nf", 4) == 4);
}

}  // namespace
}  // namespace dbdb::test
