#include "workloads.hpp"

namespace dbdb::test {

namespace {

using Kind = Operation::Kind;

void run_single_sets(Life& life, Random& random) {
    life.open();
    for (int count = 0; count < 4; ++count)
        life.set("key" + std::to_string(random.below(3)), std::to_string(count));
}

void run_sync_twice(Life& life, Random& random) {
    life.open({.durability = Durability::sync_twice});
    for (int count = 0; count < 3; ++count)
        life.commit(random_operations(random));
}

void run_large_and_empty(Life& life, Random& random) {
    life.open();
    Operations many;
    for (int count = 0; count < 60; ++count)
        many.push_back({Kind::set, "many" + std::to_string(count), random.text(60, "abc")});
    life.commit(many);
    life.commit({}, Durability::sync, 700);
    life.commit({{Kind::clear}});
    life.commit({}, Durability::none);
}

void run_blobs(Life& life, Random& random) {
    life.open();
    life.set("blob", std::string(1500 + random.below(3000), 'b'));
    const std::string other(2000, 'c');
    life.commit({{Kind::set, "blob", other + other}, {Kind::set, "blob", other}});
    life.set("short", "s", Durability::none);
    life.set("blob", "no more one");
}

void run_unsynced_then_sync(Life& life, Random& random) {
    life.open({.durability = Durability::none});
    for (int round = 0; round < 2; ++round) {
        for (std::size_t left = 1 + random.below(4); left > 0; --left)
            life.commit(random_operations(random));
        life.sync();
    }
    life.commit(random_operations(random));
}

void run_interval(Life& life, Random& random) {
    life.open({.durability = Durability::interval, .sync_interval = std::chrono::hours(1)});
    for (int count = 0; count < 3; ++count)
        life.commit(random_operations(random));
    life.close();
}

void run_mixed(Life& life, Random& random) {
    life.open();
    for (int count = 0; count < 6; ++count) {
        const bool waits = random.below(2) == 0;
        life.commit(random_operations(random), waits ? Durability::sync : Durability::none);
    }
}

void run_spilled(Life& life, Random& random) {
    life.open({.transaction_memory_bytes = 1});
    life.commit({{Kind::set, "a", "1"}, {Kind::set, "b", std::string(1100, 'b')}});
    life.roll_back(random_operations(random), false);
    life.commit(random_operations(random));
    life.commit(random_operations(random), Durability::none);
}

void run_rolled_back(Life& life, Random& random) {
    life.open({.transaction_memory_bytes = 1});
    life.set("a", "1");
    life.roll_back({{Kind::set, "frozen", std::string(2000, 'f')}}, true);
    life.commit(random_operations(random));
    life.roll_back({{Kind::set, "given up", std::string(2000, 'g')}}, false);
    life.commit(random_operations(random));
}

/// Past the space that a new file has prepared, so that the file grows.
void run_growth(Life& life, Random& random) {
    life.open({.durability = Durability::none});
    for (int count = 0; count < 5; ++count)
        life.set("grow", std::string(3000 + random.below(800), static_cast<char>('a' + count)));
    life.sync();
    life.set("grow", "small", Durability::sync);
    life.set("grow", std::string(5000, 'z'), Durability::sync);
    life.set("grow", "small again", Durability::sync);
}

/// By the clock of this life nothing has expired, by that of whoever opens what is left all of it.
void run_expiring(Life& life, Random& random) {
    life.open({.clock = [] { return std::chrono::system_clock::time_point{}; }});
    for (int count = 0; count < 3; ++count) {
        const std::string key = "key" + std::to_string(count);
        life.set(key, "old");
        life.commit({{Kind::set_expiring, key, random.text(20, "abc")}});
    }
    life.commit(random_operations(random));
}

void run_reopened(Life& life, Random& random) {
    life.open();
    life.commit(random_operations(random));
    life.commit(random_operations(random), Durability::none);
    life.close();
    life.reopen();
    life.commit(random_operations(random), Durability::none);
    life.commit(random_operations(random));
    life.close();
}

constexpr unsigned threads = 3;

void run_group_commit(Life& life, Random&) {
    life.open();
    life.commit_in_groups(threads, 2);
}

}  // namespace

std::span<const Workload> plain_workloads() {
    static const Workload workloads[] = {
        {"single sets", run_single_sets},
        {"sync twice", run_sync_twice},
        {"large and empty transactions", run_large_and_empty},
        {"blobs", run_blobs},
        {"several commits without a sync, then one", run_unsynced_then_sync},
        {"interval", run_interval},
        {"commits with and without a sync", run_mixed},
        {"spilled transactions", run_spilled},
        {"transactions rolled back", run_rolled_back},
        {"growth", run_growth},
        {"entries that expire", run_expiring},
        {"reopened", run_reopened},
    };
    return workloads;
}

std::span<const Workload> threaded_workloads() {
    static const Workload workloads[] = {{"group commit", run_group_commit}};
    return workloads;
}

}  // namespace dbdb::test
