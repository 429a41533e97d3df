#include <cstdlib>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

/// A line of /proc/self/status, in bytes.
std::uint64_t status_bytes(const std::string& name) {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        std::uint64_t kibibytes = 0;
        if (word == name + ":" && status >> kibibytes) return kibibytes << 10;
    }
    return 0;
}

constexpr std::uint64_t value_bytes = std::uint64_t{1} << 30;
constexpr char letter_of_block[] = "dbdb is read in place";

char letter_at(std::uint64_t offset) { return letter_of_block[(offset >> 12) % 21]; }

bool is_large_value(std::string_view value) {
    if (value.size() != value_bytes) return false;
    for (std::uint64_t offset = 0; offset < value_bytes; offset += 512)
        if (value[offset] != letter_at(offset)) return false;
    return true;
}

std::string large_value() {
    std::string value(value_bytes, '\0');
    for (std::uint64_t offset = 0; offset < value_bytes; ++offset)
        value[offset] = letter_at(offset);
    return value;
}

/// Entries of 1 KiB in an order that touches leaves all over the tree.
constexpr std::uint64_t large_count = std::uint64_t{2} << 20;

std::string scattered_key(std::uint64_t index) {
    return numbered_key(index * 1'000'003 % large_count);
}

/// Writes 2 GiB in one transaction; the most anonymous memory that it was seen to use.
std::uint64_t memory_of_large_transaction(const std::filesystem::path& path) {
    Database db = Database::open(path, {.transaction_memory_bytes = 64 << 20});
    std::uint64_t anonymous_bytes_max = 0;
    Transaction change = db.begin();
    for (std::uint64_t index = 0; index < large_count; ++index) {
        change.set(scattered_key(index), std::string(1'000, 'v'));
        if (index % 10'000 == 0)
            anonymous_bytes_max = std::max(anonymous_bytes_max, status_bytes("RssAnon"));
    }
    change.commit({.durability = Durability::none});
    return std::max(anonymous_bytes_max, status_bytes("RssAnon"));
}

}  // namespace

TEST_CASE("a value of 1 GiB goes in and is read in place, without a copy") {
    const TemporaryDirectory directory;
    const auto path = directory / "large.db";
    {
        Database db = Database::open(path);
        Transaction change = db.begin();
        change.set("before", "1");
        {
            const std::string value = large_value();
            change.set("large", value);
        }
        CHECK(is_large_value(change.at("large")));
        change.set("after", "2");
        CHECK(change.contains("after"));
        CHECK(change.freeze().size() == 3);
        change.commit();
    }

    const Snapshot now = Database::open(path, {.read_only = true}).snapshot();
    const std::uint64_t before_bytes = status_bytes("RssAnon");
    CHECK(is_large_value(now.at("large")));
    CHECK(status_bytes("RssAnon") < before_bytes + (std::uint64_t{64} << 20));
    CHECK(now.at("after") == "2");
}

// A child, so that what other tests have used does not count.
TEST_CASE("a transaction of 2 GiB with a budget of 64 MiB stays below 400 MiB of memory") {
    const TemporaryDirectory directory;
    const auto path = directory / "large.db";
    const int status = in_child([&] {
        const std::uint64_t bytes = memory_of_large_transaction(path);
        return static_cast<int>(std::min<std::uint64_t>(bytes / (std::uint64_t{10} << 20), 99));
    });

    MESSAGE("tens of MiB used: ", status);
    CHECK(status < 40);
    const Snapshot now = Database::open(path, {.read_only = true}).snapshot();
    CHECK(now.size() == large_count);
    CHECK(now.nth(large_count - 1)->key == numbered_key(large_count - 1));
}

}  // namespace dbdb::test
