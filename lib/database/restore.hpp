/// Restoring from whatever gives the bytes of a backup.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "dbdb/backup.hpp"

namespace dbdb::database {

/// dbdb::restore of `expected_bytes`, as far as that is known; else 0.
RestoreReport restore(const ReadBackup& backup,
                      const std::string& name,
                      std::uint64_t expected_bytes,
                      const std::filesystem::path& target,
                      const RestoreOptions& options);

}  // namespace dbdb::database
