/// What has to come from the disk, and how to make it so.
#pragma once

#include <filesystem>

namespace dbdb::bench {

struct DiskReads {
    double faults = 0;  ///< Pages of mappings that a thread waited for.
    double bytes = 0;
};

/// Of the process, since it began.
DiskReads disk_reads_so_far();

/// Drops the files in `directory` from the system's cache. Those stay that somebody has mapped, or
/// that have not been written to the disk yet.
void drop_from_cache(const std::filesystem::path& directory);

}  // namespace dbdb::bench
