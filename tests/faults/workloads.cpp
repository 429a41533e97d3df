#include "script.hpp"

namespace dbdb::test {

namespace {

const CommitOptions unsynced{.message = {}, .durability = Durability::none};
constexpr auto never = std::chrono::milliseconds::max();

std::string key_of(int index) {
    const std::string digits = std::to_string(index);
    return "key" + std::string(6 - digits.size(), '0') + digits;
}

void set_both(Transaction& transaction,
              Contents& after,
              const std::string& key,
              std::size_t value_bytes) {
    const std::string value(value_bytes, static_cast<char>('a' + value_bytes % 26));
    transaction.set(key, value);
    after[key] = value;
}

Change entries(int from, int to, std::size_t value_bytes) {
    return [=](Transaction& transaction, Contents& after) {
        for (int index = from; index < to; ++index)
            set_both(transaction, after, key_of(index), value_bytes);
    };
}

void single_sets(Script& script) {
    script.set("a", "1");
    script.set("b", "2");
    script.set("a", "3");
    script.commit([](Transaction& transaction, Contents& after) {
        transaction.erase("b");
        after.erase("b");
    });
}

void batches(Script& script) {
    script.commit(entries(0, 150, 40));
    script.commit(entries(75, 225, 60));
    script.commit([](Transaction& transaction, Contents& after) {
        transaction.erase_range(key_of(10), key_of(200));
        after.erase(after.lower_bound(key_of(10)), after.lower_bound(key_of(200)));
    });
}

/// Some are written at once, past the buffer, and one is read before it is committed.
void blobs(Script& script) {
    script.commit(entries(0, 3, 5'000));
    script.commit([](Transaction& transaction, Contents& after) {
        set_both(transaction, after, "large", 1'200'000);
        set_both(transaction, after, "small", 2'000);
        if (transaction.at("large").size() != 1'200'000) transaction.clear();
        set_both(transaction, after, "large", 1'100'000);
    });
}

void spilled(Script& script) {
    script.set("before", "value");
    script.commit(entries(0, 600, 100));
    script.commit(entries(300, 900, 90));
}

void sorted_writer(Script& script) {
    script.set("before", "value");
    script.commit([](Transaction& transaction, Contents& after) {
        auto writer = transaction.sorted_writer();
        for (int index = 0; index < 400; ++index) {
            const std::string value(index % 100 == 0 ? 3'000 : 50, 's');
            writer.set(key_of(index), value);
            after[key_of(index)] = value;
        }
        writer.finish();
    });
}

void savepoints(Script& script) {
    script.commit(entries(0, 50, 30));
    script.commit([](Transaction& transaction, Contents& after) {
        entries(20, 80, 2'000)(transaction, after);
        const Savepoint kept = transaction.savepoint();
        const Snapshot frozen = transaction.freeze();
        Contents dropped;
        entries(0, 200, 20)(transaction, dropped);
        transaction.rollback_to(kept);
        set_both(transaction, after, "last", 10);
    });
}

void without_syncs(Script& script) {
    for (int index = 0; index < 4; ++index)
        script.commit(entries(index, index + 3, 200));
    script.db().sync();
    script.set("unsynced", "value");
    script.commit(entries(0, 5, 300), {.message = {}, .durability = Durability::sync});
    script.set("unsynced", "again");
}

void intervals(Script& script) {
    for (int index = 0; index < 3; ++index)
        script.commit(entries(index, index + 3, 200));
    script.close();
}

void growth(Script& script) {
    for (int index = 0; index < 8; ++index)
        script.commit(entries(index, index + 8, 900));
}

/// The last commit was synced but never noted, so the next writer writes it again.
void recovery(Script& script) {
    script.set("a", "1");
    script.close();
    script.set_elsewhere("b", "2");
    const std::vector<std::byte> no_note(40);
    script.store().memory->write_at(0, no_note);
    script.set("c", "3");
    script.set("d", "4", unsynced);
    script.close();
    script.set("e", "5");
}

void looking_again(Script& script) {
    script.set("a", "1");
    script.set_elsewhere("b", "2");
    script.set("c", "3");
    script.set_elsewhere("d", std::string(5'000, 'd'));
    script.set("e", "5", unsynced);
    script.set_elsewhere("f", "6");
    script.set("g", "7");
}

}  // namespace

const std::vector<Workload>& workloads() {
    static const std::vector<Workload> all{
        {"single sets", {}, single_sets},
        {"sets synced twice", {.durability = Durability::sync_twice}, single_sets},
        {"batches", {}, batches},
        {"blobs", {}, blobs},
        {"spilled transactions", {.transaction_memory_bytes = 16 << 10}, spilled},
        {"a sorted writer", {}, sorted_writer},
        {"savepoints and a frozen snapshot", {}, savepoints},
        {"commits without a sync", {.durability = Durability::none}, without_syncs},
        {"commits synced in intervals",
         {.durability = Durability::interval, .sync_interval = never},
         intervals},
        {"growth", {}, growth},
        {"recovery", {}, recovery},
        {"looking again", {}, looking_again},
    };
    return all;
}

}  // namespace dbdb::test
