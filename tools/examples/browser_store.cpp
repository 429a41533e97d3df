/// For whoever keeps things like a browser does, with a time to live and a search by prefix: what
/// is written there, what is written here.
#include <dbdb/dbdb.hpp>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

int main(int count, char** words) {
    // Store(path, max_keys, redundant_blocks, pool_capacity, ...): here there is nothing to size.
    auto store = dbdb::Database::open(count > 1 ? words[1] : "store.dbdb",
                                      {.sweep_interval = 1h});  // compaction_interval=3600

    store.set("hey", "English");                        // store.set("hey", "English")
    store.set("hi", "English", {.ttl = 30min});         // store.set("hi", "English", ttl=1800)
    store.set("hola", "Spanish");                       // Any bytes, of any length.
    std::cout << store.get("hey").value_or("-") << ' '  // store.get("hey"), or None
              << store.get("salut").value_or("-") << '\n';
    std::cout << (store.ttl("hi") > 29min) << '\n';  // To the millisecond, not the second.

    store.set("gone", "soon", {.ttl = 1ms});
    std::this_thread::sleep_for(2ms);
    std::cout << store.get("gone").value_or("gone at its deadline") << '\n';
    store.sweep();  // Nobody has to; without it the sweeper comes by, once an hour here.

    // store.search("h", skip=1, limit=2): in the order of keys, needs no index to be asked for.
    const dbdb::Snapshot now = store.snapshot();
    for (const auto& [key, value] : now.prefix("h").skip(1).limit(2))
        std::cout << key << ": " << value << '\n';

    store.erase("hey");  // store.delete("hey"); whether it was there, never an error
    store.compact();     // store.compact(), but nobody waits
    store.update([](dbdb::Transaction& change) { change.clear(); });  // store.clear()
    std::cout << store.size() << " left, " << now.size() << " in the snapshot\n";
}
