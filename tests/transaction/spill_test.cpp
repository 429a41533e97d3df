#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

/// A transaction of every kind of change.
Contents contents_with_budget(std::size_t budget_bytes) {
    Store store;
    Database db = store.open({.transaction_memory_bytes = budget_bytes});
    db.set("before", "1");
    Random random(7);
    Transaction change = db.begin();
    for (int index = 0; index < 20'000; ++index) {
        change.set(numbered_key(random.below(8'000)), random.text(random.below(60), "abc"));
        if (index % 3 == 0) change.erase(numbered_key(random.below(8'000)));
        if (index % 1'000 == 0)
            change.erase_prefix(numbered_key(random.below(8'000)).substr(0, 10));
    }
    const Contents seen = contents_of(change.freeze());
    change.commit();
    CHECK(contents_of(db.snapshot()) == seen);
    db.close();
    CHECK(contents_of(store.open().snapshot()) == seen);
    return seen;
}

}  // namespace

TEST_CASE("a transaction that spills gives the same as one that does not") {
    const Contents expected = contents_with_budget(256 << 20);

    CHECK(expected.size() > 3'000);
    CHECK(contents_with_budget(1 << 20) == expected);
    CHECK(contents_with_budget(64 << 10) == expected);
}

TEST_CASE("a spilled transaction that is rolled back leaves nothing") {
    Store store;
    Database db = store.open({.transaction_memory_bytes = 16 << 10});
    db.set("before", "1");
    {
        Transaction change = db.begin();
        for (std::uint64_t index = 0; index < 5'000; ++index)
            change.set(numbered_key(index), std::string(100, 'v'));
    }

    CHECK(contents_of(db.snapshot()) == Contents{{"before", "1"}});
    for (std::uint64_t index = 0; index < 300; ++index)
        db.set(numbered_key(index), std::string(70, 'w'));
    CHECK(db.size() == 301);
    CHECK(contents_of(db.snapshot()).size() == 301);
}

TEST_CASE("a transaction that fails while it spills can only be rolled back") {
    Store store;
    Database db = store.open({.transaction_memory_bytes = 16 << 10});
    db.set("before", "1");
    Transaction change = db.begin();
    store.faults->fail({.kinds = {CallKind::write}, .system_errno = ENOSPC});

    const auto error = error_of([&] {
        for (std::uint64_t index = 0; index < 5'000; ++index)
            change.set(numbered_key(index), std::string(100, 'v'));
    });

    REQUIRE(error);
    CHECK(error->system_reason() == ENOSPC);
    CHECK(errc_of([&] { change.commit(); }) == Errc::closed);
    change.rollback();
    CHECK(db.set("after", "2") == 2);
}

}  // namespace dbdb::test
