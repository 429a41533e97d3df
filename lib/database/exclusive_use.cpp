#include "database/exclusive_use.hpp"

#include "dbdb/error.hpp"

namespace dbdb::database {

ExclusiveUse::ExclusiveUse(transaction::World* world, const std::shared_ptr<io::LocalFile>& file)
    : world_(world) {
    if (world_ != nullptr) {
        world_->begin(std::nullopt);
    } else {
        lock_ = io::writer_lock_of(file);
        lock_->lock(file);
    }
    if (io::identity_of(file->resolved_path()) == file->identity()) return;
    give_up();
    throw Error(Errc::locked, file->name() + ": another file has just taken its name");
}

void ExclusiveUse::give_up() {
    if (world_ != nullptr) {
        world_->abandon({});
    } else {
        lock_->unlock();
    }
}

}  // namespace dbdb::database
