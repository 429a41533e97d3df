/// What a compaction costs those who go on working: a table of its own, since no other store that
/// is compared compacts without stopping everybody.
///
/// Three parts: the copy alone; writers and readers with and without a compaction beside them; and
/// random overwrites for a long time with automatic compaction on.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fmt/core.h>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "dbdb/dbdb.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using dbdb::Database;

struct Plan {
    std::uint64_t entries = 1'000'000;
    std::uint64_t overwrites = 10'000'000;
    std::uint64_t changes_per_commit = 100;
    std::filesystem::path directory = ".";
};

std::string key_of(std::uint64_t number) { return fmt::format("{:016}", number); }

double mebibytes(std::uint64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

/// What this process has handed to the disk, by its own count.
std::uint64_t written_bytes() {
    std::ifstream counts("/proc/self/io");
    std::string name;
    for (std::uint64_t count = 0; counts >> name >> count;)
        if (name == "wchar:") return count;
    return 0;
}

std::uint64_t peak_memory_bytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word != "RssAnon:") continue;
        std::uint64_t kibibytes = 0;
        status >> kibibytes;
        return kibibytes << 10;
    }
    return 0;
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void load(Database& db, const Plan& plan) {
    db.update([&](dbdb::Transaction& transaction) {
        auto writer = transaction.sorted_writer();
        for (std::uint64_t number = 0; number < plan.entries; ++number)
            writer.set(key_of(number), std::string(100, 'v'));
        writer.finish();
    });
}

void overwrite(Database& db, const Plan& plan, std::mt19937_64& random) {
    dbdb::Transaction transaction = db.begin();
    for (std::uint64_t change = 0; change < plan.changes_per_commit; ++change)
        transaction.set(key_of(random() % plan.entries), std::string(100, 'w'));
    transaction.commit();
}

void measure_copy(const Plan& plan) {
    Database db = Database::in_memory();
    load(db, plan);
    std::mt19937_64 random(1);
    for (unsigned commit = 0; commit < 100; ++commit)
        overwrite(db, plan, random);
    const double live = mebibytes(db.statistics().live_bytes);
    const std::uint64_t before = peak_memory_bytes();
    std::uint64_t most = before;
    dbdb::CompactOptions options;
    options.progress = [&](const dbdb::CompactProgress& progress) {
        if (progress.done_bytes % 16 == 0) most = std::max(most, peak_memory_bytes());
        return true;
    };
    const double cpu_before = processor_seconds();
    const dbdb::CompactReport report = db.compact(options);
    const double cpu = processor_seconds() - cpu_before;
    fmt::print(
        "copy in memory: {:.0f} MiB live at {:.0f} MiB/s ({:.0f} by "
        "processor time), {:.1f} bytes per entry, "
        "{:.0f} MiB of memory beside the file\n",
        live,
        live / report.seconds.count(),
        live / cpu,
        static_cast<double>(report.after_bytes) / static_cast<double>(plan.entries),
        mebibytes(most - std::min(most, before)));
    const dbdb::CompactReport again = db.compact();
    fmt::print("once more, of a file in order: {:.0f} MiB/s\n", live / again.seconds.count());
}

/// The longest wait of a writer that commits all the time, and how much a reader reads.
struct Beside {
    double longest_wait_ms = 0;
    double commits_per_second = 0;
    double reads_per_second = 0;
};

