#include "database/take_name.hpp"

#include "dbdb/error.hpp"

namespace dbdb::database {

void take_name(transaction::World& world,
               io::ReplacementFile& replacement,
               const std::function<void(CompactStep)>& step) {
    const auto tell = [&](CompactStep done) {
        if (step) step(done);
    };
    world.sync_all();
    const std::shared_ptr<io::LocalFile> new_file = replacement.file();
    const std::shared_ptr<io::LocalFile> old_file = world.local_file();
    io::writer_lock_of(new_file);  // From now on it is known to have the lock of the old one.
    world.write_moving_mark(true);
    tell(CompactStep::marked);
    bool is_locked = false;
    try {
        world.lock_replacement(new_file);
        is_locked = true;
        tell(CompactStep::locked);
        replacement.take_name();
    } catch (...) {
        if (is_locked) world.lock_replacement(old_file);
        world.write_moving_mark(false);
        throw;
    }
    try {
        tell(CompactStep::renamed);
        replacement.sync_name();
    } catch (const Error& error) {
        world.refuse_commits(error);
        throw;
    }
    tell(CompactStep::name_synced);
}

}  // namespace dbdb::database
