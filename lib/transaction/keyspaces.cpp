/// What a transaction does to keyspaces as wholes, and to bookmarks.
#include <chrono>

#include "dbdb/error.hpp"

#include "keyspace/entries.hpp"
#include "keyspace/name.hpp"
#include "keyspace/options.hpp"
#include "transaction/change.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb::transaction {

namespace {

std::int64_t now_ns() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

}  // namespace

/// For messages.
std::string Change::described(std::string_view name) const {
    return world_->file().name() + ": keyspace '" + std::string(name) + "'";
}

Opened& Change::existing(std::string_view name) {
    Opened& opened = *open(name);
    if (!opened.exists) throw Error(Errc::not_found, described(name));
    return opened;
}

Opened& Change::free_name(std::string_view name) {
    keyspace::require_name(world_->file().name() + ": keyspace", name);
    Opened& opened = *open(name);
    if (opened.exists) throw Error(Errc::invalid, described(name) + " exists already");
    return opened;
}

bool Change::create_keyspace(std::string_view name) {
    require_active();
    keyspace::require_name(world_->file().name() + ": keyspace", name);
    Opened& opened = *open(name);
    return !std::exchange(opened.exists, true);
}

bool Change::drop_keyspace(std::string_view name) {
    require_active();
    keyspace::require_name(world_->file().name() + ": keyspace", name);
    Opened& opened = *open(name);
    opened.record = {};
    return std::exchange(opened.exists, false);
}

void Change::rename_keyspace(std::string_view name, std::string_view new_name) {
    require_active();
    keyspace::require_name(world_->file().name() + ": keyspace", name);
    Opened& source = existing(name);
    if (name == new_name) return;
    Opened& target = free_name(new_name);
    target.record = std::exchange(source.record, {});
    target.exists = std::exchange(source.exists, false);
}

/// From now on both share their nodes, so neither changes them in place.
void Change::clone_keyspace(std::string_view name, std::string_view new_name) {
    require_active();
    const Opened& source = existing(name);
    Opened& target = free_name(new_name);
    target.record = source.record;
    target.exists = true;
    space_.begin_epoch();
}

void Change::set_options(Opened& keyspace, const KeyspaceOptions& options) {
    require_active();
    keyspace.record.options =
        keyspace::stored_options(world_->file().name() + ": options of a keyspace", options);
    keyspace.exists = true;
}

void Change::clear_all() {
    require_active();
    guarded([&] { work_.clear_all(space_); });
}

/// Cuts of a tree whose nodes are no longer owned leave that tree as it is.
std::uint64_t Change::copy_range(std::string_view source,
                                 std::string_view target,
                                 std::string_view from,
                                 std::string_view to) {
    require_active();
    const Opened& original = existing(source);
    Opened& copy = *open(target);
    if (to <= from) return 0;
    return guarded([&] {
        space_.begin_epoch();
        const auto range = keyspace::range_of(space_, original.record, from, to);
        if (source != target) {
            keyspace::unite(space_, copy.record, range);
            copy.exists = true;
        }
        spill_if_over_budget();
        return range.entries.count;
    });
}

std::uint64_t Change::move_range(std::string_view source,
                                 std::string_view target,
                                 std::string_view from,
                                 std::string_view to) {
    const std::uint64_t count = copy_range(source, target, from, to);
    if (source != target) erase_range(*open(source), from, to);
    return count;
}

/// The newest commit with this id or, for none, commit 0.
Version Change::commit_version(CommitId commit) const {
    const std::optional<Version> version = find_version(base_, commit, *source_);
    if (version) return *version;
    throw Error(Errc::not_found, world_->file().name() + ": commit " + std::to_string(commit));
}

Snapshot Change::snapshot_at(CommitId commit) const {
    require_active();
    return Hold::open(commit_version(commit));
}

void Change::set_bookmark(std::string_view name, CommitId commit) {
    require_active();
    keyspace::require_name(world_->file().name() + ": bookmark", name);
    const format::Bookmark bookmark{commit_version(commit).link, now_ns()};
    guarded([&] {
        work_.set_bookmark(space_, name, bookmark);
        spill_if_over_budget();
    });
}

bool Change::erase_bookmark(std::string_view name) {
    require_active();
    keyspace::require_name(world_->file().name() + ": bookmark", name);
    return guarded([&] { return work_.erase_bookmark(space_, name); });
}

void Change::revert(CommitId commit) {
    require_active();
    const keyspace::Trees trees = commit_version(commit).trees();
    guarded([&] { work_.revert(space_, trees); });
}

/// Ids are counted anew where a file was made anew or a commit was given up, so an id alone could
/// be that of another commit.
void Change::revert(const Snapshot& snapshot) {
    require_active();
    const Version& wanted = Hold::version_of(snapshot);
    const bool is_of_file = wanted.source->identity().file_id == world_->file_id();
    if (Hold::shows_transaction(snapshot) || !is_of_file ||
        commit_version(wanted.id()).link != wanted.link) {
        throw Error(
            Errc::invalid,
            world_->file().name() + ": cannot revert to a snapshot that is no commit of it");
    }
    revert(wanted.id());
}

}  // namespace dbdb::transaction
