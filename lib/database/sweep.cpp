#include "database/sweep.hpp"

#include <utility>
#include <vector>

#include "keyspace/entries.hpp"
#include "metrics/timing.hpp"
#include "transaction/hold.hpp"

namespace dbdb::database {

using transaction::Change;
using transaction::World;

namespace {

/// So many entries are removed by one commit.
constexpr std::uint64_t swept_at_once = 10'000;

/// How long a thread in the background waits for the turn before it leaves it to the next time.
constexpr std::chrono::milliseconds patience{100};

/// Reads one entry of each index.
bool has_expired(World& world) {
    const Snapshot now = world.snapshot();
    const transaction::Version& version = transaction::Hold::version_of(now);
    const std::int64_t now_ms = version.source->now_ms();
    bool has = false;
    keyspace::each_keyspace(
        *version.source,
        version.catalog,
        [&](std::string_view, const keyspace::KeyspaceRecord& record) {
            has = has || !keyspace::expired_keys(*version.source, record, now_ms, 1).empty();
        });
    return has;
}

bool take_turn(World& world, const std::stop_token& stop) {
    if (!stop.stop_possible()) return world.begin(std::nullopt);
    return world.begin(std::chrono::steady_clock::now() + patience);
}

std::uint64_t sweep_some(const std::shared_ptr<World>& world,
                         const Options& options,
                         const Change::SyncSoon& sync_soon,
                         const TakeSwept& removed) {
    std::unique_ptr<Change> change;
    try {
        change = std::make_unique<Change>(world, options, sync_soon);
    } catch (...) {
        world->abandon({});
        throw;
    }
    std::vector<SweptEntry> entries;
    std::function<void(SweptEntry)> collect;
    if (removed) collect = [&](SweptEntry entry) { entries.push_back(std::move(entry)); };
    const std::uint64_t swept = change->sweep_all(swept_at_once, collect);
    change->commit({});
    for (const SweptEntry& entry : entries)
        removed(entry);
    return swept;
}

}  // namespace

std::uint64_t sweep(const std::shared_ptr<World>& world,
                    const Options& options,
                    const Change::SyncSoon& sync_soon,
                    const TakeSwept& removed,
                    const std::stop_token& stop) {
    const metrics::LongTiming timing(world->activity(), Operation::sweep);
    std::uint64_t swept = 0;
    while (!stop.stop_requested() && has_expired(*world) && take_turn(*world, stop)) {
        const std::uint64_t some = sweep_some(world, options, sync_soon, removed);
        if (some == 0) break;  // Another process was faster, or the index is wrong.
        swept += some;
    }
    return swept;
}

}  // namespace dbdb::database
