#include <array>
#include <functional>
#include <new>

#include <doctest/doctest.h>

#include "support/allocations.hpp"
#include "support/database_fixture.hpp"
#include "support/soak.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

/// Made once, so that what fails is an allocation of the library.
const std::vector<std::pair<std::string, std::string>>& entries() {
    static const auto made = [] {
        std::vector<std::pair<std::string, std::string>> list;
        for (int index = 1000; index < 1400; ++index)
            list.emplace_back("a key of some length " + std::to_string(index),
                              std::string(index % 50 == 7 ? 2'500 : 60, 'v'));
        return list;
    }();
    return made;
}

const std::string& large_value() {
    static const std::string value(1'100'000, 'L');
    return value;
}

void set_all(Transaction& transaction) {
    for (const auto& [key, value] : entries())
        transaction.set(key, value);
}

/// One transaction, which is committed or fails as a whole.
struct Shape {
    const char* name;
    Options options;
    void (*run)(Database&);
};

void one_set(Database& db) { db.set("one", "value"); }

void batch(Database& db) { db.update(set_all); }

void erase(Database& db) {
    db.update([](Transaction& transaction) {
        transaction.erase("1");
        transaction.erase_range("3", "5");
        transaction.erase_prefix("6");
    });
}

void blobs(Database& db) {
    db.update([](Transaction& transaction) {
        transaction.set("large", large_value());
        transaction.set("largest", large_value());
        transaction.at("large");
        transaction.set("x", "y");
    });
}

void sorted(Database& db) {
    db.update([](Transaction& transaction) {
        auto writer = transaction.sorted_writer();
        for (const auto& [key, value] : entries())
            writer.set(key, value);
        writer.finish();
    });
}

void savepoints(Database& db) {
    db.update([](Transaction& transaction) {
        transaction.set("kept", large_value());
        const Savepoint kept = transaction.savepoint();
        const Snapshot frozen = transaction.freeze();
        set_all(transaction);
        for (const auto& [key, value] : transaction.range("a key", "b"))
            static_cast<void>(frozen.get(key));
        transaction.rollback_to(kept);
        transaction.set("last", "value");
    });
}

void with_message(Database& db) {
    Transaction transaction = db.begin();
    transaction.set("key", "value");
    transaction.commit("a message that is too long to be stored within a string");
}

const std::array shapes{
    Shape{"one set", {}, one_set},
    Shape{"one set, synced twice", {.durability = Durability::sync_twice}, one_set},
    Shape{"one set without a sync", {.durability = Durability::none}, one_set},
    Shape{"one set, synced in intervals",
          {.durability = Durability::interval, .sync_interval = std::chrono::hours(24)},
          one_set},
    Shape{"a batch", {}, batch},
    Shape{"a batch that is spilled", {.transaction_memory_bytes = 16 << 10}, batch},
    Shape{"erasing", {}, erase},
    Shape{"blobs", {}, blobs},
    Shape{"a sorted writer", {}, sorted},
    Shape{"savepoints, a frozen snapshot and a range", {}, savepoints},
    Shape{"a message", {}, with_message},
};

/// How the database is found by the transaction.
using Preparation = void (*)(Store&, Database&);

void fresh(Store&, Database& db) {
    db.update([](Transaction& transaction) {
        for (const char* key : {"1", "2", "3", "4", "5", "60", "61"})
            transaction.set(key, "value");
    });
}

/// So many versions that the next one needs a new place.
void full(Store& store, Database& db) {
    fresh(store, db);
    for (int index = 0; index < 126; ++index)
        db.update([](Transaction& transaction) { transaction.set("0", "value"); },
                  {.message = std::to_string(index), .durability = Durability::none});
}

/// Another process has written meanwhile.
void overtaken(Store& store, Database& db) {
    fresh(store, db);
    Database::open(store.memory).set("elsewhere", "value");
}

/// Whether an allocation of the transaction has failed.
bool survives(const Shape& shape,
              Preparation prepare,
              const Contents& expected,
              std::uint64_t call) {
    Store store;
    Database db = Database::open(store.memory, shape.options);
    prepare(store, db);
    const Snapshot snapshot = db.snapshot();
    const Contents before = contents_of(snapshot);
    bool was_hit = false;
    bool has_thrown = false;
    {
        const FailingAllocation failing(call);
        try {
            shape.run(db);
        } catch (const std::bad_alloc&) {
            has_thrown = true;
        }
        was_hit = failing.has_failed();
    }
    CHECK(contents_of(snapshot) == before);
    CHECK(contents_of(db.snapshot()) == (has_thrown ? before : expected));
    CHECK(contents_of(Database::open(store.memory, {.read_only = true}).snapshot()) ==
          contents_of(db.snapshot()));
    CHECK(db.verify().ok());
    shape.run(db);
    CHECK(contents_of(db.snapshot()) == expected);
    CHECK(db.verify().ok());
    return was_hit;
}

std::uint64_t fail_each_allocation(const Shape& shape, Preparation prepare) {
    const std::string name = shape.name;
    CAPTURE(name);
    Store store;
    Database db = Database::open(store.memory, shape.options);
    prepare(store, db);
    shape.run(db);
    const Contents expected = contents_of(db.snapshot());
    db.close();
    SoakTally faults("allocations failed");
    for (std::uint64_t call = 1;; ++call) {
        CAPTURE(call);
        if (!survives(shape, prepare, expected, call)) return call - 1;
        faults.add_one();
    }
}

/// Lets each allocation of `act` fail in turn, and checks after each by `check`; how many.
std::uint64_t fail_each_allocation(const std::function<void()>& act,
                                   const std::function<void()>& check) {
    for (std::uint64_t call = 1;; ++call) {
        CAPTURE(call);
        bool was_hit = false;
        {
            const FailingAllocation failing(call);
            try {
                act();
            } catch (const std::bad_alloc&) {
            }
            was_hit = failing.has_failed();
        }
        check();
        if (!was_hit) return call - 1;
    }
}

}  // namespace

TEST_CASE("whichever allocation of a transaction fails, the database is as it was and goes on") {
    for (const Shape& shape : shapes)
        CHECK(fail_each_allocation(shape, fresh) > 3);
}

TEST_CASE("a version that is durable is shown, memory or not") {
    for (const Shape& shape : std::span(shapes).first(4))
        CHECK(fail_each_allocation(shape, full) > 3);
}

TEST_CASE("what another process has written is found, after memory was short, too") {
    for (const Shape& shape : std::span(shapes).first(4))
        CHECK(fail_each_allocation(shape, overtaken) > 3);
}

TEST_CASE("whichever allocation of reading fails, it can be tried again") {
    Store store;
    Database db = Database::open(store.memory);
    db.update(set_all, {.message = "a message that is too long to be stored within a string"});
    Database elsewhere = Database::open(store.memory);
    std::uint64_t commits = 1;

    const std::uint64_t calls = fail_each_allocation(
        [&] {
            const Snapshot snapshot = db.snapshot();
            for (const auto& [key, value] : snapshot.prefix("a key of some length, even longer"))
                static_cast<void>(value);
            static_cast<void>(db.get(entries().front().first));
            for (const CommitInfo& commit : db.history().limit(2))
                static_cast<void>(commit);
            static_cast<void>(db.statistics());
            static_cast<void>(db.recovery());
        },
        [&] {
            CHECK(db.history().count() == commits);
            elsewhere.set("counter", std::to_string(++commits));
            CHECK(db.get("counter") == std::to_string(commits));
            if (commits % 2 == 0) elsewhere.set("counter", std::to_string(++commits));
        });
    CHECK(calls > 3);

    // It allocates for each commit, so their number must not grow with each call.
    const std::uint64_t calls_of_verify = fail_each_allocation(
        [&] {
            if (!db.verify().ok()) throw std::bad_alloc();
        },
        [&] { CHECK(db.history().count() == commits); });
    CHECK(calls_of_verify > commits);
}

TEST_CASE("whichever allocation of making and opening a file fails, it can be tried again") {
    const TemporaryDirectory directory;
    const auto path = directory / "a name that is too long to be stored within a string.db";

    const std::uint64_t calls = fail_each_allocation(
        [&] {
            Database db = Database::open(path, {.durability = Durability::none});
            db.set("key", "value");
        },
        [&] {
            Database db = Database::open(path, {.durability = Durability::none});
            CHECK(db.set("key", "another value") > 0);
            CHECK(db.verify().ok());
            db.close();
            const std::filesystem::directory_iterator files(directory.path());
            CHECK(std::distance(begin(files), end(files)) == 2);
            std::filesystem::remove(path);
        });

    CHECK(calls > 30);
}

TEST_CASE("whichever allocation of opening an unsynced file fails, nothing of it is lost") {
    Store store;
    Database first = store.open();
    first.set("a", "1");
    first.set("b", "2");
    first.update([](Transaction& change) { change.set("c", "3"); },
                 {.durability = Durability::none});
    const std::vector<std::byte> no_note(40);
    store.memory->write_at(0, no_note);
    const Bytes bytes = bytes_of(*store.memory);
    std::shared_ptr<File> file = file_with(bytes);

    const std::uint64_t calls =
        fail_each_allocation([&] { Database::open(file).set("d", "4"); },
                             [&] {
                                 Database db = Database::open(file);
                                 db.set("d", "4");
                                 CHECK(contents_of(db.snapshot()) ==
                                       Contents{{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}});
                                 file = file_with(bytes);
                             });

    CHECK(calls > 3);
}

}  // namespace dbdb::test
