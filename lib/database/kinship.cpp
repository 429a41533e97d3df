#include "database/kinship.hpp"

#include <algorithm>
#include <map>

#include "tree/space.hpp"

namespace dbdb::database {

using format::Root;

namespace {

/// So many levels are looked at, the root's and those below.
constexpr unsigned levels = 7;

constexpr std::size_t subtrees_max = std::size_t{1} << 18;

/// Calls `visit` with the subtrees of the upper levels, from above; it says whether to look below.
template <typename Visit>
void each_subtree(const tree::Source& source, const Root& root, unsigned depth, Visit& visit) {
    if (root.is_empty() || !visit(root)) return;
    if (depth + 1 == levels || root.ref.height() == 0) return;
    const tree::Parts parts = tree::Space(&source, nullptr).open(root);
    each_subtree(source, parts.left, depth + 1, visit);
    each_subtree(source, parts.right, depth + 1, visit);
}

}  // namespace

void Kinship::add(const tree::Source& source, const Root& root) {
    if (tree_of_.size() >= subtrees_max) return;
    const auto note = [&](const Root& subtree) {
        return tree_of_.emplace(subtree.ref.word, trees_.size()).second;
    };
    each_subtree(source, root, 0, note);
    trees_.push_back(root);
}

Root Kinship::relative_of(const tree::Source& source, const Root& root) const {
    if (tree_of_.empty()) return {};
    std::map<std::size_t, std::uint64_t> shared_entries;
    std::uint64_t all_shared = 0;
    const auto look_up = [&](const Root& subtree) {
        const auto found = tree_of_.find(subtree.ref.word);
        if (found == tree_of_.end()) return true;
        shared_entries[found->second] += subtree.count;
        all_shared += subtree.count;
        return false;
    };
    each_subtree(source, root, 0, look_up);
    if (all_shared <= root.count / 2) return {};
    const auto most = std::ranges::max_element(
        shared_entries, {}, [](const auto& shared) { return shared.second; });
    return trees_[most->first];
}

}  // namespace dbdb::database
