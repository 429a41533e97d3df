#include <cerrno>
#include <sys/resource.h>

#include <doctest/doctest.h>

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool can_limit_address_space = false;
#else
constexpr bool can_limit_address_space = true;
#endif

bool limit_address_space(rlim_t bytes) {
    const rlimit limit{bytes, RLIM_INFINITY};
    return ::setrlimit(RLIMIT_AS, &limit) == 0;
}

/// Whether `error` tells that there was no memory for the file.
bool is_out_of_memory(const std::optional<Error>& error) {
    return error && error->errc() == Errc::io && error->system_reason() == ENOMEM &&
           std::string(error->what()).find("test.db: ") != std::string::npos;
}

}  // namespace

TEST_CASE(
    "rule 23: without address space for its mapping a file is refused, and opens when there is "
    "some") {
    if (!can_limit_address_space) {
        MESSAGE("skipped: a sanitizer needs the address space");
        return;
    }
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";
    Database::open(path).set("a", "1");

    const int wrong = in_child([&] {
        int failures = 0;
        unsigned refused = 0;
        // From too little for the mapping over too little for its marks to enough.
        for (rlim_t megabytes = 256; megabytes < 4'096; megabytes += 8) {
            if (!limit_address_space(megabytes << 20)) return 99;
            const auto error = error_of([&] {
                Database db = Database::open(path);
                failures += db.get("a") != "1";
            });
            failures += error.has_value() && !is_out_of_memory(error);
            refused += error.has_value();
        }
        failures += refused == 0;
        return failures;
    });

    CHECK(wrong == 0);
}

}  // namespace dbdb::test
