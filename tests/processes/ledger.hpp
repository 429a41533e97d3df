/// What the programs of these tests write, so that every commit of it can be checked.
///
/// Each writer counts its steps and leaves values that follow from the step; all of them count in
/// one total. So a commit that is there in part, or that was lost below a later one, shows.
#pragma once

#include <cstdint>

#include "dbdb/database.hpp"

namespace dbdb::test {

/// Makes the writer's next step in a transaction of its own; the durability follows from the step.
/// Returns the step once it is committed.
std::uint64_t write_step(Database& db, unsigned writer);

/// How many steps of `writer` the snapshot shows.
std::uint64_t steps_of(const Snapshot& snapshot, unsigned writer);

/// How many steps of all writers together.
std::uint64_t total_steps(const Snapshot& snapshot);

/// Whether the snapshot shows a state that some sequence of whole steps leads to.
bool is_whole(const Snapshot& snapshot);

inline constexpr unsigned writers_max = 8;

}  // namespace dbdb::test
