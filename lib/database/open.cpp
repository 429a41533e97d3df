#include "database/open.hpp"

#include <mutex>
#include <vector>

#include "dbdb/error.hpp"

#include "database/pages.hpp"
#include "database/recovery.hpp"
#include "io/create_file.hpp"
#include "io/process_state.hpp"
#include "io/remote_file_system.hpp"
#include "io/writer_lock.hpp"
#include "transaction/fork_count.hpp"

namespace dbdb::database {

using transaction::World;

namespace {

/// What this process has open for writing, by the fork that it was opened behind.
using Registry = std::vector<std::pair<unsigned, std::weak_ptr<World>>>;

Registry& registry() {
    static Registry& registry = *new Registry;
    return registry;
}

/// Another file has taken the name of `before`: only one of the same database may.
Found find_moved(Doors doors, const io::LocalFile& before) {
    const io::OpenMode mode =
        before.read_only() ? io::OpenMode::read_only : io::OpenMode::read_write;
    doors.local_file = io::open_local(before.resolved_path(), mode);
    doors.file = doors.local_file;
    Found found = recover(doors);
    if (found.database_id != database_id_of(before)) {
        throw Error(Errc::invalid,
                    before.name() +
                        ": another database has taken the name of the file that was opened; open "
                        "it anew");
    }
    if (doors.lock) doors.lock = io::writer_lock_of(doors.local_file);
    return found;
}

Found look(Doors doors,
           const std::shared_ptr<io::LocalFile>& file,
           const transaction::Known& known) {
    if (file && !file->resolved_path().empty()) {
        const auto named = io::identity_of(file->resolved_path());
        if (!named) {
            throw Error(Errc::not_found, file->name() + ": the file was removed or renamed");
        }
        if (*named != file->identity()) return find_moved(std::move(doors), *file);
    }
    if (file) doors.file = doors.local_file = file;
    return look_again(doors, known);
}

std::shared_ptr<World> make_world(Doors doors, const Options& options) {
    auto activity = std::make_shared<metrics::Activity>(doors.file->name());
    doors.reading = {options.verify_checksums,
                     options.clock,
                     options.decompressed_bytes_max,
                     options.measure ? activity : nullptr};
    Doors without_file = doors;
    without_file.file = doors.local_file ? nullptr : doors.file;
    without_file.local_file = nullptr;
    return std::make_shared<World>(recover(doors),
                                   std::move(activity),
                                   [without_file](const std::shared_ptr<io::LocalFile>& file,
                                                  const transaction::Known& known) {
                                       return look(without_file, file, known);
                                   });
}

/// The world that has `file` open, or will have at its next look, as one that follows its name.
std::shared_ptr<World> known_world(const io::LocalFile& file) {
    std::erase_if(registry(), [](const auto& known) { return known.second.expired(); });
    for (const auto& [forks, known] : registry()) {
        const std::shared_ptr<World> world = known.lock();
        if (forks != transaction::fork_count() || !world || !world->is_healthy()) continue;
        const auto open_file = world->published_local_file();
        const bool is_same = open_file->identity() == file.identity();
        const bool has_same_name = open_file->resolved_path() == file.resolved_path();
        if (is_same) return world;
        if (has_same_name && world->database_id() == database_id_of(file)) return world;
    }
    return nullptr;
}

/// An empty file is nobody's yet: a database is made in it, or it is left empty, as well as it
/// goes.
void initialise_if_empty(File& file) {
    if (file.size() != 0) return;
    try {
        file.write_at(0, new_file());
        file.sync();
    } catch (...) {
        try {
            file.truncate(0);
        } catch (const std::exception&) {
            // It is refused from now on, and holds nothing.
        }
        throw;
    }
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
    Doors doors{file, file, nullptr, {}};
    if (options.read_only) return make_world(doors, options);
    if (io::is_remote(path)) {
        throw Error(Errc::unsupported,
                    file->name() +
                        ": on a remote file system, where locks and syncs do not hold what they "
                        "promise; open it read-only or copy it to a local disk");
    }
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (auto world = known_world(*file)) return world;
    // Nothing is written to a file before it is known to be one of ours.
    doors.lock = io::writer_lock_of(file);
    initialise_if_empty(file, *doors.lock);
    const std::shared_ptr<World> world = make_world(doors, options);
    registry().emplace_back(transaction::fork_count(), world);
    return world;
}

std::shared_ptr<World> open_world(std::shared_ptr<File> file, const Options& options) {
    transaction::watch_forks();
    if (!file->read_only() && !options.read_only) initialise_if_empty(*file);
    return make_world({file, std::dynamic_pointer_cast<io::LocalFile>(file), nullptr, {}}, options);
}

}  // namespace dbdb::database
