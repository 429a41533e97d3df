#include "dbdb/error.hpp"

#include "workloads.hpp"

namespace dbdb::test {

namespace {

Durability random_durability(Random& random) {
    constexpr Durability all[] = {Durability::sync, Durability::sync_twice, Durability::none};
    return all[random.below(3)];
}

/// Commits until one fails; whether one has.
bool commit_until_failure(Life& life, Random& random, std::size_t commits) {
    try {
        for (; commits > 0; --commits)
            life.commit(random_operations(random), random_durability(random));
        life.sync();
    } catch (const Error&) {
        return true;
    }
    return false;
}

void begin_life(Life& life, Random& random) {
    life.open();
    for (std::size_t left = random.below(3); left > 0; --left)
        life.commit(random_operations(random), random_durability(random));
}

/// Commits of the next process, in the same cache, each of another kind.
void go_on(Life& life, Random& random) {
    life.reopen();
    commit_until_failure(life, random, 1 + random.below(3));
    life.close();
}

void run_failed_sync(Life& life, Random& random) {
    begin_life(life, random);
    life.disk().fail_sync(1 + random.below(2));
    commit_until_failure(life, random, 3);
    go_on(life, random);
}

void run_death_at_failed_sync(Life& life, Random& random) {
    begin_life(life, random);
    life.disk().fail_sync(1 + random.below(2));
    life.disk().die_at_failed_sync();
    commit_until_failure(life, random, 3);
    go_on(life, random);
}

/// The process that comes after the failure fails, too.
void run_two_failed_syncs(Life& life, Random& random) {
    begin_life(life, random);
    for (int failures = 0; failures < 2; ++failures) {
        life.disk().fail_sync(1);
        if (random.below(2) == 0) life.disk().die_at_failed_sync();
        commit_until_failure(life, random, 2);
        try {
            life.reopen();
        } catch (const Error&) {
            life.reopen();
        }
    }
    go_on(life, random);
}

void run_death(Life& life, Random& random) {
    begin_life(life, random);
    life.disk().die(1 + random.below(10), 8 * random.below(40));
    commit_until_failure(life, random, 4);
    go_on(life, random);
}

/// The database goes on after it.
void run_failed_write(Life& life, Random& random) {
    begin_life(life, random);
    life.disk().fail_write(1 + random.below(4));
    if (!commit_until_failure(life, random, 3)) return;
    if (commit_until_failure(life, random, 2)) return go_on(life, random);
    life.commit(random_operations(random));
}

}  // namespace

std::span<const Workload> failing_workloads() {
    static const Workload workloads[] = {
        {"a failed sync", run_failed_sync},
        {"a process that dies with a failed sync", run_death_at_failed_sync},
        {"two failed syncs", run_two_failed_syncs},
        {"a process that dies", run_death},
        {"a failed write", run_failed_write},
    };
    return workloads;
}

}  // namespace dbdb::test
