#include <optional>
#include <span>
#include <thread>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "format/layout.hpp"
#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

void set_many(Transaction& change, char letter) {
    for (std::uint64_t index = 0; index < 2'000; ++index)
        change.set(numbered_key(index), std::string(index % 100 == 0 ? 2'000 : 20, letter));
}

bool holds_only(const Snapshot& snapshot, char letter) {
    std::uint64_t count = 0;
    for (const auto& [key, value] : snapshot.range())
        count += value.find_first_not_of(letter) == std::string_view::npos;
    return count == 2'000 && snapshot.size() == 2'000;
}

}  // namespace

TEST_CASE("a frozen transaction is read by another thread while the transaction goes on") {
    for (const std::size_t budget_bytes : {std::size_t{32} << 10, std::size_t{256} << 20}) {
        Database db = Database::in_memory({.transaction_memory_bytes = budget_bytes});
        Transaction change = db.begin();
        set_many(change, 'a');
        const Snapshot frozen = change.freeze();
        bool is_same = true;
        std::thread reader([&] {
            for (int round = 0; round < 20; ++round)
                is_same = is_same && holds_only(frozen, 'a');
        });
        set_many(change, 'b');
        const Snapshot later = change.freeze();
        set_many(change, 'c');
        reader.join();

        CHECK(is_same);
        CHECK(holds_only(later, 'b'));
        CHECK_FALSE(frozen == later);
        CHECK(frozen.commit_id() == 0);
        change.commit();
        CHECK(holds_only(frozen, 'a'));
        CHECK(holds_only(db.snapshot(), 'c'));
    }
}

TEST_CASE("a frozen transaction stays readable after rollback and later commits") {
    for (const std::size_t budget_bytes : {std::size_t{32} << 10, std::size_t{256} << 20}) {
        Database db = Database::in_memory({.transaction_memory_bytes = budget_bytes});
        Transaction change = db.begin();
        set_many(change, 'a');
        const Snapshot frozen = change.freeze();
        set_many(change, 'b');
        change.rollback();

        for (int round = 0; round < 20; ++round)
            db.update([](Transaction& next) { set_many(next, 'c'); });

        CHECK(holds_only(frozen, 'a'));
        CHECK(holds_only(db.snapshot(), 'c'));
        CHECK(db.verify().ok());
    }
}

TEST_CASE("a frozen transaction stays readable when another process commits after its rollback") {
    for (const bool is_other_open_before : {false, true}) {
        const auto file = file_with({});
        Database db = Database::open(file, {.transaction_memory_bytes = std::size_t{32} << 10});
        db.set("first", "1");
        std::optional<Database> other;
        if (is_other_open_before) other = Database::open(file);
        Transaction change = db.begin();
        change.erase("first");
        set_many(change, 'a');
        const Snapshot frozen = change.freeze();
        change.rollback();

        if (!other) other = Database::open(file);
        for (int round = 0; round < 20; ++round)
            other->update([](Transaction& next) { set_many(next, 'c'); });

        CHECK(holds_only(frozen, 'a'));
        CHECK(other->size() == 2'001);
        CHECK(other->verify().ok());
        CHECK(Database::open(file).size() == 2'001);
    }
}

TEST_CASE("a kept end that makes no sense is not gone by") {
    for (const std::uint64_t end :
         {std::uint64_t{1} << 40, UINT64_MAX, format::records_begin + 4}) {
        const auto file = file_with({});
        Database::open(file).set("a", "1");
        const std::uint64_t bytes = file->size();
        file->write_at(format::kept_end_offset, std::as_bytes(std::span(&end, 1)));

        Database::open(file).set("b", "2");

        CHECK(file->size() == bytes);
        CHECK(Database::open(file).size() == 2);
    }
}

TEST_CASE("a frozen transaction outlives its database") {
    std::optional<Snapshot> frozen;
    {
        Database db = Database::in_memory();
        Transaction change = db.begin();
        set_many(change, 'a');
        frozen = change.freeze();
    }

    CHECK(holds_only(*frozen, 'a'));
}

}  // namespace dbdb::test
