/// A file at one of its commits: what a copy of it has to hold.
///
/// Nothing below the tail of a commit changes, so its bytes can be copied while others write. The
/// fixed pages are not copied but made anew from that one commit.
#pragma once

#include <memory>

#include "dbdb/file.hpp"
#include "dbdb/snapshot.hpp"

#include "format/superblock.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

/// A commit of a file, to be copied. What it needs stays there as long as this lives.
struct Image {
    std::shared_ptr<File> file;
    Snapshot snapshot;
    format::Superblock superblock;  ///< Names the commit.
};

/// The newest commit that readers of `world` see: at least all that is durable.
Image image_of(transaction::World& world);

/// Throws Error{Errc::corrupt} unless `copy` opens, without any falling back, at the commit of
/// `superblock`, and with `verify` every record of it is right.
void require_copy(const std::shared_ptr<File>& copy,
                  const format::Superblock& superblock,
                  bool verify);

/// Throws Error{Errc::corrupt} unless each commit from `newest` back to `base`, but that one, is
/// whole as `source` reads it.
void require_whole_since(const format::CommitLink& base,
                         const format::CommitLink& newest,
                         const tree::Source& source);

/// Whether the commit of `base` is in the chain of `image`.
bool has_commit(const Image& image, const format::CommitLink& base);

}  // namespace dbdb::database
