#include "database/held_turn.hpp"

#include <chrono>

#include "database/pace.hpp"

namespace dbdb::database {

HeldTurn::HeldTurn(transaction::World& world, const std::stop_token& stop) : world_(world) {
    using std::chrono::steady_clock;
    while (!world_.begin(steady_clock::now() + std::chrono::milliseconds(50)))
        if (stop.stop_requested()) throw Cancelled{};
}

}  // namespace dbdb::database
