#include "database/backup_target.hpp"

#include <utility>

#include "dbdb/error.hpp"

#include "database/open.hpp"
#include "database/pages.hpp"

namespace dbdb::database {

using transaction::Version;
using transaction::World;

std::shared_ptr<io::LocalFile> open_target(const std::filesystem::path& path) {
    // A link to nothing has the name as well: opening it says so, where making it would not.
    if (!io::identity_of_link(path)) return nullptr;
    return io::open_local(path, io::OpenMode::read_write);
}

BackupTarget::BackupTarget(std::shared_ptr<io::LocalFile> file,
                           const Image& image,
                           bool replaces_any)
    : file_(std::move(file)), image_(image) {
    require_other_file();
    if (!file_->inode_lock().try_lock()) {
        throw Error(Errc::locked, file_->name() + ": another process is writing to it");
    }
    look(replaces_any);
}

BackupTarget::~BackupTarget() { file_->inode_lock().unlock(); }

void BackupTarget::require_other_file() const {
    const auto* source = dynamic_cast<const io::LocalFile*>(image_.file.get());
    if (source != nullptr && source->identity() == file_->identity()) {
        throw Error(Errc::invalid,
                    file_->name() + ": is the database itself; give its backup another name");
    }
    file_->require_single_name(
        "all of which a backup would change or split off; give the backup another name");
}

void BackupTarget::look(bool replaces_any) {
    const std::uint64_t size = file_->size();
    const Pages pages = read_pages(*file_, size);
    const format::Superblock& held = pages.slots[order_of(pages).newest].superblock;
    const format::Superblock& wanted = image_.superblock;
    try {
        require_database(*file_, pages, size);
        if (held.database_id != wanted.database_id) {
            throw Error(Errc::invalid,
                        file_->name() + ": holds another database; give the backup another name");
        }
        if (held.commit.commit_id > wanted.commit.commit_id) {
            throw Error(Errc::invalid,
                        file_->name() + ": holds commit " + std::to_string(held.commit.commit_id) +
                            ", the database only " + std::to_string(wanted.commit.commit_id) +
                            "; give the backup another name");
        }
    } catch (const Error& error) {
        if (!replaces_any) throw;
        why_not_extend_ = error.what();
        return;
    }
    if (held.file_id != wanted.file_id) why_not_extend_ = "compacted since the last backup";
}

std::string BackupTarget::why_not_extend(const Version& base) const {
    if (has_commit(image_, base.link)) return "";
    return "commit " + std::to_string(base.id()) + " of the copy is not one of the database";
}

io::ReplacementFile& BackupTarget::make_replacement() {
    if (io::remove_leftovers(*file_)) {
        throw Error(Errc::locked, file_->name() + ": another backup or compaction is under way");
    }
    return replacement_.emplace(*file_);
}

void BackupTarget::take_name() {
    replacement_->take_name();
    replacement_->sync_name();
}

TargetTurn::TargetTurn(const std::shared_ptr<io::LocalFile>& file)
    : world_(open_world(std::shared_ptr<File>(file), Options{})) {
    world_->begin(std::nullopt);
}

TargetTurn::~TargetTurn() {
    if (has_turn_) world_->abandon({});
}

void TargetTurn::commit(const Version& version) {
    world_->append(version, true, {});
    has_turn_ = false;
    world_->make_durable(version.id());
}

}  // namespace dbdb::database
