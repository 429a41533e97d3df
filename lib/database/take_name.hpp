/// How a new file takes the name of an open one, so that all processes notice. lib/DESIGN.md,
/// "Compaction", has the proof.
#pragma once

#include <functional>

#include "database/compaction.hpp"
#include "io/replacement_file.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

/// Gives `replacement`, which is whole and synced, the name of the file of `world`: waits until all
/// of the old file is on disk, marks it, takes the lock over, renames, syncs the directory. Only
/// with the turn; then call World::move_to. Throws Error with everything as it was; only when the
/// name cannot be made durable are further commits refused. `step` is told each step.
void take_name(transaction::World& world,
               io::ReplacementFile& replacement,
               const std::function<void(CompactStep)>& step = {});

}  // namespace dbdb::database
