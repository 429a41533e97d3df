#include "database/commit_copy.hpp"

#include "dbdb/error.hpp"

#include "database/pages.hpp"
#include "database/tree_layout.hpp"
#include "transaction/flush.hpp"
#include "transaction/record.hpp"
#include "tree/diff.hpp"
#include "tree/edit.hpp"

namespace dbdb::database {

using format::EntryView;
using format::Root;
using transaction::Appender;

namespace {

/// Changed nodes go to the file when they take so much memory.
constexpr std::size_t arena_bytes_max = std::size_t{16} << 20;

std::shared_ptr<const tree::Source> source_of(const File& file,
                                              format::FileId file_id,
                                              std::uint64_t bytes) {
    return std::make_shared<tree::Source>(file.map(tree::window_for(bytes)),
                                          tree::Source::Identity{file.name(), file_id, true});
}

/// The trees of named keyspaces are not copied yet; to forget them is no choice.
void require_no_catalog(const Version& version) {
    if (version.catalog.is_empty()) return;
    throw Error(Errc::unsupported,
                version.source->identity().name +
                    ": has named keyspaces, which this version of "
                    "the library cannot compact");
}

}  // namespace

CommitCopy::CommitCopy(std::shared_ptr<File> target,
                       format::DatabaseId database_id,
                       std::uint64_t expected_bytes,
                       Pace& pace)
    : target_(std::move(target)),
      database_id_(database_id),
      pace_(pace),
      source_(source_of(*target_, new_file_id(), expected_bytes)),
      space_(source_.get(), std::make_shared<tree::Arena>()) {
    newest_ = transaction::read_version(*source_, {});
    begin_commit(format::records_begin, 0);
}

/// What lies before `begin` is not summed up for the commit: it is synced before anybody can open
/// the file.
void CommitCopy::begin_commit(std::uint64_t begin, CommitId id) {
    std::vector<std::byte> buffer;
    if (appender_) buffer = appender_->take_buffer();
    appender_ = std::make_unique<Appender>(
        *target_, source_->identity().file_id, begin, id, std::move(buffer));
}

void CommitCopy::go_to(const Version& version) {
    require_no_catalog(version);
    if (!present_) {
        copy_all(version);
        begin_commit(appender_->tail(), version.id());
    } else {
        write_out();
        begin_commit(appender_->tail(), version.id());
        apply_changes(*present_, version);
    }
    present_ = version;
}

void CommitCopy::copy_all(const Version& version) {
    main_ = TreeLayout(*appender_, *source_, pace_).copy(*version.source, version.main);
    write_out();
}

void CommitCopy::apply_changes(const Version& before, const Version& after) {
    tree::Diff diff(*before.source, before.main, *after.source, after.main);
    while (const auto change = diff.next()) {
        if (!change->after) {
            if (const auto changed = tree::erase(space_, main_, change->key)) main_ = *changed;
        } else if (change->after->is_extended) {
            const auto payload = copy_blob(*after.source, *change->after, *appender_);
            const EntryView entry{change->key, {payload.data(), payload.size()}, true};
            main_ = tree::insert(space_, main_, entry);
        } else {
            main_ = tree::insert(space_, main_, *change->after);
        }
        if (space_.arena()->taken_bytes() > arena_bytes_max) spill();
    }
    spill();
}

/// Brings all nodes to the file and goes on with an empty arena.
void CommitCopy::spill() {
    const std::uint64_t before = appender_->written();
    Root* const roots[] = {&main_};
    transaction::flush(*source_, *appender_, roots);
    write_out();
    space_.set_arena(std::make_shared<tree::Arena>());
    pace_.advance(appender_->written() - before);
}

/// What the file has by now can be read.
void CommitCopy::write_out() {
    appender_->write_out();
    if (appender_->written() > source_->window_bytes()) {
        source_ = source_of(*target_, source_->identity().file_id, appender_->written());
        space_.set_source(source_.get());
        newest_.source = source_.get();
    }
    source_->raise_limit(appender_->written());
}

void CommitCopy::keep() {
    const auto kept = transaction::read_record(*present_->source, present_->link);
    format::CommitRecord record;
    record.id = kept.id;
    record.position = newest_.position + 1;
    record.time_ns = kept.time_ns;
    record.previous = newest_.link;
    record.jump = transaction::next_jump(newest_, *source_);
    record.default_keyspace = main_;
    record.live_bytes = main_.bytes;
    record.message = kept.message;
    newest_ = transaction::append_record(*source_, *appender_, std::move(record));
    write_out();
    newest_.source = source_.get();
    ++kept_count_;
}

void CommitCopy::sync() { target_->sync(); }

void CommitCopy::finish() {
    format::Superblock superblock;
    superblock.database_id = database_id_;
    superblock.file_id = source_->identity().file_id;
    superblock.commit = newest_.link;
    superblock.tail = newest_.tail;
    target_->write_at(0, fixed_pages(superblock));
    target_->sync();
}

}  // namespace dbdb::database
