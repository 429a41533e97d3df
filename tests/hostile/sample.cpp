#include "sample.hpp"

namespace dbdb::test {

namespace {

void fill(Transaction& txn, int first_key, int last_key) {
    for (int index = first_key; index <= last_key; ++index)
        txn.set("key " + std::to_string(index), "a value, " + std::to_string(index));
    for (const char end : {'a', 'b', 'c'})
        txn.set(std::string(700, 'l') + end, std::string(300, end));
    txn.set(std::string(1'500, 'm'), "of a long key");
    txn.set("", "of the empty key");
}

State state_of(const Snapshot& snapshot) {
    State state{contents_of(snapshot), {}, snapshot.bookmark(sample_bookmark)};
    if (snapshot.has_keyspace(sample_keyspace))
        state.named = contents_of(snapshot.keyspace(sample_keyspace));
    return state;
}

/// With the keys from `first_key` to `last_key`, of three digits or of five.
Sample make_sample(int first_key, int last_key) {
    const auto memory = file_with({});
    Database db = Database::open(memory);
    Sample sample;
    sample.states[0] = {};
    const auto commit = [&](auto change, Durability durability = Durability::sync) {
        const CommitId id = db.update(change, {.message = "a message", .durability = durability});
        sample.states[id] = state_of(db.snapshot());
    };
    commit([&](Transaction& txn) { fill(txn, first_key, last_key); });
    commit([](Transaction& txn) { txn.set("blob", std::string(1'100, 'b')); });
    commit([](Transaction& txn) {
        txn.erase_range("key 120", "key 125");
        Keyspace named = txn.keyspace(sample_keyspace);
        for (const char* const key : {"one", "three", "two"})
            named.set(key, "a value of another keyspace");
        txn.set_bookmark(sample_bookmark, 2);
    });
    commit([](Transaction& txn) { txn.set("zz", std::string(1'030, 'z')); });
    commit([](Transaction& txn) { txn.set("key 150", "unsynced"); }, Durability::none);
    sample.bytes = bytes_of(*memory);
    sample.bytes.resize(static_cast<std::size_t>(db.statistics().used_bytes));
    return sample;
}

}  // namespace

Sample make_sample() { return make_sample(100, 399); }

Sample make_large_sample() { return make_sample(10'000, 99'999); }

}  // namespace dbdb::test
