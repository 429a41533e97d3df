#include "tree/search.hpp"

#include "format/key_hash.hpp"
#include "tree/descent.hpp"
#include "tree/step.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::LeafView;
using format::Side;

std::optional<EntryView> find(const Source& source, const Root& root, std::string_view key) {
    if (root.is_empty()) return std::nullopt;
    BlindDescent descent(key);
    const std::uint8_t hash = format::key_hash(key);
    Step step(source, root);
    while (step.is_at_branch()) {
        step.descend(descent.side(step.branch()));
    }
    const LeafView leaf = step.leaf();
    const unsigned index = leaf.find(key, hash);
    if (index == leaf.count()) return std::nullopt;
    return leaf.entry(index);
}

std::uint64_t rank(const Source& source, const Root& root, std::string_view key) {
    if (root.is_empty()) return 0;
    Descent descent(key);
    std::uint64_t smaller = 0;
    Step step(source, root);
    while (step.is_at_branch()) {
        const BranchView branch = step.branch();
        const Side side = descent.side(branch);
        smaller += side == Side::right ? branch.left_count() : 0;
        step.descend(side);
    }
    return smaller + step.leaf().lower_bound(key);
}

EntryView nth(const Source& source, const Root& root, std::uint64_t index) {
    Step step(source, root);
    while (step.is_at_branch()) {
        const BranchView branch = step.branch();
        const std::uint64_t left_count = branch.left_count();
        const Side side = static_cast<Side>(index >= left_count);
        index -= side == Side::right ? left_count : 0;
        step.descend(side);
    }
    const LeafView leaf = step.leaf();
    if (index >= leaf.count()) source.throw_corrupt("leaf with a wrong count", step.offset());
    return leaf.entry(static_cast<unsigned>(index));
}

std::string_view prefix_end(std::string_view prefix, std::string& buffer) {
    while (!prefix.empty() && prefix.back() == '\xff')
        prefix.remove_suffix(1);
    buffer = prefix;
    if (!buffer.empty()) buffer.back() = static_cast<char>(buffer.back() + 1);
    return buffer;
}

}  // namespace dbdb::tree
