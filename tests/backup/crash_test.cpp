/// A backup whose process ends, or that fails, behind each of its steps.
#include <array>
#include <unistd.h>

#include <doctest/doctest.h>

#include "compaction/fixture.hpp"
#include "database/backup.hpp"
#include "database/open.hpp"
#include "support/child_process.hpp"

namespace dbdb::test {

namespace {

using database::BackupStep;

constexpr std::array all_steps{BackupStep::created,
                               BackupStep::copied,
                               BackupStep::verified,
                               BackupStep::named,
                               BackupStep::appended};

/// Whether a process that made a backup came to `last`, and ended there.
bool crash_behind(const TemporaryDirectory& directory, BackupStep last, bool full) {
    const int status = in_child([&] {
        const auto world = database::open_world(directory / "a.db", {.read_only = true});
        database::backup(*world, directory / "copy.db", {.full = full}, [&](BackupStep step) {
            if (step == last) ::_exit(7);
        });
        return 0;
    });
    return status == 7;
}

}  // namespace

TEST_CASE("wherever a backup crashes, the old copy or the new one is there, whole") {
    for (const bool full : {false, true}) {
        unsigned crashes = 0;
        for (const BackupStep step : all_steps) {
            CAPTURE(full);
            CAPTURE(static_cast<int>(step));
            const TemporaryDirectory directory;
            Database db = Database::open(directory / "a.db");
            fill(db, 300);
            db.backup(directory / "copy.db");
            const Contents before = contents_in(directory / "copy.db");
            change(db, 300, 5);
            db.sync();
            const Contents after = contents_of(db.snapshot());

            const bool has_crashed = crash_behind(directory, step, full);

            crashes += has_crashed ? 1 : 0;
            const bool is_new =
                !has_crashed || step == BackupStep::named || step == BackupStep::appended;
            CHECK(contents_in(directory / "copy.db") == (is_new ? after : before));
            db.backup(directory / "copy.db", {.full = true});
            CHECK(contents_in(directory / "copy.db") == after);
            CHECK(file_count(directory) == 3);
        }
        CHECK(crashes == (full ? 4 : 3));
    }
}

TEST_CASE("a first backup that crashes leaves no copy, or the whole one") {
    for (const BackupStep step :
         {BackupStep::created, BackupStep::copied, BackupStep::verified, BackupStep::named}) {
        CAPTURE(static_cast<int>(step));
        const TemporaryDirectory directory;
        Database db = Database::open(directory / "a.db");
        fill(db, 300);
        db.sync();

        CHECK(crash_behind(directory, step, false));

        CHECK(fs::exists(directory / "copy.db") == (step == BackupStep::named));
        db.backup(directory / "copy.db");
        CHECK(contents_in(directory / "copy.db").size() == 300);
    }
}

}  // namespace dbdb::test
