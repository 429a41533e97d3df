/// Copies of a file at one commit: whole ones that take a name, and what is new appended to one.
///
/// Nothing below the tail of a commit changes, so its bytes are copied while others write. The
/// fixed pages are not copied but made anew from that one commit.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "dbdb/backup.hpp"
#include "dbdb/snapshot.hpp"

#include "database/pace.hpp"
#include "format/superblock.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

/// What a backup has just done, for tests that crash there.
enum class BackupStep { created, copied, verified, named, appended };

/// A commit of a file, to be copied. What it needs stays there as long as this lives.
struct Image {
    std::shared_ptr<File> file;
    Snapshot snapshot;
    format::Superblock superblock;  ///< Names the commit.
};

/// The newest commit that readers of `world` see: at least all that is durable.
Image image_of(transaction::World& world);

/// Copies the bytes [from, to) of one file to the same place of another.
void copy_bytes(const File& source, File& target, std::uint64_t from, std::uint64_t to, Pace& pace);

/// Throws Error{Errc::corrupt} unless `copy` opens, without any falling back, at the commit of
/// `superblock`, and with `verify` every record of it is right.
void require_copy(const std::shared_ptr<File>& copy,
                  const format::Superblock& superblock,
                  bool verify);

/// Database::backup. `step` is told each step.
BackupReport backup(transaction::World& world,
                    const std::filesystem::path& target,
                    const BackupOptions& options,
                    const std::function<void(BackupStep)>& step = {});

/// The same into a stream: the fixed pages, which tell where it ends, then all records.
BackupReport backup(transaction::World& world,
                    const WriteBackup& write,
                    const BackupOptions& options);

}  // namespace dbdb::database
