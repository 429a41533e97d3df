/// The writer's turn of a compaction.
#pragma once

#include <stop_token>

#include "transaction/world.hpp"

namespace dbdb::database {

/// Has the turn of `world` while it lives.
class HeldTurn {
public:
    /// Waits for the turn in short steps: the transaction that has it may be one of whoever wants
    /// the compaction given up. Throws Cancelled when `stop` is asked to.
    HeldTurn(transaction::World& world, const std::stop_token& stop);

    ~HeldTurn() { world_.abandon({}); }

    HeldTurn(const HeldTurn&) = delete;
    HeldTurn& operator=(const HeldTurn&) = delete;

private:
    transaction::World& world_;
};

}  // namespace dbdb::database
