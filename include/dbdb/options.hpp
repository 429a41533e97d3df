/// Choices made when a database is opened or a commit is made. Everything has a good default.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "dbdb/compaction.hpp"
#include "dbdb/event.hpp"
#include "dbdb/keyspace_options.hpp"

namespace dbdb {

/// Commits are numbered 1, 2, 3 ...; 0 is the empty state of a new file.
using CommitId = std::uint64_t;

/// Keys are 0 to `key_bytes_max` bytes of any content, ordered as unsigned bytes.
inline constexpr std::size_t key_bytes_max = 65'535;

/// Values are up to `value_bytes_max` bytes of any content.
inline constexpr std::uint64_t value_bytes_max = std::uint64_t{1} << 40;

/// A commit's message is at most this long.
inline constexpr std::size_t message_bytes_max = 65'535;

/// When a commit is safe from a power failure. Whatever the choice, a crash leaves the database
/// consistent: it loses at most the newest commits, each of them whole.
enum class Durability {
    sync,        ///< When `commit` returns; one flush of the disk.
    sync_twice,  ///< The same with a second flush before the superblock is switched.
    interval,    ///< A sync begins at most `Options::sync_interval` after `commit` returned.
    none,        ///< When the system writes it, or at `Database::sync`.
};

/// What time it is, for whatever expires.
using Clock = std::function<std::chrono::system_clock::time_point()>;

struct Options {
    /// Opens without a lock and without writing; works on read-only media.
    bool read_only = false;
    /// Makes the file when there is none.
    bool create = true;
    Durability durability = Durability::sync;
    /// How long commits of `Durability::interval` may stay unsynced.
    std::chrono::milliseconds sync_interval{100};
    /// When so many bytes of commits wait for a sync, the interval is not waited for.
    std::uint64_t sync_bytes = std::uint64_t{8} << 20;
    /// A transaction that needs more memory writes parts of itself to the file early.
    std::size_t transaction_memory_bytes = std::size_t{256} << 20;
    /// Checks each record once before its first use. Off, damage may go unnoticed, and a damaged
    /// file may crash the process.
    bool verify_checksums = true;
    /// How large values are written in keyspaces that have no compression of their own; see
    /// KeyspaceOptions.
    Compression compression = Compression::none;
    int compression_level = 0;
    /// A value that would take more memory than this is neither compressed nor decompressed: to
    /// read one throws Error{Errc::too_large}. Handles that share an open file share the bound of
    /// the one that opened it first.
    std::uint64_t decompressed_bytes_max = std::uint64_t{256} << 20;
    /// Whether and when the file is compacted by itself.
    AutomaticCompaction compaction{};
    /// How often a thread removes what has expired; 0: never. Each commit removes some as well.
    std::chrono::milliseconds sweep_interval{0};
    /// The clock that entries expire by; that of the system when empty. Called by any thread that
    /// reads. Handles that share an open file share the clock of the one that opened it first.
    Clock clock{};
    /// Counts and times gets, ranges, sets and erases; see "dbdb/statistics.hpp". Like
    /// `verify_checksums` it is decided by the first handle of a file in a process.
    bool measure = true;
    /// Is told what happens, for a log.
    EventHook on_event{};
    /// A call that takes so long is told to `on_event`; 0: none is. With it each call is timed,
    /// also the short ones, which makes a get some 50 ns slower.
    std::chrono::nanoseconds slow_operation{0};
};

struct CommitOptions {
    std::string message{};
    /// Empty: as the database was opened.
    std::optional<Durability> durability{};
};

/// What is known of one commit.
struct CommitInfo {
    CommitId id = 0;
    std::chrono::system_clock::time_point time{};
    std::string message{};
    std::uint64_t entries = 0;         ///< In the default keyspace.
    std::uint64_t live_bytes = 0;      ///< Bytes of the file that this commit's state needs.
    std::uint64_t appended_bytes = 0;  ///< Bytes that this commit added to the file.
};

}  // namespace dbdb
