#include "keyspace/check.hpp"

#include "dbdb/error.hpp"

#include "keyspace/name.hpp"

namespace dbdb::keyspace {

using format::EntryView;
using format::Ref;
using format::Side;
using tree::RecordKind;

namespace {

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= name_bytes_max && is_plain_text(name);
}

}  // namespace

CatalogCheck::CatalogCheck(const tree::Source& source,
                           tree::CheckedRecords& records,
                           tree::CheckReport& report,
                           HasCommit has_commit)
    : source_(source), records_(records), report_(report), has_commit_(std::move(has_commit)) {}

std::uint64_t CatalogCheck::check(const Root& catalog) {
    tree::check(source_, catalog, records_, report_);
    return catalog.is_empty() ? 0 : check_node(catalog.ref);
}

/// Only where the tree's own check found sound nodes. Heights fall, so the recursion ends soon.
std::uint64_t CatalogCheck::check_node(Ref ref) {
    const RecordKind kind = ref.height() == 0 ? RecordKind::leaf : RecordKind::branch;
    if (!records_.has(ref.offset(), kind)) return 0;
    const auto found = named_bytes_.find(ref.offset());
    if (found != named_bytes_.end()) return found->second;
    std::uint64_t bytes = 0;
    if (kind == RecordKind::leaf) {
        bytes = check_leaf(ref.offset());
    } else {
        const format::BranchView branch(source_.data() + ref.offset());
        for (const Side side : {Side::left, Side::right}) {
            const Ref child = branch.child(side);
            if (child.height() < ref.height()) bytes += check_node(child);
        }
    }
    named_bytes_.emplace(ref.offset(), bytes);
    return bytes;
}

std::uint64_t CatalogCheck::check_leaf(std::uint64_t offset) {
    const format::LeafView leaf(source_.data() + offset);
    std::uint64_t bytes = 0;
    for (unsigned index = 0; index < leaf.count(); ++index) {
        try {
            bytes += check_entry(leaf.entry(index), offset);
        } catch (const Error& error) {
            if (error.errc() != Errc::corrupt) throw;
            report_.damages.push_back({offset, error.what()});
        }
    }
    return bytes;
}

std::uint64_t CatalogCheck::check_entry(const EntryView& entry, std::uint64_t leaf_offset) {
    const char mark = entry.key.empty() ? '\0' : entry.key[0];
    const bool is_default = entry.key == std::string_view(&keyspace_mark, 1);
    if (!is_default && !is_name(entry.key.substr(entry.key.empty() ? 0 : 1))) {
        source_.throw_corrupt("catalog with a wrong name", leaf_offset);
    }
    if (mark == keyspace_mark) return check_keyspace(entry, leaf_offset);
    if (mark != bookmark_mark) source_.throw_corrupt("catalog with a wrong key", leaf_offset);
    check_bookmark(entry, leaf_offset);
    return 0;
}

std::uint64_t CatalogCheck::check_keyspace(const EntryView& entry, std::uint64_t leaf_offset) {
    const KeyspaceRecord record = keyspace_of(source_, entry, leaf_offset);
    for (const Root* root : record.trees())
        tree::check(source_, *root, records_, report_);
    return record.bytes();
}

void CatalogCheck::check_bookmark(const EntryView& entry, std::uint64_t leaf_offset) const {
    const Bookmark bookmark = bookmark_of(source_, entry, leaf_offset);
    if (!bookmark.commit.is_none() && !has_commit_(bookmark.commit)) {
        source_.throw_corrupt("bookmark of a commit that is not there", leaf_offset);
    }
}

}  // namespace dbdb::keyspace
