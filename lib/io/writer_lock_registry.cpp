/// One WriterLock per lock file and process.
///
/// An entry owns its lock; who uses the lock has a Lease, and the entry goes with its last lease.
/// Leases are counted under the lock of the process state and the lock file is closed under it: one
/// closed a moment too late would release the lock of its successor.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

#include "dbdb/error.hpp"

#include "io/process_state.hpp"
#include "io/writer_lock.hpp"

namespace dbdb::io {

namespace {

void end_lease(const WriterLock* lock);

struct Lease {
    explicit Lease(const WriterLock* leased) : lock(leased) {}

    ~Lease() { end_lease(lock); }

    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    const WriterLock* lock;
};

struct KnownFile {
    FileIdentity identity;
    std::weak_ptr<const LocalFile> file;  ///< The identity means it only while this is open.
};

struct Entry {
    std::unique_ptr<WriterLock> lock{};
    std::size_t leases = 0;
    std::vector<KnownFile> files{};
};

using Entries = std::vector<Entry>;

struct Registry {
    pid_t process = ::getpid();
    Entries entries{};
    /// A parent's, never destroyed: closing their lock files would release this process's locks.
    Entries inherited{};
};

/// Those of this process, with the process state locked. Never destroyed, as handles of static life
/// may outlive it.
Entries& own_entries() {
    static Registry* const made = std::make_unique<Registry>().release();
    const pid_t process = ::getpid();
    if (made->process != process) {
        std::move(made->entries.begin(), made->entries.end(), std::back_inserter(made->inherited));
        made->entries.clear();
        made->process = process;
    }
    return made->entries;
}

void end_lease(const WriterLock* lock) {
    const auto guard = lock_process_state();
    Entries& entries = own_entries();
    const auto entry = std::find_if(
        entries.begin(), entries.end(), [&](const Entry& each) { return each.lock.get() == lock; });
    if (entry == entries.end()) return;  // A parent's, in a forked child.
    if (--entry->leases == 0) entries.erase(entry);
}

bool knows(const Entry& entry, const FileIdentity& identity) {
    return std::any_of(entry.files.begin(), entry.files.end(), [&](const KnownFile& known) {
        return known.identity == identity && !known.file.expired();
    });
}

template <typename Predicate>
Entry* find_entry(Entries& entries, Predicate predicate) {
    const auto found = std::find_if(entries.begin(), entries.end(), predicate);
    return found == entries.end() ? nullptr : &*found;
}

Entry* find_by_lock_file(Entries& entries, const FileIdentity& identity) {
    return find_entry(entries, [&](const Entry& entry) {
        return entry.lock->lock_file().identity() == identity;
    });
}

Entry& open_entry(Entries& entries, const LocalFile& file) {
    Descriptor opened = open_lock_file(file);
    const auto identity = identity_of(opened, lock_file_path(file).string());
    if (Entry* entry = find_by_lock_file(entries, identity)) {
        // The lock file got its name between the two looks. To close it would release the lock.
        entry->lock->lock_file().keep(std::move(opened));
        return *entry;
    }
    auto lock = std::make_unique<WriterLock>(lock_file_path(file), std::move(opened));
    return entries.emplace_back(Entry{.lock = std::move(lock)});
}

/// By the database first: another name of it may have come before. Then by the lock file, without
/// opening it: the database may have been replaced under its name.
Entry& entry_of(Entries& entries, const LocalFile& file) {
    const FileIdentity identity = file.identity();
    if (Entry* entry =
            find_entry(entries, [&](const Entry& each) { return knows(each, identity); }))
        return *entry;
    if (const auto lock_identity = identity_of_link(lock_file_path(file)))
        if (Entry* entry = find_by_lock_file(entries, *lock_identity)) return *entry;
    return open_entry(entries, file);
}

std::shared_ptr<WriterLock> lease_of(Entry& entry) {
    auto lease = std::make_shared<Lease>(entry.lock.get());
    ++entry.leases;
    return {std::move(lease), entry.lock.get()};
}

void remember(Entry& entry, const std::shared_ptr<LocalFile>& file) {
    std::erase_if(entry.files, [&](const KnownFile& known) {
        return known.file.expired() || known.identity == file->identity();
    });
    entry.files.push_back({file->identity(), file});
}

}  // namespace

std::shared_ptr<WriterLock> writer_lock_of(const std::shared_ptr<LocalFile>& file) {
    if (file->read_only()) throw Error(Errc::read_only, file->name() + ": writer's lock");
    if (file->resolved_path().empty())
        throw Error(Errc::invalid, file->name() + ": a file without a path needs no lock");
    file->inode_lock();  // Opened now, while this process surely may; it may drop rights later.
    const auto guard = lock_process_state();
    Entry& entry = entry_of(own_entries(), *file);
    remember(entry, file);
    return lease_of(entry);
}

}  // namespace dbdb::io
