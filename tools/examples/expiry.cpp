/// Entries that are gone at a moment: sessions, caches, invitations.
///
/// > ann is in, for at most 1800 s
/// > half an hour later: ann is out, bob is in
/// > the count says 2 until they are swept, then 1
/// > bob stays
#include <chrono>
#include <dbdb/dbdb.hpp>
#include <iostream>

using namespace std::chrono_literals;

int main() {
    // The clock is an option, so that nobody has to wait. By default it is the system's.
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
    dbdb::Options options;
    options.clock = [&now] { return now; };
    options.sweep_interval = 0s;  // Swept below, by hand; by default in the background.
    auto db = dbdb::Database::open("sessions.dbdb", options);

    db.set("ann", "session 1", {.ttl = 30min});
    db.set("bob", "session 2", {.ttl = 2h});
    std::cout << "ann is in, for at most "
              << std::chrono::ceil<std::chrono::seconds>(*db.ttl("ann")).count() << " s\n";

    now += 30min;
    std::cout << "half an hour later: ann is " << (db.contains("ann") ? "in" : "out") << ", bob is "
              << (db.contains("bob") ? "in" : "out") << '\n';

    // No read sees what has expired; counts do until it is removed.
    std::cout << "the count says " << db.size() << " until they are swept, then ";
    db.sweep();
    std::cout << db.size() << '\n';

    // A plain set() would clear the deadline, too. This leaves the value as it is.
    db.persist("bob");
    now += 24h;
    std::cout << (db.contains("bob") ? "bob stays\n" : "bob is out\n");
}
