/// Single changes of several threads in one commit.
#include "database/combiner.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "dbdb/dbdb.hpp"
#include "dbdb/keyspace_handle.hpp"

using namespace dbdb;
using database::Combiner;

namespace {

constexpr unsigned thread_count = 8;

/// What one thread was told.
struct Told {
    CommitId commit = 0;
    std::string error;
};

/// Each thread leaves its change; the leader begins by `begin` once all are there.
std::vector<Told> commit_together(const Combiner::Begin& begin,
                                  const std::function<void(Transaction&, unsigned)>& change) {
    Combiner combiner;
    const auto begin_with_all = [&] {
        while (combiner.waiting() < thread_count)
            std::this_thread::yield();
        return begin();
    };
    std::vector<Told> told(thread_count);
    std::vector<std::thread> threads;
    for (unsigned index = 0; index < thread_count; ++index)
        threads.emplace_back([&, index] {
            try {
                told[index].commit =
                    combiner.commit(begin_with_all, [&](Transaction& all) { change(all, index); });
            } catch (const Error& error) {
                told[index].error = error.what();
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    return told;
}

std::string key_of(unsigned index) { return "key " + std::to_string(index); }

using SingleChange = std::function<void(KeyspaceHandle&, const std::string& key)>;

/// Whether two threads that make `change` while the turn is taken come to share one commit. They
/// may miss each other, so they try again; what has commits of its own never shares one.
bool can_share(Database& db, KeyspaceHandle& handle, const SingleChange& change) {
    for (unsigned round = 0; round < 1'000; ++round) {
        handle.set_many({{"0", "1"}, {"1", "1"}});
        const CommitId before = db.snapshot().info().id;
        Transaction turn = db.begin();
        std::atomic<unsigned> started = 0;
        std::vector<std::thread> threads;
        for (const char* key : {"0", "1"})
            threads.emplace_back([&, key] {
                ++started;
                change(handle, key);
            });
        while (started < threads.size())
            std::this_thread::yield();
        for (unsigned count = 0; count < 50; ++count)
            std::this_thread::yield();
        turn.rollback();
        for (std::thread& thread : threads)
            thread.join();
        if (db.snapshot().info().id == before + 1) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("each change of a single entry may share its commit, in every keyspace") {
    using namespace std::chrono_literals;
    using Key = const std::string&;
    const std::vector<SingleChange> changes{
        [](KeyspaceHandle& handle, Key key) { handle.set(key, "2"); },
        [](KeyspaceHandle& handle, Key key) { handle.set(key, "2", {.tags = {"tag"}}); },
        [](KeyspaceHandle& handle, Key key) { handle.erase(key); },
        [](KeyspaceHandle& handle, Key key) { handle.expire(key, 1h); },
        [](KeyspaceHandle& handle, Key key) { handle.set_if(key, Condition::value("1"), "2"); },
        [](KeyspaceHandle& handle, Key key) { handle.erase_if(key, Condition::value("1")); },
        [](KeyspaceHandle& handle, Key key) { handle.add(key, 1); },
        [](KeyspaceHandle& handle, Key key) { handle.append(key, "1"); },
    };
    Database db = Database::in_memory();
    for (const char* name : {"", "named"}) {
        KeyspaceHandle handle = db.keyspace(name);
        for (std::size_t index = 0; index < changes.size(); ++index) {
            CAPTURE(index);
            CHECK(can_share(db, handle, changes[index]));
        }
    }
    CHECK(db.verify().ok());
}

TEST_CASE("a large value has a commit of its own") {
    Database db = Database::in_memory();
    KeyspaceHandle handle = db.keyspace("named");
    const auto set_large = [](KeyspaceHandle& changed, const std::string& key) {
        changed.set(key, std::string((64 << 10) + 1, 'v'), {.tags = {"tag"}});
    };
    CHECK_FALSE(can_share(db, handle, set_large));
}

TEST_CASE("changes that threads make at the same time share one commit") {
    Database db = Database::in_memory();
    const auto told =
        commit_together([&] { return db.begin(); },
                        [](Transaction& all, unsigned index) { all.set(key_of(index), "value"); });
    CHECK(db.history().count() == 1);
    CHECK(db.size() == thread_count);
    for (const Told& one : told)
        CHECK(one.commit == 1);
}

TEST_CASE("a change that is refused is refused alone") {
    Database db = Database::in_memory();
    const auto told = commit_together([&] { return db.begin(); },
                                      [](Transaction& all, unsigned index) {
                                          const std::string key(index == 3 ? 65'536 : 8, 'k');
                                          all.set(key + std::to_string(index), "value");
                                      });
    CHECK(db.size() == thread_count - 1);
    for (unsigned index = 0; index < thread_count; ++index)
        CHECK(told[index].error.empty() == (index != 3));
    CHECK(told[3].error.find("key of 65537 bytes") != std::string::npos);
}

TEST_CASE("what ends the transaction ends it for all who share it") {
    Database db = Database::in_memory();
    const auto told = commit_together([&] { return db.begin(); },
                                      [](Transaction& all, unsigned index) {
                                          all.set(key_of(index), "value");
                                          if (index == 5) {
                                              all.rollback();
                                              throw Error(Errc::io, "disk full");
                                          }
                                      });
    CHECK(db.size() == 0);
    for (const Told& one : told)
        CHECK(one.error.find("disk full") == 0);
}

TEST_CASE("when no transaction can begin everybody is told, and the next one may try again") {
    Database db = Database::in_memory();
    const auto told =
        commit_together([]() -> Transaction { throw Error(Errc::closed, "the file is gone"); },
                        [](Transaction&, unsigned) {});
    for (const Told& one : told)
        CHECK(one.error.find("the file is gone") == 0);

    Combiner combiner;
    CHECK_THROWS_AS(combiner.commit([]() -> Transaction { throw Error(Errc::locked, "no"); },
                                    [](Transaction&) {}),
                    Error);
    CHECK(combiner.commit([&] { return db.begin(); },
                          [](Transaction& all) { all.set("key", "value"); }) == 1);
}

TEST_CASE("threads that set and erase beside transactions lose nothing") {
    Database db = Database::in_memory();
    constexpr unsigned rounds = 200;
    std::vector<std::thread> threads;
    for (unsigned index = 0; index < thread_count; ++index)
        threads.emplace_back([&db, index] {
            for (unsigned round = 0; round < rounds; ++round) {
                const std::string key = key_of(index) + " " + std::to_string(round);
                db.set(key, key);
                if (round % 2 == 1) CHECK(db.erase(key));
                if (round % 16 == 0)
                    db.update([](Transaction& change) {
                        const auto sum = change.get("sum");
                        change.set("sum",
                                   std::to_string(sum ? std::stoi(std::string(*sum)) + 1 : 1));
                    });
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(db.size() == thread_count * rounds / 2 + 1);
    CHECK(db.get("sum") == std::to_string(thread_count * ((rounds + 15) / 16)));
    CHECK(db.verify().ok());
}
