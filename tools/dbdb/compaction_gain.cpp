#include "compaction_gain.hpp"

#include <utility>

#include "dbdb/error.hpp"

namespace dbdb::tool {

std::optional<CompactReport> counted_compaction(Database& reading, CompactOptions options) {
    options.dry_run = true;
    try {
        return reading.compact(options);
    } catch (const Error& error) {
        if (error.errc() != Errc::read_only) throw;
        return std::nullopt;
    }
}

}  // namespace dbdb::tool
