/// Copies of a file at one commit: whole ones that take a name, and what is new appended to one.
#pragma once

#include <filesystem>
#include <functional>

#include "dbdb/backup.hpp"
#include "dbdb/backup_directory.hpp"

#include "transaction/world.hpp"

namespace dbdb::database {

/// What a backup has just done, for tests that crash there.
enum class BackupStep { created, copied, verified, named, appended };

/// Database::backup. `step` is told each step.
BackupReport backup(transaction::World& world,
                    const std::filesystem::path& target,
                    const BackupOptions& options,
                    const std::function<void(BackupStep)>& step = {});

/// The same into a directory; `appended` is not among the steps.
BackupReport backup(transaction::World& world,
                    const BackupDirectory& directory,
                    const BackupOptions& options,
                    const std::function<void(BackupStep)>& step = {});

/// The same into a stream: the fixed pages, which tell where it ends, then all records.
BackupReport backup(transaction::World& world,
                    const WriteBackup& write,
                    const BackupOptions& options);

}  // namespace dbdb::database
