/// What the number of entries costs: the same work on databases of growing size, as a table.
///
///     dbdb-growth [--sizes 100000,1000000,10000000] [--dir DIRECTORY]
///
/// Keys are 16 bytes and come in order from a formula, so that hundreds of millions need no memory.
/// Times are of processor time, but those of durable sets, which are of time on the wall.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/core.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "dbdb/dbdb.hpp"

#include "data.hpp"
#include "measure.hpp"

namespace {

using dbdb::Database;
using dbdb::bench::RandomSource;
using dbdb::bench::Sample;
using dbdb::bench::Shape;
using dbdb::bench::Stopwatch;

struct Options {
    std::vector<std::uint64_t> sizes{100'000, 1'000'000, 10'000'000};
    std::filesystem::path directory = ".";
};

/// Keys of `count` entries, evenly spread over all 64-bit numbers, and of as many that are absent.
class Keys {
public:
    explicit Keys(std::uint64_t count) : step_(~std::uint64_t{0} / count) {}

    /// Valid until the next call.
    std::string_view present(std::uint64_t rank) { return key(rank * step_); }

    std::string_view absent(std::uint64_t rank) { return key(rank * step_ + step_ / 2); }

private:
    std::string_view key(std::uint64_t number) {
        const std::uint64_t ordered = __builtin_bswap64(number);
        const std::uint64_t scattered = dbdb::bench::mix(number);
        std::memcpy(bytes_.data(), &ordered, sizeof ordered);
        std::memcpy(bytes_.data() + sizeof ordered, &scattered, sizeof scattered);
        return {bytes_.data(), bytes_.size()};
    }

    std::uint64_t step_;
    std::array<char, Shape{}.key_bytes> bytes_{};
};

/// What `times` calls of `work` take.
template <typename Work>
Sample measure(std::uint64_t times, const Work& work) {
    Stopwatch stopwatch;
    for (std::uint64_t time = 0; time < times; ++time)
        work();
    return stopwatch.stop(times);
}

/// Processor time of each.
double cpu_ns(const Sample& sample) {
    return sample.cpu_ns / static_cast<double>(sample.operations);
}

double wall_ns(const Sample& sample) {
    return sample.wall_ns / static_cast<double>(sample.operations);
}

void require(bool is_right, const char* what) {
    if (!is_right) throw std::runtime_error(what);
}

/// One line of the table.
class Line {
public:
    Line(Database& database, std::uint64_t count)
        : database_(database), count_(count), keys_(count), random_(count) {}

    void print() {
        fmt::print("| {} ", count_);
        print_load();
        print_reads();
        print_walks();
        print_sets();
        fmt::print("|\n");
        std::fflush(stdout);
    }

private:
    static constexpr std::uint64_t gets = 1'000'000;
    static constexpr std::uint64_t walks = 20'000;
    static constexpr std::uint64_t unsynced_sets = 50'000;
    static constexpr std::uint64_t durable_sets = 500;

    std::uint64_t random_rank() { return random_.below(count_); }

    std::string_view value() {
        dbdb::bench::fill_value(value_, keys_.present(random_rank()), 1);
        return {value_.data(), value_.size()};
    }

    /// How many entries.
    static std::uint64_t read(const dbdb::Range& range) {
        std::uint64_t bytes = 0;
        for (const dbdb::Entry& entry : range)
            bytes += entry.key.size() + entry.value.size();
        return bytes / (Shape{}.key_bytes + Shape{}.value_bytes);
    }

    void print_load() {
        Stopwatch stopwatch;
        dbdb::Transaction transaction = database_.begin();
        dbdb::Transaction::SortedWriter writer = transaction.sorted_writer();
        const std::string_view one = value();
        for (std::uint64_t rank = 0; rank < count_; ++rank)
            writer.set(keys_.present(rank), one);
        writer.finish();
        transaction.commit();
        const double load_ns = cpu_ns(stopwatch.stop(count_));
        const dbdb::Statistics statistics = database_.statistics();
        fmt::print("| {:.0f} ns | {:.1f} | {} ",
                   load_ns,
                   static_cast<double>(statistics.used_bytes) / static_cast<double>(count_),
                   statistics.height);
    }

