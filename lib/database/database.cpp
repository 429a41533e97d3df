#include "dbdb/database.hpp"

#include <algorithm>

#include "dbdb/feed.hpp"
#include "dbdb/keyspace_handle.hpp"

#include "database/backup.hpp"
#include "database/compaction.hpp"
#include "database/history_search.hpp"
#include "database/open.hpp"
#include "database/store.hpp"
#include "database/sweep.hpp"
#include "database/verify.hpp"
#include "io/memory_file.hpp"
#include "metrics/timing.hpp"
#include "transaction/change.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb {

using database::Store;
using transaction::Deadline;
using transaction::Hold;

namespace {

[[noreturn, gnu::cold]] void throw_moved_from() {
    throw Error(Errc::closed, "the database was moved from");
}

}  // namespace

Database Database::open(const std::filesystem::path& path, const Options& options) {
    return Database(std::make_shared<Store>(database::open_world(path, options), options));
}

Database Database::open(std::shared_ptr<File> file, const Options& options) {
    return Database(
        std::make_shared<Store>(database::open_world(std::move(file), options), options));
}

Database Database::in_memory(const Options& options) {
    return open(io::make_memory_file("(in memory)"), options);
}

Database::Database(std::shared_ptr<Store> store) : store_(std::move(store)) {}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Store& Database::store() const {
    if (!store_) throw_moved_from();
    return *store_;
}

Snapshot Database::snapshot() const {
    if (!store_) [[unlikely]]
        throw_moved_from();
    return store_->snapshot();
}

Snapshot Database::snapshot_at(CommitId id) const {
    const Snapshot now = snapshot();
    return Hold::open(database::commit_with_id(Hold::version_of(now), id));
}

Snapshot Database::snapshot_at(std::chrono::system_clock::time_point time) const {
    const Snapshot now = snapshot();
    const std::int64_t time_ns = transaction::nanoseconds_of(time);
    return Hold::open(database::commit_at_time(Hold::version_of(now), time_ns));
}

std::optional<std::string> Database::get(std::string_view key) const {
    const Snapshot now = snapshot();
    const auto value = now.get(key);
    return value ? std::optional<std::string>(*value) : std::nullopt;
}

bool Database::contains(std::string_view key) const { return snapshot().contains(key); }

std::optional<Metadata> Database::metadata(std::string_view key) const {
    return snapshot().metadata(key);
}

std::optional<std::chrono::milliseconds> Database::ttl(std::string_view key) const {
    return snapshot().ttl(key);
}

std::uint64_t Database::size() const { return snapshot().size(); }

std::uint64_t Database::sweep() { return sweep({}); }

std::uint64_t Database::sweep(const std::function<void(const SweptEntry&)>& removed) {
    Store& store = writable_store();
    return database::sweep(
        store.world(), store.options(), database::interval_syncs_of(store_), removed);
}

KeyspaceHandle Database::keyspace(std::string_view name) const {
    store();
    return {Database(store_), name};
}

CommitId Database::revert(CommitId commit, const CommitOptions& options) {
    return update([&](Transaction& change) { change.revert(commit); }, options);
}

Store& Database::writable_store() {
    Store& store = this->store();
    if (!store.options().read_only) return store;
    throw Error(Errc::read_only, name() + ": was opened read-only");
}

std::optional<Transaction> Database::begin_until(const Deadline& deadline) {
    Store& store = writable_store();
    const std::shared_ptr<transaction::World> world = store.world();
    if (!world->begin(deadline)) return std::nullopt;
    try {
        return Transaction(std::make_shared<transaction::Change>(
            world, store.options(), database::interval_syncs_of(store_)));
    } catch (...) {
        world->abandon({});
        throw;
    }
}

Transaction Database::begin() { return *begin_until(std::nullopt); }

std::optional<Transaction> Database::try_begin(std::chrono::milliseconds timeout) {
    const auto now = std::chrono::steady_clock::now();
    const auto rest = std::chrono::steady_clock::time_point::max() - now;
    if (timeout >= std::chrono::floor<std::chrono::milliseconds>(rest)) return begin();
    return begin_until(now + std::max(timeout, std::chrono::milliseconds(0)));
}

void Database::sync() { store().world()->sync(); }

History Database::history() const { return History(snapshot()); }

CommitChanges Database::changes_since(CommitId id) const {
    const Snapshot now = snapshot();
    const Snapshot then = Hold::open(database::commit_with_id(Hold::version_of(now), id));
    return {id, now.info(), diff(then, now)};
}

Subscription Database::subscribe() const { return {store().world(), snapshot()}; }

Subscription Database::subscribe(CommitId id) const { return {store().world(), snapshot_at(id)}; }

Recovery Database::recovery() const { return store().world()->recovery(); }

VerifyReport Database::verify() const {
    const Snapshot now = snapshot();
    const auto world = store().world();
    const metrics::LongTiming timing(world->activity(), Operation::verify);
    world->require_length();
    return database::verify(Hold::version_of(now));
}

CompactReport Database::compact(const CompactOptions& options) {
    Store& store = this->store();
    const bool makes_a_file = !options.dry_run || options.keep.commits > 1 || options.keep.since;
    if (makes_a_file) writable_store();
    if (!options.dry_run) sweep();
    return database::compact(*store.world(), options);
}

BackupReport Database::backup(const std::filesystem::path& target,
                              const BackupOptions& options) const {
    const auto world = store().world();
    const metrics::LongTiming timing(world->activity(), Operation::backup);
    return database::backup(*world, target, options);
}

BackupReport Database::backup(const WriteBackup& write, const BackupOptions& options) const {
    const auto world = store().world();
    const metrics::LongTiming timing(world->activity(), Operation::backup);
    return database::backup(*world, write, options);
}

BackupReport Database::backup(const BackupDirectory& directory,
                              const BackupOptions& options) const {
    const auto world = store().world();
    const metrics::LongTiming timing(world->activity(), Operation::backup);
    return database::backup(*world, directory, options);
}

const std::string& Database::name() const { return store().name(); }

void Database::close() {
    if (store_) store_->close();
}

}  // namespace dbdb
