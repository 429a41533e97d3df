/// What a snapshot holds on to: a pin of a generation, or a version of its own, with the memory of
/// a frozen transaction or just the mapping that an older commit is read by.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "dbdb/snapshot.hpp"

#include "transaction/generation.hpp"
#include "tree/arena.hpp"

namespace dbdb::transaction {

/// A transaction's state at one moment, an older commit, or one keyspace of another snapshot, with
/// everything that is needed to read it.
struct Frozen {
    std::atomic<std::uint64_t> holders{1};
    Version version;
    keyspace::ChangedRecords changed;  ///< What is not in the catalog of `version`.
    std::optional<Snapshot> whole;     ///< For a keyspace, whose entries are `version.main`.
    keyspace::KeyspaceRecord record;   ///< For a keyspace: all that is known of it.
    std::shared_ptr<const tree::Arena> arena;  ///< Null for a commit: all of it is in the file.
    std::shared_ptr<const tree::Source> source;
};

/// Makes and counts the holds of snapshots. A hold is the address of a Generation, or that of a
/// Frozen with its lowest bit set.
class Hold {
public:
    /// The newest version that was published.
    template <typename Line>
    static Snapshot open(Generations& generations, Line line) noexcept {
        Generation* generation = generations.open(line);
        return {generation->latest(), generation};
    }

    /// Takes `frozen` over, with its first holder.
    static Snapshot open(std::unique_ptr<Frozen> frozen) noexcept;

    /// A commit that need not be the newest. Its source must be owned by a shared_ptr.
    static Snapshot open(const Version& version);

    static const Version& version_of(const Snapshot& snapshot) { return *snapshot.version_; }

    /// What `snapshot` is a keyspace of; itself when it is none.
    static const Snapshot& whole_of(const Snapshot& snapshot) {
        const bool is_keyspace = is_frozen(snapshot.hold_) && frozen(snapshot.hold_)->whole;
        return is_keyspace ? *frozen(snapshot.hold_)->whole : snapshot;
    }

    /// The trees of the keyspace that `snapshot` shows. Throws Error{Errc::corrupt}.
    static keyspace::KeyspaceRecord record_of(const Snapshot& snapshot);

    /// Whether it shows a transaction that was not committed.
    static bool shows_transaction(const Snapshot& snapshot) {
        return version_of(snapshot).changed != nullptr;
    }

    static void add(const void* hold) noexcept {
        if (is_frozen(hold)) {
            frozen(hold)->holders.fetch_add(1, std::memory_order_relaxed);
        } else if (hold != nullptr) {
            generation(hold)->open_pin();
        }
    }

    static void drop(const void* hold) noexcept {
        if (is_frozen(hold)) [[unlikely]] {
            drop_frozen(frozen(hold));
        } else if (hold != nullptr) {
            generation(hold)->close_pin();
        }
    }

private:
    static void drop_frozen(Frozen* frozen) noexcept;

    static bool is_frozen(const void* hold) {
        return (reinterpret_cast<std::uintptr_t>(hold) & 1) != 0;
    }

    static Frozen* frozen(const void* hold) {
        return reinterpret_cast<Frozen*>(reinterpret_cast<std::uintptr_t>(hold) - 1);
    }

    static Generation* generation(const void* hold) {
        return const_cast<Generation*>(static_cast<const Generation*>(hold));
    }
};

}  // namespace dbdb::transaction

namespace dbdb {

inline Snapshot::Snapshot(const transaction::Version* version, const void* hold) noexcept
    : Reader(version->source, &version->main), version_(version), hold_(hold) {}

}  // namespace dbdb
