/// Opening a file: making it, recovering it, sharing it with the other handles of this process.
#pragma once

#include <filesystem>
#include <memory>

#include "dbdb/database.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

/// The world of the file at `path`; the same one for all handles of it in this process, as long as
/// any of them is open and no sync of it has failed.
std::shared_ptr<transaction::World> open_world(const std::filesystem::path& path,
                                               const Options& options);

/// The world behind another door. An empty file becomes a new database.
std::shared_ptr<transaction::World> open_world(std::shared_ptr<File> file, const Options& options);

}  // namespace dbdb::database
