#include "database/image.hpp"

#include "dbdb/error.hpp"

#include "database/recovery.hpp"
#include "database/verify.hpp"
#include "io/local_file.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

using transaction::Hold;
using transaction::Version;
using transaction::World;

/// The file may be replaced by a compaction at any moment: both must be of the same one.
Image image_of(World& world) {
    for (;;) {
        const std::shared_ptr<File> file = world.published_file();
        Snapshot now = world.snapshot();
        if (world.published_file() != file) continue;
        const Version& version = Hold::version_of(now);
        format::Superblock superblock;
        superblock.database_id = world.database_id();
        superblock.file_id = version.source->identity().file_id;
        superblock.commit = version.link;
        superblock.tail = version.tail;
        return {file, std::move(now), superblock};
    }
}

void require_copy(const std::shared_ptr<File>& copy,
                  const format::Superblock& superblock,
                  bool verify) {
    const auto local = std::dynamic_pointer_cast<io::LocalFile>(copy);
    const Found found = recover({copy, local, nullptr, {}});
    if (found.recovery.fell_back || found.version.link != superblock.commit) {
        throw Error(Errc::corrupt,
                    copy->name() + ": the copy does not open at commit " +
                        std::to_string(superblock.commit.commit_id));
    }
    if (!verify) return;
    const VerifyReport report = database::verify(found.version);
    if (report.ok()) return;
    throw Error(Errc::corrupt,
                copy->name() + ": what was copied is damaged: " + report.damages.front().text);
}

void require_whole_since(const format::CommitLink& base,
                         const format::CommitLink& newest,
                         const tree::Source& source) {
    for (Version version = transaction::read_version(source, newest); version.link != base;
         version = transaction::read_version(source, version.previous)) {
        if (transaction::is_whole(version, source)) continue;
        source.throw_corrupt("copied records of commit " + std::to_string(version.id()),
                             version.begin);
    }
}

bool has_commit(const Image& image, const format::CommitLink& base) {
    if (base.is_none()) return true;
    const Version& newest = Hold::version_of(image.snapshot);
    const auto same = transaction::find_version(newest, base.commit_id, *newest.source);
    return same && same->link == base;
}

}  // namespace dbdb::database