    void print_reads() {
        const dbdb::Snapshot snapshot = database_.snapshot();
        read(snapshot.range());  // Each record is checked when it is first met.
        const auto get = [&] {
            require(snapshot.get(keys_.present(random_rank())).has_value(), "a key is missing");
        };
        const auto miss = [&] {
            require(!snapshot.get(keys_.absent(random_rank())), "a key should be absent");
        };
        const double present_ns = cpu_ns(measure(gets, get));
        const double absent_ns = cpu_ns(measure(gets, miss));
        fmt::print("| {:.0f} ns | {:.0f} ns ", present_ns, absent_ns);
    }

    void print_walks() {
        const dbdb::Snapshot snapshot = database_.snapshot();
        const auto walk = [&] {
            const std::uint64_t rank = random_.below(count_ - 50);
            const auto range = snapshot.range_from(keys_.present(rank)).limit(50);
            require(read(range) == 50, "entries are missing");
        };
        const auto count = [&] {
            const std::uint64_t rank = random_.below(count_ - count_ / 10);
            const std::string from(keys_.present(rank));
            const auto found = snapshot.range(from, keys_.present(rank + count_ / 10)).count();
            require(found == count_ / 10, "a wrong count");
        };
        const std::uint64_t scanned = std::min<std::uint64_t>(count_, 10'000'000);
        Stopwatch stopwatch;
        require(read(snapshot.range().limit(scanned)) == scanned, "entries are missing");
        const double scan_ns = cpu_ns(stopwatch.stop(scanned));
        const double walk_ns = cpu_ns(measure(walks, walk));
        const double count_ns = cpu_ns(measure(walks, count));
        fmt::print("| {:.1f} ns | {:.2f} us | {:.0f} ns ", scan_ns, walk_ns / 1000, count_ns);
    }

    void set(dbdb::Durability durability) {
        dbdb::Transaction transaction = database_.begin();
        const std::string_view one = value();
        transaction.set(keys_.present(random_rank()), one);
        transaction.commit({.durability = durability});
    }

    void print_sets() {
        const std::uint64_t before = database_.statistics().used_bytes;
        const double unsynced =
            cpu_ns(measure(unsynced_sets, [&] { set(dbdb::Durability::none); }));
        const std::uint64_t appended = database_.statistics().used_bytes - before;
        database_.sync();
        const double durable = wall_ns(measure(durable_sets, [&] { set(dbdb::Durability::sync); }));
        fmt::print("| {:.1f} us | {} | {:.0f} us ",
                   unsynced / 1000,
                   appended / unsynced_sets,
                   durable / 1000);
    }

    Database& database_;
    std::uint64_t count_;
    Keys keys_;
    RandomSource random_;
    std::array<char, Shape{}.value_bytes> value_{};
};

void print_size(const Options& options, std::uint64_t count) {
    const std::filesystem::path file =
        options.directory / fmt::format("dbdb-growth-{}.dbdb", count);
    std::filesystem::remove(file);
    {
        Database database = Database::open(file);
        Line(database, count).print();
    }
    std::filesystem::remove(file);
    std::filesystem::remove(file.string() + "-lock");
}

void run(const Options& options) {
    fmt::print(
        "| entries | load, each | bytes each | height | get | absent | scan, each "
        "| seek + 50 | count of a tenth | set, no sync | bytes appended | durable set |\n"
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (const std::uint64_t count : options.sizes)
        print_size(options, count);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("dbdb-growth: the same work on databases of growing size");
    app.add_option("--sizes", options.sizes, "Numbers of entries, separated by commas")
        ->delimiter(',')
        ->check(CLI::Range(1'000, 1'000'000'000));
    app.add_option("--dir", options.directory, "Where a file is made for each size")
        ->check(CLI::ExistingDirectory);
    CLI11_PARSE(app, argc, argv);
    try {
        run(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "dbdb-growth: {}\n", error.what());
        return 1;
    }
    return 0;
}
