/// Figures of a database: what is in the file, and what this process has done with it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dbdb/export.hpp"
#include "dbdb/options.hpp"

namespace dbdb {

/// What is counted and timed. `Database::set` is one `begin`, one `set` and one `commit`.
enum class Operation {
    get,       ///< One key: get, at, contains.
    get_many,  ///< One call, of however many keys.
    range,     ///< Finding where a range begins and ends; walking it is not timed.
    find,      ///< One page of a query.
    set,       ///< In a transaction, that is in memory.
    erase,     ///< The same.
    begin,     ///< Waiting for the writer's turn.
    commit,    ///< Until it is as safe as was asked for.
    sync,      ///< Of the file, for one commit or many.
    sweep,     ///< Looking for what has expired; of commits, which do so too, only their own count.
    compact,   ///< Also those that start by themselves; not dry runs.
    verify,
    backup,
};

inline constexpr std::size_t operation_count = 13;

/// Its name in this enumeration.
DBDB_EXPORT std::string_view operation_name(Operation operation) noexcept;

/// How values lie, from a histogram of constant size. `mean`, `min` and `max` are exact, the
/// percentiles off by at most 1/32 (3.2 %).
struct Distribution {
    std::uint64_t count = 0;  ///< All others are 0 when this is.
    double mean = 0;
    std::uint64_t min = 0;
    std::uint64_t p50 = 0;
    std::uint64_t p95 = 0;
    std::uint64_t p99 = 0;
    std::uint64_t max = 0;
};

/// Calls that failed are counted as well. Of get, get_many, range, find, set and erase one call in
/// 64 is timed, chosen at random, since reading a clock takes a tenth of a get; with
/// `Options::slow_operation` each is.
struct OperationStatistics {
    std::uint64_t calls = 0;
    Distribution nanoseconds{};  ///< Of the calls that were timed.
};

/// How full the leaves of the default keyspace are.
struct LeafStatistics {
    bool is_exact = false;    ///< Every leaf was looked at; else the rest is an estimate.
    std::uint64_t count = 0;  ///< Leaves.
    double mean_fill = 0;     ///< Part of the greatest weight that a leaf of several entries has.
    double min_fill = 0;      ///< Of those looked at.
};

struct StatisticsOptions {
    /// At how many leaves to look, at places spread evenly; 0: at none. Costs a descent each.
    std::uint64_t leaves_max = 0;
};

/// For `StatisticsOptions::leaves_max`: all of them, which reads the whole tree.
inline constexpr std::uint64_t every_leaf = UINT64_MAX;

struct Statistics {
    // Of the file. These cost nothing to give.
    CommitId commit = 0;              ///< The newest commit.
    std::uint64_t entries = 0;        ///< In the default keyspace.
    unsigned height = 0;              ///< Of its tree: branches on the longest way to a leaf.
    std::uint64_t file_bytes = 0;     ///< Length of the file, with space prepared for commits.
    std::uint64_t used_bytes = 0;     ///< Up to the tail: where the next record goes.
    std::uint64_t live_bytes = 0;     ///< Of these, needed by the newest commit.
    std::uint64_t garbage_bytes = 0;  ///< Of these, needed only by older commits or by nobody.
    unsigned format_version = 0;
    std::string database_id{};               ///< 32 hexadecimal digits.
    std::optional<LeafStatistics> leaves{};  ///< Only when asked for.

    // Of all handles of the file in this process, since the first of them was opened.
    std::chrono::duration<double> uptime{};  ///< How long that is ago.
    std::uint64_t commits = 0;         ///< That changed something, whatever became of their sync.
    std::uint64_t written_bytes = 0;   ///< Records, slots, and space prepared; not by compactions.
    std::uint64_t unsynced_bytes = 0;  ///< Of commits that no sync covers yet, not even one begun.
    std::uint64_t swept_entries = 0;   ///< Expired, and removed by these commits.
    Distribution commits_per_sync{};   ///< Of the syncs that succeeded.
    std::uint64_t open_snapshots = 0;  ///< Not those of older commits and of frozen transactions.
    std::uint64_t mapped_bytes = 0;    ///< Address space that the newest commit is read through.
    std::array<OperationStatistics, operation_count> operations{};

    const OperationStatistics& of(Operation operation) const {
        return operations[static_cast<std::size_t>(operation)];
    }
};

/// `statistics` in the text format OpenMetrics 1.0, which Prometheus reads, up to `# EOF`. Each
/// sample has the label `database`, which is UTF-8.
DBDB_EXPORT std::string open_metrics(const Statistics& statistics, std::string_view database);

}  // namespace dbdb
