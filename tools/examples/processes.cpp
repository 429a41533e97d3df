/// Several processes with one file: each opens it for itself, writers take turns by themselves.
///
/// > 4 processes counted to 400
/// > who waits no longer: locked
#include <chrono>
#include <dbdb/dbdb.hpp>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int process_count = 4;
constexpr int steps = 100;

/// What a child does: a database that was opened before fork() is of no use to it.
int count() {
    auto db = dbdb::Database::open("counter.dbdb");
    for (int step = 0; step < steps; ++step)
        db.add("count", 1);  // Reads and writes in one transaction: no step is lost.
    return 0;
}

}  // namespace

int main() {
    for (int child = 0; child < process_count; ++child)
        if (fork() == 0) _exit(count());
    while (wait(nullptr) > 0) {
    }

    auto db = dbdb::Database::open("counter.dbdb");
    std::cout << process_count << " processes counted to " << *db.get("count") << '\n';

    // Who must not wait for another writer says how long he would. Readers never wait.
    const dbdb::Transaction writing = db.begin();
    const auto other = db.try_begin(std::chrono::milliseconds(10));
    std::cout << "who waits no longer: " << (other ? "has the turn" : "locked") << '\n';
}
