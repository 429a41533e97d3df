/// Removing what has expired, from all keyspaces.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "transaction/change.hpp"

namespace dbdb::database {

using TakeSwept = std::function<void(const SweptEntry&)>;

/// Takes the writer's turn only when something has expired, and for so much of it at a time that
/// others need not wait long. Returns how many entries were removed, and tells `removed`, if there
/// is one, of each that a commit has removed. With a token that is asked to stop it ends early;
/// with any, it does not wait for the turn of another writer.
std::uint64_t sweep(const std::shared_ptr<transaction::World>& world,
                    const Options& options,
                    const transaction::Change::SyncSoon& sync_soon,
                    const TakeSwept& removed,
                    const std::stop_token& stop = {});

}  // namespace dbdb::database
