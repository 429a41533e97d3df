#include "database/tree_layout.hpp"

#include "dbdb/error.hpp"

#include "transaction/flush.hpp"

namespace dbdb::database {

using format::BranchView;
using format::LeafEntry;
using format::LeafView;
using format::Ref;
using format::Root;
using format::Side;

namespace {

/// A power of two, so that all chunks are trees of one height.
constexpr std::size_t leaves_per_chunk = std::size_t{1} << 14;

}  // namespace

std::string copy_blob(const tree::Source& source,
                      const format::EntryView& entry,
                      transaction::Appender& target) {
    const format::BlobRef blob = format::blob_of(entry.payload);
    source.check(blob);
    const char* value =
        reinterpret_cast<const char*>(source.data() + blob.offset + format::blob_header_bytes);
    return format::with_blob(entry.payload, target.append_blob({value, blob.value_bytes}));
}

TreeLayout::TreeLayout(transaction::Appender& appender,
                       const tree::Source& target,
                       const Recompression& recompression,
                       Pace& pace)
    : appender_(appender),
      target_(target),
      recompression_(recompression),
      pace_(pace),
      space_(&target, std::make_shared<tree::Arena>()),
      builder_([this](std::span<const LeafEntry> entries) {
          return transaction::append_leaf(appender_, entries);
      }) {}

Root TreeLayout::copy(const tree::Source& source, const Root& root, const Rewrite& rewrite) {
    if (root.is_empty()) return {};
    rewrite_ = rewrite ? &rewrite : nullptr;
    copy_below(source, root.ref);
    if (pieces_.empty()) {
        Root whole = builder_.finish(space_);
        flush(whole);
        return whole;
    }
    builder_.close_leaf();
    close_chunk(builder_.leaf_count());
    Root whole = tree::Builder::tree_of(space_, pieces_);
    pieces_.clear();
    flush(whole);
    return whole;
}

/// Heights fall on the way down, so no chain of refs in a damaged file is followed for long.
void TreeLayout::copy_below(const tree::Source& source, Ref ref) {
    source.check(ref);
    const std::byte* node = source.data() + ref.offset();
    if (ref.height() == 0) return copy_leaf(source, LeafView(node));
    for (const Side side : {Side::left, Side::right}) {
        const Ref child = BranchView(node).child(side);
        if (child.height() >= ref.height()) {
            source.throw_corrupt("branch of another height", ref.offset());
        }
        copy_below(source, child);
    }
}

void TreeLayout::copy_leaf(const tree::Source& source, LeafView leaf) {
    require_ascending(source, leaf);
    const std::uint64_t before = appender_.tail();
    entries_.clear();
    format::append_entries(entries_, leaf);
    for (const LeafEntry& entry : entries_)
        copy_entry(source, entry);
    if (builder_.leaf_count() >= 2 * leaves_per_chunk) close_chunk(leaves_per_chunk);
    pace_.advance(appender_.tail() - before);
}

void TreeLayout::copy_entry(const tree::Source& source, const LeafEntry& entry) {
    if (rewrite_) return add_rewritten(entry);
    auto payload = recompression_.payload_of(source, entry, appender_);
    if (!payload && format::has_blob(entry)) payload = copy_blob(source, entry, appender_);
    if (payload) {
        builder_.add(format::EntryView{entry.key, *payload, true});
    } else {
        builder_.add_hashed(entry);
    }
}

void TreeLayout::add_rewritten(const format::EntryView& entry) {
    const std::optional<std::string> value = (*rewrite_)(entry);
    if (value) builder_.add(format::EntryView{entry.key, *value, false});
}

/// A small damaged file may name one subtree from everywhere; so seen it ends at the second time.
void TreeLayout::require_ascending(const tree::Source& source, LeafView leaf) {
    if (has_last_key_ && leaf.key(0) <= last_key_) {
        source.throw_corrupt("leaf out of order",
                             static_cast<std::uint64_t>(leaf.data() - source.data()));
    }
    last_key_ = leaf.key(leaf.count() - 1);
    has_last_key_ = true;
}

/// The last chunk has one to two times as many leaves as the others, so it is higher by one at
/// most.
void TreeLayout::close_chunk(std::size_t leaf_count) {
    pieces_.push_back(builder_.take(space_, leaf_count));
    flush(pieces_.back().root);
}

void TreeLayout::flush(Root& root) {
    const std::uint64_t before = appender_.tail();
    Root* const roots[] = {&root};
    transaction::flush(target_, appender_, roots);
    space_.set_arena(std::make_shared<tree::Arena>());
    pace_.advance(appender_.tail() - before);
}

}  // namespace dbdb::database
