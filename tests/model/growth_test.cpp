/// Trees of many sizes, loaded in every order: how high they get, and that they are sound.
#include <cmath>
#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include "dbdb/dbdb.hpp"

namespace dbdb::test {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t count_max = 100'000;
#else
constexpr std::uint64_t count_max = 10'000'000;
#endif

enum class Order { ascending, descending, scattered };

/// 8 bytes that sort as the number does, or, scattered, in no order; no two are the same.
std::string key_of(std::uint64_t index, Order order) {
    // An odd factor permutes the numbers of 64 bits.
    std::uint64_t number = order == Order::scattered ? index * 0x9E3779B97F4A7C15U : index;
    if (order == Order::descending) number = ~index;
    std::string key(sizeof number, '\0');
    for (std::size_t byte = key.size(); byte-- > 0; number >>= 8)
        key[byte] = static_cast<char>(number);
    return key;
}

/// The proven bound on the height of a tree that is balanced by height. Source: Knuth, "The Art of
/// Computer Programming", volume 3, 6.2.3, Theorem A; here for trees whose entries are in leaves.
double height_bound(std::uint64_t leaves) {
    return 1.4405 * std::log2(static_cast<double>(leaves) + 2);
}

}  // namespace

TEST_CASE("a tree of any size, loaded in any order, is sound and within the bound of its height") {
    for (const Order order : {Order::ascending, Order::descending, Order::scattered}) {
        for (std::uint64_t count = 1'000; count <= count_max; count *= 10) {
            CAPTURE(static_cast<int>(order));
            CAPTURE(count);
            Database db = Database::in_memory({.durability = Durability::none});

            db.update([&](Transaction& change) {
                for (std::uint64_t index = 0; index < count; ++index)
                    change.set(key_of(index, order), {});
            });

            const VerifyReport report = db.verify();
            CHECK(report.ok());
            CHECK(db.size() == count);
            CHECK(db.statistics().height <= height_bound(report.leaves));
        }
    }
}

}  // namespace dbdb::test
