#include "transaction/flush.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "transaction/record.hpp"

namespace dbdb::transaction {

using format::BranchEditor;
using format::BranchView;
using format::LeafView;
using format::Ref;
using format::Side;
using tree::RecordKind;

namespace {

/// Branches that are written together begin at a cache line.
constexpr std::size_t cache_line_bytes = 64;

class Flush {
public:
    Flush(const tree::Source& source, Appender& appender, bool has_shared_nodes)
        : source_(source), appender_(appender), has_shared_nodes_(has_shared_nodes) {}

    void leaves(Ref ref) {
        if (!ref.is_in_memory() || is_written(ref)) return;
        if (ref.height() == 0) {
            leaf(ref);
            return;
        }
        const BranchView branch = source_.branch(ref);
        leaves(branch.child(Side::left));
        leaves(branch.child(Side::right));
    }

    /// Children before parents; leaves come in the order in which they were written.
    Ref branches(Ref ref) {
        if (!ref.is_in_memory()) return ref;
        if (has_shared_nodes_) {
            const auto written = written_.find(ref.word);
            if (written != written_.end()) return written->second;
        } else if (ref.height() == 0) {
            return leaves_[next_leaf_++];
        }
        const BranchView branch = source_.branch(ref);
        const Ref left = branches(branch.child(Side::left));
        const Ref right = branches(branch.child(Side::right));
        const Appender::Place place = copy(branch.data(), branch.bytes());
        BranchEditor editor(place.bytes);
        editor.set_child(Side::left, left);
        editor.set_child(Side::right, right);
        return note(ref, place, branch.bytes(), RecordKind::branch);
    }

private:
    void leaf(Ref ref) {
        const LeafView view = source_.leaf(ref);
        const std::uint64_t bytes = view.bytes();
        const Ref written = note(ref, copy(view.data(), bytes), bytes, RecordKind::leaf);
        if (!has_shared_nodes_) leaves_.push_back(written);
    }

    Appender::Place copy(const std::byte* node, std::uint64_t bytes) {
        const Appender::Place place = appender_.place(bytes);
        std::memcpy(place.bytes, node, bytes);
        return place;
    }

    Ref note(Ref ref, Appender::Place place, std::uint64_t bytes, RecordKind kind) {
        const std::uint64_t checksum = appender_.checksum(place, bytes);
        const Ref written = Ref::in_file(format::Address{place.offset}, ref.height(), checksum);
        source_.mark(place.offset, kind);
        if (has_shared_nodes_) written_.emplace(ref.word, written);
        return written;
    }

    bool is_written(Ref ref) const { return has_shared_nodes_ && written_.contains(ref.word); }

    const tree::Source& source_;
    Appender& appender_;
    bool has_shared_nodes_;
    std::vector<Ref> leaves_;  ///< Written, in the order of their keys.
    std::size_t next_leaf_ = 0;
    std::unordered_map<std::uint64_t, Ref> written_;  ///< By the ref's word in memory.
};

}  // namespace

void flush(const tree::Source& source, Appender& appender, std::span<Root* const> roots) {
    const auto in_memory =
        std::ranges::count_if(roots, [](const Root* root) { return root->ref.is_in_memory(); });
    if (in_memory == 0) return;
    Flush flush(source, appender, in_memory > 1);
    for (const Root* root : roots)
        flush.leaves(root->ref);
    appender.align(cache_line_bytes);
    for (Root* root : roots)
        root->ref = flush.branches(root->ref);
}

Root append_leaf(Appender& appender, std::span<const format::LeafEntry> entries) {
    const std::uint64_t bytes = format::leaf_bytes(entries);
    const Appender::Place place = appender.place(bytes);
    format::write_leaf(place.bytes, entries);
    std::uint64_t external = 0;
    for (const format::LeafEntry& entry : entries)
        if (entry.is_extended) external += format::external_bytes(entry);
    return {Ref::in_file(format::Address{place.offset}, 0, appender.checksum(place, bytes)),
            entries.size(),
            bytes + external};
}

Root append_leaf(const tree::Source& source,
                 Appender& appender,
                 std::span<const format::LeafEntry> entries) {
    const Root leaf = append_leaf(appender, entries);
    source.mark(leaf.ref.offset(), RecordKind::leaf);
    return leaf;
}

Version append_record(const tree::Source& source, Appender& appender, format::CommitRecord record) {
    record.begin = format::Address{appender.begin()};
    record.appended_checksum = appender.sum();
    const std::size_t bytes = record.bytes();
    record.live_bytes += bytes;
    const Appender::Place place = appender.place(bytes);
    const format::Address address{place.offset};
    const auto encoded = encode(record, source.identity().file_id, address);
    std::copy(encoded.begin(), encoded.end(), place.bytes);
    return version_of(record, link_to(record, address, encoded), source);
}

}  // namespace dbdb::transaction
