#include "sample.hpp"

namespace dbdb::test {

namespace {

void fill(Transaction& txn) {
    for (int index = 100; index < 400; ++index)
        txn.set("key " + std::to_string(index), "a value, " + std::to_string(index));
    for (const char end : {'a', 'b', 'c'})
        txn.set(std::string(700, 'l') + end, std::string(300, end));
    txn.set(std::string(1'500, 'm'), "of a long key");
    txn.set("", "of the empty key");
}

}  // namespace

Sample make_sample() {
    const auto memory = file_with({});
    Database db = Database::open(memory);
    Sample sample;
    sample.states[0] = {};
    const auto commit = [&](auto change, Durability durability = Durability::sync) {
        const CommitId id = db.update(change, {.message = "a message", .durability = durability});
        sample.states[id] = contents_of(db.snapshot());
    };
    commit(fill);
    commit([](Transaction& txn) { txn.set("blob", std::string(1'100, 'b')); });
    commit([](Transaction& txn) { txn.erase_range("key 120", "key 125"); });
    commit([](Transaction& txn) { txn.set("zz", std::string(1'030, 'z')); });
    commit([](Transaction& txn) { txn.set("key 150", "unsynced"); }, Durability::none);
    sample.bytes = bytes_of(*memory);
    sample.bytes.resize(static_cast<std::size_t>(db.statistics().used_bytes));
    return sample;
}

}  // namespace dbdb::test
