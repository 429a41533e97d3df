/// dbdb-operations: a fixed number of one operation on a file that it made before, so that
/// instructions can be counted. See tools/bench/count.
///
///     dbdb-operations make FILE
///     dbdb-operations get|next|set FILE NUMBER
///
/// Everything but the number is always the same, so what two numbers differ by is that of the
/// operations between them.
#include <charconv>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fmt/core.h>
#include <stdexcept>
#include <string_view>

#include "dbdb/dbdb.hpp"

#include "data.hpp"

namespace {

using dbdb::Database;
using dbdb::bench::ChangeList;
using dbdb::bench::RandomSource;

constexpr std::uint64_t entries = 100'000;
/// Of operations.
constexpr std::uint64_t number_max = entries / 2;

void make(const std::filesystem::path& file) {
    std::filesystem::remove(file);
    const ChangeList list = dbdb::bench::sorted_entries(entries, {});
    Database database = Database::open(file);
    dbdb::Transaction transaction = database.begin();
    dbdb::Transaction::SortedWriter writer = transaction.sorted_writer();
    for (const dbdb::bench::Change& entry : list.all())
        writer.set(entry.key, entry.value);
    writer.finish();
    transaction.commit();
}

/// As many as there can be, whatever the number.
ChangeList random_changes() {
    RandomSource random(1);
    ChangeList changes(number_max, {});
    for (std::uint64_t made = 0; made < number_max; ++made)
        changes.set(random.below(entries), 1);
    return changes;
}

/// Entries in order, from the first one on.
void next(Database& database, std::uint64_t number) {
    std::uint64_t bytes = 0;
    for (const dbdb::Entry& entry : database.snapshot().range().limit(number))
        bytes += entry.key.size();
    if (bytes != number * dbdb::bench::Shape{}.key_bytes)
        throw std::runtime_error("entries are missing");
}

/// Random keys out of one snapshot.
void get(Database& database, std::uint64_t number) {
    const ChangeList changes = random_changes();
    const dbdb::Snapshot snapshot = database.snapshot();
    for (const dbdb::bench::Change& change : changes.all().first(number))
        if (!snapshot.get(change.key)) throw std::runtime_error("a key is missing");
}

/// Random keys, each in a commit of its own that does not wait for the disk.
void set(Database& database, std::uint64_t number) {
    const ChangeList changes = random_changes();
    for (const dbdb::bench::Change& change : changes.all().first(number)) {
        dbdb::Transaction transaction = database.begin();
        transaction.set(change.key, change.value);
        transaction.commit({.durability = dbdb::Durability::none});
    }
}

std::uint64_t parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    if (end != text.data() + text.size() || number > number_max)
        throw std::runtime_error(fmt::format("'{}' is no number up to {}", text, number_max));
    return number;
}

void run(std::string_view operation, const std::filesystem::path& file, std::uint64_t number) {
    Database database = Database::open(file);
    next(database, entries);  // Else checksums would be verified meanwhile.
    if (operation == "get") return get(database, number);
    if (operation == "next") return next(database, number);
    if (operation == "set") return set(database, number);
    throw std::runtime_error("the operation is none of get, next, set");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc == 3 && argv[1] == std::string_view("make"))
            make(argv[2]);
        else if (argc == 4)
            run(argv[1], argv[2], parse_number(argv[3]));
        else
            throw std::runtime_error("usage: make FILE, or get|next|set FILE NUMBER");
    } catch (const std::exception& error) {
        fmt::print(stderr, "dbdb-operations: {}\n", error.what());
        return 1;
    }
    return 0;
}
