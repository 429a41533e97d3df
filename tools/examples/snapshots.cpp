/// Threads that read while another one writes. Nobody waits, and each sees one state.
///
/// > every sum was whole
/// > the first snapshot still has 0
#include <atomic>
#include <dbdb/dbdb.hpp>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

int number_at(const dbdb::Snapshot& snapshot, std::string_view key) {
    return std::stoi(std::string(snapshot.at(key)));
}

}  // namespace

int main() {
    // Not every commit has to wait for the disk here.
    auto db = dbdb::Database::open("counters.dbdb", {.durability = dbdb::Durability::interval});
    db.update([](dbdb::Transaction& txn) {
        txn.set("left", "0");
        txn.set("right", "0");
    });
    const dbdb::Snapshot first = db.snapshot();

    std::atomic<bool> broken = false;
    {
        std::vector<std::jthread> readers;
        for (int reader = 0; reader < 2; ++reader) {
            readers.emplace_back([&](const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    const dbdb::Snapshot now = db.snapshot();  // A few nanoseconds.
                    if (number_at(now, "left") != -number_at(now, "right")) broken = true;
                }
            });
        }
        for (int count = 1; count <= 1000; ++count) {
            db.update([&](dbdb::Transaction& txn) {
                txn.set("left", std::to_string(count));
                txn.set("right", std::to_string(-count));
            });
        }
    }  // The readers are stopped and waited for.
    std::cout << (broken ? "a sum was torn\n" : "every sum was whole\n");
    std::cout << "the first snapshot still has " << first.at("left") << '\n';
}
