#include "tree/build.hpp"

#include "tree/join.hpp"

namespace dbdb::tree {

void Builder::add_hashed(const format::LeafEntry& entry) {
    const std::size_t weight = entry.weight();
    if (!pending_.empty() && pending_weight_ + weight > format::leaf_weight_max) write_pending();
    pending_.push_back(entry);
    pending_keys_ += entry.key;
    pending_payloads_ += entry.payload;
    pending_weight_ += weight;
}

void Builder::write_pending() {
    const char* key = pending_keys_.data();
    const char* payload = pending_payloads_.data();
    for (format::LeafEntry& entry : pending_) {
        entry.key = {key, entry.key.size()};
        entry.payload = {payload, entry.payload.size()};
        key += entry.key.size();
        payload += entry.payload.size();
    }
    leaves_.push_back({write_leaf_(pending_),
                       std::string(pending_.front().key),
                       std::string(pending_.back().key)});
    pending_.clear();
    pending_keys_.clear();
    pending_payloads_.clear();
    pending_weight_ = 0;
}

Root Builder::tree_of(Space& space, std::span<const Piece> leaves) {
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

Builder::Piece Builder::take(Space& space, std::size_t leaf_count) {
    const auto taken = std::span<const Piece>(leaves_).first(leaf_count);
    Piece piece{tree_of(space, taken), taken.front().first_key, taken.back().last_key};
    leaves_.erase(leaves_.begin(), leaves_.begin() + static_cast<std::ptrdiff_t>(leaf_count));
    return piece;
}

Root Builder::finish(Space& space) {
    close_leaf();
    if (leaves_.empty()) return {};
    const Root root = tree_of(space, leaves_);
    leaves_.clear();
    return root;
}

}  // namespace dbdb::tree