template <typename Work>
Beside work_beside(Database& db, const Plan& plan, Work work) {
    std::atomic<bool> is_ending = false;
    Beside beside;
    std::uint64_t commits = 0;
    std::uint64_t reads = 0;
    std::thread writer([&] {
        std::mt19937_64 random(2);
        while (!is_ending) {
            const auto began = Clock::now();
            db.set(key_of(random() % plan.entries), std::string(100, 'x'));
            const std::chrono::duration<double, std::milli> wait = Clock::now() - began;
            beside.longest_wait_ms = std::max(beside.longest_wait_ms, wait.count());
            ++commits;
        }
    });
    std::thread reader([&] {
        std::mt19937_64 random(3);
        for (; !is_ending; ++reads)
            if (!db.snapshot().contains(key_of(random() % plan.entries))) std::abort();
    });
    const auto began = Clock::now();
    work();
    const double seconds = Seconds(Clock::now() - began).count();
    is_ending = true;
    writer.join();
    reader.join();
    beside.commits_per_second = static_cast<double>(commits) / seconds;
    beside.reads_per_second = static_cast<double>(reads) / seconds;
    return beside;
}

void print(const char* name, const Beside& beside) {
    fmt::print("{}: longest wait {:.1f} ms, {:.0f} commits/s, {:.0f} reads/s\n",
               name,
               beside.longest_wait_ms,
               beside.commits_per_second,
               beside.reads_per_second);
}

void measure_others(const Plan& plan) {
    const auto path = plan.directory / "others.db";
    Database db = Database::open(path);
    load(db, plan);
    print("without compaction",
          work_beside(db, plan, [] { std::this_thread::sleep_for(std::chrono::seconds(3)); }));
    Seconds seconds{};
    const Beside during = work_beside(db, plan, [&] { seconds = db.compact().seconds; });
    print(fmt::format("during one of {:.2f} s", seconds.count()).c_str(), during);
    db.close();
    std::filesystem::remove(path);
}

void measure_steady_state(const Plan& plan) {
    const auto path = plan.directory / "steady.db";
    dbdb::Options options;
    options.compaction.interval = std::chrono::milliseconds(10);
    Database db = Database::open(path, options);
    load(db, plan);
    std::mt19937_64 random(4);
    const std::uint64_t before = written_bytes();
    const auto began = Clock::now();
    double most = 0;
    std::uint64_t longest = 0;
    double wait_ms = 0;
    const std::uint64_t commits = plan.overwrites / plan.changes_per_commit;
    for (std::uint64_t commit = 0; commit < commits; ++commit) {
        const auto start = Clock::now();
        overwrite(db, plan, random);
        const std::chrono::duration<double, std::milli> wait = Clock::now() - start;
        wait_ms = std::max(wait_ms, wait.count());
        const dbdb::Statistics now = db.statistics();
        longest = std::max(longest, now.file_bytes);
        most = std::max(most,
                        static_cast<double>(now.file_bytes) / static_cast<double>(now.live_bytes));
    }
    fmt::print(
        "{} overwrites in commits of {}: {:.0f} s, file at most {:.2f} times its live data "
        "({:.0f} MiB), {:.0f} MiB written, longest commit {:.0f} ms\n",
        plan.overwrites,
        plan.changes_per_commit,
        Seconds(Clock::now() - began).count(),
        most,
        mebibytes(longest),
        mebibytes(written_bytes() - before),
        wait_ms);
    db.close();
    std::filesystem::remove(path);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("What compaction costs.", "dbdb-compaction-bench");
    Plan plan;
    std::string part = "all";
    app.add_option("--n", plan.entries, "Number of entries")->check(CLI::PositiveNumber);
    app.add_option("--overwrites", plan.overwrites, "Of the steady state");
    app.add_option("--dir", plan.directory, "Where the files are made")
        ->check(CLI::ExistingDirectory);
    app.add_option("--part", part, "copy, others, steady or all")
        ->check(CLI::IsMember({"copy", "others", "steady", "all"}));
    CLI11_PARSE(app, argc, argv);
    try {
        if (part == "copy" || part == "all") measure_copy(plan);
        if (part == "others" || part == "all") measure_others(plan);
        if (part == "steady" || part == "all") measure_steady_state(plan);
    } catch (const std::exception& error) {
        fmt::print(stderr, "dbdb-compaction-bench: {}\n", error.what());
        return 3;
    }
    return 0;
}
