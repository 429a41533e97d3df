#include "database/open.hpp"

#include <map>
#include <mutex>

#include "dbdb/error.hpp"

#include "database/pages.hpp"
#include "database/recovery.hpp"
#include "io/create_file.hpp"
#include "io/process_state.hpp"
#include "io/remote_file_system.hpp"
#include "io/writer_lock.hpp"
#include "transaction/fork_count.hpp"

namespace dbdb::database {

namespace {

/// The open files of this process that may be written; those of a parent process are not.
using Place = std::pair<unsigned, io::FileIdentity>;
using Registry = std::map<Place, std::weak_ptr<World>>;

Registry& registry() {
    static Registry& registry = *new Registry;
    return registry;
}

std::shared_ptr<World> make_world(const Doors& doors) {
    return std::make_shared<World>(
        recover(doors),
        [doors](const Version& known, const std::shared_ptr<const tree::Source>& source) {
            return look_again(doors, known, source);
        });
}

/// An empty file is nobody's yet: a database is made in it.
void initialise_if_empty(File& file) {
    if (file.size() != 0) return;
    file.write_at(0, new_file());
    file.sync();
}

/// The same for a file that other processes may be opening, too.
void initialise_if_empty(const std::shared_ptr<io::LocalFile>& file, io::WriterLock& lock) {
    if (file->size() != 0) return;
    lock.lock(file);
    try {
        initialise_if_empty(*file);
    } catch (...) {
        lock.unlock();
        throw;
    }
    lock.unlock();
}

std::shared_ptr<io::LocalFile> open_or_create(const std::filesystem::path& path,
                                              const Options& options) {
    const io::OpenMode mode =
        options.read_only ? io::OpenMode::read_only : io::OpenMode::read_write;
    try {
        return io::open_local(path, mode);
    } catch (const Error& error) {
        if (error.errc() != Errc::not_found || options.read_only || !options.create) throw;
    }
    io::create_file(path, new_file());
    return io::open_local(path, mode);
}

}  // namespace

std::shared_ptr<World> open_world(const std::filesystem::path& path, const Options& options) {
    transaction::watch_forks();
    const std::shared_ptr<io::LocalFile> file = open_or_create(path, options);
    Doors doors{file, file, nullptr, options.verify_checksums};
    if (options.read_only) return make_world(doors);
    if (io::is_remote(path)) {
        throw Error(Errc::unsupported,
                    file->name() +
                        ": on a remote file system, where locks and syncs do not hold what they "
                        "promise; open it read-only or copy it to a local disk");
    }
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    std::weak_ptr<World>& known = registry()[{transaction::fork_count(), file->identity()}];
    if (const auto world = known.lock(); world && world->is_healthy()) return world;
    // Nothing is written to a file before it is known to be one of ours.
    doors.lock = io::writer_lock_of(file);
    initialise_if_empty(file, *doors.lock);
    const std::shared_ptr<World> world = make_world(doors);
    known = world;
    return world;
}

std::shared_ptr<World> open_world(std::shared_ptr<File> file, const Options& options) {
    transaction::watch_forks();
    if (!file->read_only() && !options.read_only) initialise_if_empty(*file);
    return make_world(
        {file, std::dynamic_pointer_cast<io::LocalFile>(file), nullptr, options.verify_checksums});
}

}  // namespace dbdb::database
