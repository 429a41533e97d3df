/// Compaction, step by step. lib/DESIGN.md, "Compaction", proves it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "dbdb/compaction.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

/// What a compaction has just done: the windows of its proof, for tests that crash in each.
enum class CompactStep {
    created,
    copied,
    caught_up,
    synced,
    marked,
    locked,
    renamed,
    name_synced,
    moved,
};

/// Compacts the file of `world`. Throws Error: unsupported for what cannot be replaced, locked when
/// another compaction is under way, io, corrupt when a record that would be kept is damaged; then
/// everything is as it was. Only when the name cannot be made durable are further commits refused,
/// as after a failed sync. `step` is told each step. When the file has more than
/// `writers_wait_bytes` before the end, writers wait for it from then on.
CompactReport compact(transaction::World& world,
                      const CompactOptions& options,
                      const std::function<void(CompactStep)>& step = {},
                      std::uint64_t writers_wait_bytes = UINT64_MAX);

}  // namespace dbdb::database
