#include "database/verify.hpp"

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/layout.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

/// Ten commits of one key each, and where the record of each one ends.
struct TenCommits {
    Store store;
    std::vector<std::uint64_t> ends{format::records_begin};

    TenCommits() {
        store.is_sound = false;
        Database db = store.open();
        for (int index = 1; index <= 10; ++index) {
            db.set("key", std::string(100, 'a'));
            ends.push_back(db.statistics().used_bytes);
        }
    }

    void damage_record(unsigned commit) const { damage(*store.memory, ends[commit] - 20); }

    VerifyReport verify() const {
        return Database::open(store.memory, {.read_only = true}).verify();
    }
};

}  // namespace

TEST_CASE("behind a damaged commit record a check goes on where a jump leads") {
    // Commit 10 jumps to 7, and 6 to 3.
    for (const unsigned damaged : {9U, 5U}) {
        CAPTURE(damaged);
        const TenCommits made;
        REQUIRE(made.verify().commits == 10);
        made.damage_record(damaged);

        const VerifyReport report = made.verify();

        REQUIRE(report.damages.size() == 1);
        CHECK(report.damages[0].commit == damaged);
        CHECK_FALSE(report.damages[0].hidden);
        CHECK(report.lost_commits == 2);
        CHECK(report.commits == 8);
    }
}

TEST_CASE("where no jump leads past a damaged commit record all before it are lost") {
    const TenCommits made;
    made.damage_record(1);

    const VerifyReport report = made.verify();

    CHECK(report.damages.size() == 1);
    CHECK(report.lost_commits == 1);
    CHECK(report.commits == 9);
}

TEST_CASE("a check names the key whose blob is damaged") {
    Store store;
    store.is_sound = false;
    Database db = store.open();
    db.set("b", std::string(5'000, 'b'));
    db.update([](Transaction& txn) { txn.set("a", "1"); });
    damage(*store.memory, format::records_begin + 3'000);

    const VerifyReport report = db.verify();

    REQUIRE(report.damages.size() == 1);
    CHECK(report.damages[0].commit == 2);
    CHECK(report.damages[0].hidden == KeyRange{"b", std::string("b\0", 2), 1});
}

}  // namespace dbdb::test
