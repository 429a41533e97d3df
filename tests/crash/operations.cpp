#include "operations.hpp"

namespace dbdb::test {

namespace {

using Kind = Operation::Kind;

Operation random_operation(Random& random) {
    const std::string key = "key" + std::to_string(random.below(12));
    const std::size_t dice = random.below(20);
    if (dice == 0) return {Kind::clear};
    if (dice < 4) return {Kind::erase, key};
    const std::size_t bytes = dice == 4 ? 1025 + random.below(3000) : random.below(100);
    return {Kind::set, key, std::string(bytes, static_cast<char>('a' + random.below(26)))};
}

/// A sorted writer also takes what has expired by the clock of another life.
void set_expiring(const Operation& operation, Transaction& transaction) {
    constexpr Expiry time(std::chrono::milliseconds(1));
    auto writer = transaction.sorted_writer();
    writer.set(operation.key, operation.value, {.expires_at = time, .tags = {"tag"}});
    writer.finish();
}

}  // namespace

void apply(const Operations& operations, Transaction& transaction) {
    for (const Operation& operation : operations) {
        if (operation.kind == Kind::set) transaction.set(operation.key, operation.value);
        if (operation.kind == Kind::set_expiring) set_expiring(operation, transaction);
        if (operation.kind == Kind::erase) transaction.erase(operation.key);
        if (operation.kind == Kind::clear) transaction.clear();
    }
}

void apply(const Operations& operations, Contents& contents) {
    for (const Operation& operation : operations) {
        if (operation.kind == Kind::set) contents[operation.key] = operation.value;
        if (operation.kind == Kind::set_expiring) contents.erase(operation.key);
        if (operation.kind == Kind::erase) contents.erase(operation.key);
        if (operation.kind == Kind::clear) contents.clear();
    }
}

Operations random_operations(Random& random) {
    Operations operations;
    for (std::size_t left = random.below(4) == 0 ? 1 + random.below(8) : 1; left > 0; --left)
        operations.push_back(random_operation(random));
    return operations;
}

}  // namespace dbdb::test
