/// Keys in their order: ranges, pages, counts, places.
///
/// > 1,000 users, 100 of them from 200 up to 300
/// > page 3: user:020 user:021 user:022 user:023 user:024 ...
/// > the last: user:999 user:998
/// > user:500 has 500 before it, in the middle is user:500
/// > 900 are left
#include <array>
#include <cstdio>
#include <dbdb/dbdb.hpp>
#include <iostream>

namespace {

constexpr int page_entries = 10;

std::string key_of(int number) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "user:%03d", number);
    return text.data();
}

}  // namespace

int main() {
    auto db = dbdb::Database::open("users.dbdb");
    db.update([](dbdb::Transaction& txn) {
        for (int number = 0; number < 1000; ++number)
            txn.set(key_of(number), "...");
        txn.set("zebra", "not a user");
    });
    const dbdb::Snapshot now = db.snapshot();

    // Counting reads no entries: it costs what finding two keys costs.
    std::cout << "1,000 users, " << now.count("user:200", "user:300")
              << " of them from 200 up to 300\n";

    // A page is a range that is cut; skipping costs nothing either, however far it goes.
    const dbdb::Range users = now.prefix("user:");
    std::cout << "page 3:";
    for (const auto& [key, value] : users.skip(2 * page_entries).limit(page_entries / 2))
        std::cout << ' ' << key;
    std::cout << " ...\nthe last:";
    for (const auto& [key, value] : users.reverse().limit(2))
        std::cout << ' ' << key;

    std::cout << "\nuser:500 has " << now.rank("user:500") << " before it, in the middle is "
              << now.nth(users.count() / 2)->key << '\n';

    // All keys of a range are removed at once.
    db.update([](dbdb::Transaction& txn) { txn.erase_range("user:100", "user:200"); });
    std::cout << db.snapshot().count_prefix("user:") << " are left\n";
}
