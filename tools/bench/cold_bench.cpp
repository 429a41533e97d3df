/// dbdb-cold-bench: random gets out of a store that is far larger than the memory it may use. Run
/// it by tools/bench/cold, which limits the memory.
///
///     dbdb-cold-bench make DIRECTORY STORE ENTRIES
///     dbdb-cold-bench read DIRECTORY STORE ENTRIES GETS
///
/// Making and reading are two processes, for the data to load takes more memory than there will be.
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/core.h>
#include <span>
#include <stdexcept>
#include <string_view>

#include "disk_reads.hpp"
#include "measure.hpp"
#include "place.hpp"

namespace {

using namespace dbdb::bench;

const StoreKind& find_kind(std::string_view name) {
    for (const StoreKind& kind : all_stores())
        if (kind.name == name) return kind;
    throw std::runtime_error(fmt::format("there is no store '{}'", name));
}

std::uint64_t parse_count(std::string_view text) {
    std::uint64_t count = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), count).ptr;
    if (end != text.data() + text.size() || count == 0)
        throw std::runtime_error(fmt::format("'{}' is no count", text));
    return count;
}

void make(Place& place, std::uint64_t entries) {
    place.make_loaded(sorted_entries(entries, {}).all());
    place.close();
    place.settle();
    fmt::print("{}\n", directory_bytes(place.directory()));
}

/// Keys and values are made one by one, since a list of them would take the memory.
void get_random(Store& store, std::uint64_t entries, std::uint64_t gets, RandomSource& random) {
    std::array<char, Shape{}.key_bytes> key;
    std::array<char, Shape{}.value_bytes> value;
    for (std::uint64_t got = 0; got < gets; ++got) {
        fill_key(key, random.below(entries), 0);
        const Key wanted(key.data(), key.size());
        fill_value(value, wanted, 0);
        Digest expected;
        expected.add({value.data(), value.size()});
        if (store.get({&wanted, 1}) != expected) throw WrongAnswer();
    }
}

/// The first quarter fills the memory, and does not count.
void read(Place& place, std::uint64_t entries, std::uint64_t gets) {
    drop_from_cache(place.directory());
    place.open();
    RandomSource random(1);
    get_random(place.store(), entries, gets / 4, random);
    const DiskReads before = disk_reads_so_far();
    Stopwatch stopwatch;
    get_random(place.store(), entries, gets, random);
    const Sample sample = stopwatch.stop(gets);
    const DiskReads after = disk_reads_so_far();
    const auto count = static_cast<double>(gets);
    fmt::print("{:<16} {:>8.1f} us wall {:>8.1f} us cpu {:>7.3f} faults {:>9.0f} bytes for a get\n",
               place.kind().name,
               sample.wall_ns / count / 1e3,
               sample.cpu_ns / count / 1e3,
               (after.faults - before.faults) / count,
               (after.bytes - before.bytes) / count);
}

void run(std::span<char*> arguments) {
    if (arguments.size() < 5) throw std::runtime_error("usage: make|read DIRECTORY STORE ENTRIES");
    const std::string_view verb = arguments[1];
    Place place(find_kind(arguments[3]), {arguments[2]});
    if (verb == "make" && arguments.size() == 5) return make(place, parse_count(arguments[4]));
    if (verb == "read" && arguments.size() == 6)
        return read(place, parse_count(arguments[4]), parse_count(arguments[5]));
    throw std::runtime_error("usage: read DIRECTORY STORE ENTRIES GETS");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        run({argv, static_cast<std::size_t>(argc)});
    } catch (const std::exception& error) {
        fmt::print(stderr, "dbdb-cold-bench: {}\n", error.what());
        return 1;
    }
    return 0;
}
