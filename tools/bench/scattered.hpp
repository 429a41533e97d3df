/// What a loaded store goes through before the rows that read it as it is after long use.
#pragma once

#include <vector>

#include "place.hpp"
#include "rows.hpp"

namespace dbdb::bench {

/// Sets of random keys, each meant for a commit of its own, and what a loaded store holds after
/// them. The same for every store in a round.
class Scattered {
public:
    /// Over the entries of `loaded`, which live longer.
    Scattered(const Work& loaded, unsigned round);

    Scattered(const Scattered&) = delete;
    Scattered& operator=(const Scattered&) = delete;

    /// Makes the changes in a loaded store, without a sync, and then reads and checks all of it.
    /// Nothing compacts it meanwhile but what the store does by itself.
    void bring_to(Place& place) const;

    /// Of what a store holds then.
    const Work& work() const { return work_; }

private:
    ChangeList changes_;
    std::vector<Change> entries_;
    Work work_;
};

}  // namespace dbdb::bench
