#include <cerrno>
#include <csignal>
#include <sys/resource.h>

#include <doctest/doctest.h>

#include "support/child_process.hpp"
#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// Files of this process end there: the system writes what fits, then refuses.
bool limit_file_size(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, RLIM_INFINITY};
    return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

/// Commits until the system refuses; gives what was committed, empty when the error is wrong.
Contents commit_until_refused(Database& db) {
    Contents committed = contents_of(db.snapshot());
    for (int index = 0;; ++index) {
        const std::string key = "key" + std::to_string(index);
        const std::string value(static_cast<std::size_t>(700 + index % 7), 'v');
        const auto error = error_of([&] { db.set(key, value); });
        if (!error) {
            committed[key] = value;
            continue;
        }
        const bool is_right =
            error->system_reason() == EFBIG &&
            std::string(error->what()).find("test.db: write of ") != std::string::npos;
        return is_right ? committed : Contents{};
    }
}

}  // namespace

TEST_CASE("rule 6: where the system takes a part of a write only, nothing committed is lost") {
    const TemporaryDirectory directory;
    const auto path = directory / "test.db";

    const int wrong = in_child([&] {
        Database db = Database::open(path, {.durability = Durability::none});
        int failures = 0;
        for (rlim_t limit = 60'000; limit < 62'100; limit += 300) {
            if (!limit_file_size(limit)) return 99;
            const Contents committed = commit_until_refused(db);
            failures += committed.empty() || contents_of(db.snapshot()) != committed;
            failures += !limit_file_size(RLIM_INFINITY);
            failures +=
                contents_of(Database::open(path, {.read_only = true}).snapshot()) != committed;
            failures += errc_of([&] { db.set("later", std::to_string(limit)); }).has_value();
            failures += !db.verify().ok();
            db.update([](Transaction& change) { change.clear(); });
            db.close();
            std::filesystem::remove(path);
            db = Database::open(path, {.durability = Durability::none});
        }
        return failures;
    });

    CHECK(wrong == 0);
}

}  // namespace dbdb::test
