#include "database/tree_copy.hpp"

#include "database/pages.hpp"
#include "transaction/flush.hpp"
#include "tree/diff.hpp"
#include "tree/edit.hpp"

namespace dbdb::database {

using format::EntryView;
using transaction::Appender;

namespace {

/// Changed nodes go to the file when they take so much memory.
constexpr std::size_t arena_bytes_max = std::size_t{16} << 20;

std::shared_ptr<const tree::Source> source_of(const File& file,
                                              format::FileId file_id,
                                              std::uint64_t bytes) {
    return std::make_shared<tree::Source>(file.map(tree::window_for(bytes)),
                                          tree::Source::Identity{file.name(), file_id, {}});
}

}  // namespace

TreeCopy::TreeCopy(std::shared_ptr<File> target, std::uint64_t expected_bytes, Pace& pace)
    : target_(std::move(target)),
      pace_(pace),
      source_(source_of(*target_, new_file_id(), expected_bytes)),
      space_(source_.get(), std::make_shared<tree::Arena>()) {
    begin_commit(0);
}

/// What lies before is not summed up for the commit: it is synced before anybody can open the file.
void TreeCopy::begin_commit(CommitId id) {
    const std::uint64_t begin = appender_ ? appender_->tail() : format::records_begin;
    std::vector<std::byte> buffer;
    if (appender_) {
        write_out();
        buffer = appender_->take_buffer();
    }
    appender_ = std::make_unique<Appender>(
        *target_, source_->identity().file_id, begin, id, std::move(buffer));
}

Root TreeCopy::copy(const tree::Source& source, const Root& root, const Root& before) {
    if (root.is_empty()) return {};
    if (const Root* known = find_copy(root)) return *known;
    const Root base = find_copy(before) ? before : kinship_.relative_of(source, root);
    const Root* base_copy = find_copy(base);
    const Root made =
        base_copy ? with_changes(*base_copy, source, base, source, root) : lay_out(source, root);
    note_copy(source, root, made);
    return made;
}

Root TreeCopy::copy_of(const tree::Source& source, const Root& root) const {
    if (root.is_empty()) return {};
    if (const Root* known = find_copy(root)) return *known;
    source.throw_corrupt("tree of a keyspace that is not there", root.ref.offset());
}

const Root* TreeCopy::find_copy(const Root& root) const {
    if (root.is_empty()) return nullptr;
    const auto found = copies_.find(root.ref.word);
    const bool is_known = found != copies_.end() && found->second.checksum == root.ref.checksum;
    return is_known ? &found->second.copy : nullptr;
}

void TreeCopy::note_copy(const tree::Source& source, const Root& root, const Root& copy) {
    copies_.insert_or_assign(root.ref.word, Copied{root.ref.checksum, copy});
    kinship_.add(source, root);
}

Root TreeCopy::lay_out(const tree::Source& source, const Root& root, const Rewrite& rewrite) {
    const Root copy =
        TreeLayout(*appender_, *source_, recompression_, pace_).copy(source, root, rewrite);
    write_out();
    return copy;
}

Root TreeCopy::with_changes(Root root,
                            const tree::Source& source,
                            const Root& before,
                            const tree::Source& source_after,
                            const Root& after,
                            const Rewrite& rewrite) {
    tree::Diff diff(source, before, source_after, after);
    while (const auto change = diff.next()) {
        const auto value = change->after && rewrite ? rewrite(*change->after) : std::nullopt;
        if (value) {
            root = tree::insert(space_, root, {change->key, *value, false});
        } else if (!change->after || rewrite) {
            if (const auto changed = tree::erase(space_, root, change->key)) root = *changed;
        } else {
            insert(root, source_after, *change->after);
        }
        if (space_.arena()->taken_bytes() > arena_bytes_max) spill(root);
    }
    spill(root);
    return root;
}

void TreeCopy::insert(Root& root, const tree::Source& source, const EntryView& entry) {
    auto payload = recompression_.payload_of(source, entry, *appender_);
    if (!payload && format::has_blob(entry)) payload = copy_blob(source, entry, *appender_);
    const EntryView copy = payload ? EntryView{entry.key, *payload, true} : entry;
    root = tree::insert(space_, root, copy);
}

/// Brings all nodes to the file and goes on with an empty arena.
void TreeCopy::spill(Root& root) {
    const std::uint64_t before = appender_->written();
    Root* const roots[] = {&root};
    transaction::flush(*source_, *appender_, roots);
    write_out();
    space_.set_arena(std::make_shared<tree::Arena>());
    pace_.advance(appender_->written() - before);
}

void TreeCopy::write_out() {
    appender_->write_out();
    if (appender_->written() > source_->window_bytes()) {
        source_ = source_of(*target_, source_->identity().file_id, appender_->written());
        space_.set_source(source_.get());
    }
    source_->raise_limit(appender_->written());
}

}  // namespace dbdb::database
