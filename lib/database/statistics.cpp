#include "database/statistics.hpp"

#include <algorithm>
#include <cstdio>

#include "dbdb/database.hpp"

#include "database/leaf_walk.hpp"
#include "database/store.hpp"
#include "transaction/hold.hpp"

namespace dbdb {

namespace {

using transaction::Version;
using transaction::World;

std::string digits_of(format::DatabaseId id) {
    char digits[33];
    std::snprintf(digits,
                  sizeof digits,
                  "%016llx%016llx",
                  static_cast<unsigned long long>(id.high),
                  static_cast<unsigned long long>(id.low));
    return digits;
}

}  // namespace

Statistics database::statistics_of(World& world) {
    Statistics statistics;
    statistics.database_id = digits_of(world.database_id());
    statistics.file_bytes = world.published_file()->size();
    statistics.open_snapshots = world.open_snapshots();
    statistics.mapped_bytes = world.mapped_bytes();
    statistics.unsynced_bytes = world.unsynced_bytes();
    world.activity().describe(statistics);
    return statistics;
}

void database::add_commit(const Version& version, Statistics& statistics) {
    statistics.commit = version.id();
    statistics.entries = version.main.count;
    statistics.height = version.main.height();
    statistics.used_bytes = version.tail;
    statistics.live_bytes = version.live_bytes + format::records_begin;
    statistics.garbage_bytes = version.tail - std::min(version.tail, statistics.live_bytes);
    statistics.format_version = format::format_version_newest;
    statistics.file_bytes = std::max(statistics.file_bytes, version.tail);
}

Statistics Database::statistics(const StatisticsOptions& options) const {
    Statistics statistics = database::statistics_of(*store().world());
    const Snapshot now = snapshot();
    const Version& version = transaction::Hold::version_of(now);
    database::add_commit(version, statistics);
    if (options.leaves_max == 0) return statistics;
    statistics.leaves = database::look_at_leaves(*version.source, version.main, options.leaves_max);
    return statistics;
}

}  // namespace dbdb
