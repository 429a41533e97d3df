#include "dbdb/backup_directory.hpp"

#include <algorithm>
#include <set>

#include "dbdb/error.hpp"

#include "database/generation_chain.hpp"
#include "database/generation_list.hpp"
#include "database/generation_lock.hpp"
#include "database/restore.hpp"

namespace dbdb {

namespace {

using database::Generation;

std::vector<BackupGeneration> shown(const std::filesystem::path& path, bool reads_all) {
    std::vector<BackupGeneration> all;
    for (Generation& generation : database::generations_in(io::Directory(path), reads_all))
        all.push_back(std::move(generation.shown));
    return all;
}

/// Each on disk before the next one: a generation never loses what it needs before it goes itself.
void remove_now(const io::Directory& directory, const Generation& generation) {
    directory.remove(generation.name);
    directory.sync();
}

/// The newest that are wanted by number or by time.
std::set<GenerationId> wanted_ids(const std::vector<Generation>& generations,
                                  const KeepGenerations& wanted) {
    std::set<GenerationId> ids;
    std::uint64_t left = std::max<std::uint64_t>(wanted.newest, 1);
    for (auto one = generations.rbegin(); one != generations.rend(); ++one) {
        const bool is_young = wanted.since && one->shown.time >= *wanted.since;
        if (!one->is_sound() || left > 0 || is_young) ids.insert(one->shown.id);
        if (one->is_sound() && left > 0) --left;
    }
    return ids;
}

/// From the newest back, so a parent is reached behind all who need it.
void add_parents(const std::vector<Generation>& generations, std::set<GenerationId>& ids) {
    for (auto one = generations.rbegin(); one != generations.rend(); ++one)
        if (ids.contains(one->shown.id)) ids.insert(one->shown.parent);
}

}  // namespace

std::vector<BackupGeneration> BackupDirectory::list() const { return shown(path_, false); }

std::vector<BackupGeneration> BackupDirectory::verify() const { return shown(path_, true); }

void BackupDirectory::remove(GenerationId id) const {
    const io::Directory directory(path_);
    const database::GenerationLock lock(directory);
    const std::vector<Generation> generations = database::generations_in(directory);
    const Generation* found = database::find_generation(generations, id);
    if (found == nullptr)
        throw Error(Errc::not_found, path_.string() + ": has no generation " + std::to_string(id));
    for (const Generation& generation : generations) {
        if (generation.shown.parent != id) continue;
        throw Error(Errc::invalid,
                    path_.string() + ": generation " + std::to_string(generation.shown.id) +
                        " needs generation " + std::to_string(id) + "; remove that one first");
    }
    remove_now(directory, *found);
}

std::vector<GenerationId> BackupDirectory::keep(const KeepGenerations& wanted) const {
    const io::Directory directory(path_);
    const database::GenerationLock lock(directory);
    const std::vector<Generation> generations = database::generations_in(directory);
    std::set<GenerationId> kept = wanted_ids(generations, wanted);
    add_parents(generations, kept);
    std::vector<GenerationId> removed;
    for (auto one = generations.rbegin(); one != generations.rend(); ++one) {
        if (kept.contains(one->shown.id)) continue;
        remove_now(directory, *one);
        removed.push_back(one->shown.id);
    }
    return removed;
}

RestoreReport restore(const BackupDirectory& backups,
                      GenerationId generation,
                      const std::filesystem::path& target,
                      const RestoreOptions& options) {
    const io::Directory directory(backups.path());
    database::GenerationChain chain(directory, generation);
    return database::restore([&](std::span<std::byte> buffer) { return chain.read(buffer); },
                             backups.path().string(),
                             chain.bytes(),
                             target,
                             options);
}

}  // namespace dbdb
