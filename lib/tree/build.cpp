#include "tree/build.hpp"

#include "format/key_hash.hpp"
#include "tree/join.hpp"

namespace dbdb::tree {

void Builder::add(const format::EntryView& entry) {
    const std::size_t bytes = format::entry_bytes(entry.key.size(), entry.payload.size());
    const std::size_t weight = bytes + format::slot_and_hash_bytes;
    if (!pending_.empty() && pending_weight_ + weight > format::leaf_weight_max) write_pending();
    const std::size_t offset = pending_bytes_.size();
    pending_bytes_.resize(offset + bytes);
    format::store_entry(pending_bytes_.data() + offset, entry.key, entry.payload);
    // The buffer may still move: the place is set when the leaf is written.
    pending_.push_back({nullptr,
                        static_cast<std::uint32_t>(bytes),
                        format::key_hash(entry.key),
                        entry.is_extended});
    pending_weight_ += weight;
}

void Builder::write_pending() {
    const std::byte* place = pending_bytes_.data();
    for (format::LeafEntry& entry : pending_) {
        entry.data = place;
        place += entry.bytes;
    }
    leaves_.push_back({write_leaf_(pending_),
                       std::string(pending_.front().view().key),
                       std::string(pending_.back().view().key)});
    pending_.clear();
    pending_bytes_.clear();
    pending_weight_ = 0;
}

Root Builder::tree_of(Space& space, std::span<const Leaf> leaves) const {
    if (leaves.size() == 1) return leaves.front().root;
    const std::size_t middle = (leaves.size() + 1) / 2;
    const Root left = tree_of(space, leaves.first(middle));
    const Root right = tree_of(space, leaves.subspan(middle));
    const std::string_view separator =
        shortest_separator(leaves[middle - 1].last_key, leaves[middle].first_key);
    const std::size_t skip =
        format::shared_prefix(leaves.front().first_key, leaves.back().last_key);
    return space.make_branch(left, separator, right, skip);
}

Root Builder::finish(Space& space) {
    if (!pending_.empty()) write_pending();
    if (leaves_.empty()) return {};
    const Root root = tree_of(space, leaves_);
    leaves_.clear();
    return root;
}

}  // namespace dbdb::tree
