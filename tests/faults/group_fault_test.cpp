#include <algorithm>
#include <array>
#include <thread>

#include <doctest/doctest.h>

#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

constexpr unsigned thread_count = 4;
constexpr int commits_per_thread = 4;

/// What the threads were told is committed; each stops at its first error.
struct Outcome {
    Contents acknowledged;
    unsigned errors = 0;
};

Outcome commit_together(Database& db, const Fault& fault) {
    std::array<Contents, thread_count> acknowledged;
    std::array<std::optional<Error>, thread_count> errors;
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < thread_count; ++thread) {
        threads.emplace_back([&, thread] {
            errors[thread] = error_of([&] {
                for (int index = 0; index < commits_per_thread; ++index) {
                    const std::string key = std::to_string(thread) + "-" + std::to_string(index);
                    db.set(key, std::string(300, 'v'));
                    acknowledged[thread][key] = std::string(300, 'v');
                }
            });
        });
    }
    Outcome outcome;
    for (unsigned thread = 0; thread < thread_count; ++thread) {
        threads[thread].join();
        outcome.acknowledged.merge(acknowledged[thread]);
        outcome.errors += errors[thread].has_value();
        if (errors[thread]) CHECK(errors[thread]->system_reason() == fault.system_errno);
    }
    return outcome;
}

/// Nothing is lost, and at most one commit of each thread that was told of an error is in doubt.
void check_reopened(const Store& store, const Outcome& outcome) {
    Database db = Database::open(store.memory);
    const Contents found = contents_of(db.snapshot());
    CHECK(std::includes(
        found.begin(), found.end(), outcome.acknowledged.begin(), outcome.acknowledged.end()));
    CHECK(found.size() <= outcome.acknowledged.size() + outcome.errors);
    db.set("reopened", "value");
    CHECK(db.verify().ok());
}

/// Whether a call has failed.
bool survives(const Fault& fault) {
    Store store;
    Database db = Database::open(store.faults);
    store.faults->fail(fault);
    const Outcome outcome = commit_together(db, fault);
    const bool was_hit = store.faults->failed_count() > 0;
    store.faults->heal();
    CHECK(contents_of(db.snapshot()) == outcome.acknowledged);
    db.close();
    check_reopened(store, outcome);
    return was_hit;
}

}  // namespace

TEST_CASE("rule 8: whichever call fails while threads commit together, nothing is lost") {
    for (const CallKind kind : {CallKind::write, CallKind::sync}) {
        for (const std::uint64_t times : {std::uint64_t{1}, Fault::forever}) {
            Fault fault{.kinds = {kind}, .times = times, .system_errno = EIO};
            while (survives(fault))
                ++fault.call;
            CHECK(fault.call > 2);
        }
    }
}

}  // namespace dbdb::test
