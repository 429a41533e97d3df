#include "time_reference.hpp"

#include <cstdlib>
#include <ctime>
#include <string>

#include <doctest/doctest.h>

#include "time_text.hpp"

namespace dbdb::test {
namespace {

using namespace tool;

/// The time that `text` names, as text; "none" when it names none.
std::string named(const std::string& text) {
    const auto time = time_named(text, *time_named("2026-01-31T12:00:00Z"));
    return time ? time_text(*time) : "none";
}

/// The time zone of the process, for one test.
class Zone {
public:
    explicit Zone(const char* name) {
        ::setenv("TZ", name, 1);
        ::tzset();
    }

    ~Zone() {
        ::unsetenv("TZ");
        ::tzset();
    }

    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;
};

TEST_CASE("a time with a zone is the same everywhere") {
    CHECK(named("2026-01-31T12:00:00Z") == "2026-01-31T12:00:00.000000000Z");
    CHECK(named("2026-01-31 12:00z") == "2026-01-31T12:00:00.000000000Z");
    CHECK(named("2026-01-31T12:00:00.5Z") == "2026-01-31T12:00:00.500000000Z");
    CHECK(named("2026-01-31T12:00:00.000000001Z") == "2026-01-31T12:00:00.000000001Z");
    CHECK(named("2026-01-31T12:00:00+01:30") == "2026-01-31T10:30:00.000000000Z");
    CHECK(named("2026-01-31T23:00:00-0200") == "2026-02-01T01:00:00.000000000Z");
    CHECK(named("2026-01-31Z") == "2026-01-31T00:00:00.000000000Z");
    CHECK(named("1969-12-31T23:59:59Z") == "1969-12-31T23:59:59.000000000Z");
}

TEST_CASE("a time span is a row of numbers with units") {
    CHECK(duration_named("30m") == std::chrono::minutes(30));
    CHECK(duration_named("1h30m5ms") == std::chrono::milliseconds(5'400'005));
    CHECK(duration_named("0s") == std::chrono::seconds(0));
    for (const char* text : {"", "30", "m", "-30m", "1y", "9999999w", "1h "})
        CHECK_FALSE(duration_named(text).has_value());
}

TEST_CASE("a time without a zone is local") {
    const Zone zone("XST-2");  // Two hours ahead.

    CHECK(named("2026-01-31T12:00:00") == "2026-01-31T10:00:00.000000000Z");
    CHECK(named("2026-01-31T12:00:00.25") == "2026-01-31T10:00:00.250000000Z");
    CHECK(named("2026-01-31") == "2026-01-30T22:00:00.000000000Z");
    CHECK(named("1970-01-01T01:59:59") == "1969-12-31T23:59:59.000000000Z");
}

TEST_CASE("a time may be told by how long ago it was") {
    CHECK(named("-5m") == "2026-01-31T11:55:00.000000000Z");
    CHECK(named("-1h30m") == "2026-01-31T10:30:00.000000000Z");
    CHECK(named("-2d") == "2026-01-29T12:00:00.000000000Z");
    CHECK(named("-1w") == "2026-01-24T12:00:00.000000000Z");
    CHECK(named("-250ms") == "2026-01-31T11:59:59.750000000Z");
    CHECK(named("-1s") == "2026-01-31T11:59:59.000000000Z");
}

TEST_CASE("what names no time is none") {
    for (const char* text : {"",
                             "-",
                             "-5",
                             "-m",
                             "-5y",
                             "-5m!",
                             "-999999999w",
                             "-1000000000s",
                             "now",
                             "2026",
                             "2026-1-31",
                             "2026-02-30",
                             "2026-13-01",
                             "0000-01-01",
                             "9999-01-01",
                             "2026-01-31T",
                             "2026-01-31T24:00:00Z",
                             "2026-01-31T12:60Z",
                             "2026-01-31T12:00:60Z",
                             "2026-01-31T12:00:00.Z",
                             "2026-01-31T12:00:00.1234567890Z",
                             "2026-01-31T12:00:00+25:00",
                             "2026-01-31T12:00:00+0",
                             "2026-01-31T12:00:00Zx"}) {
        CAPTURE(text);
        CHECK(named(text) == "none");
    }
}

}  // namespace
}  // namespace dbdb::test
