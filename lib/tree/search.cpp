#include "tree/search.hpp"

#include "format/key_hash.hpp"
#include "tree/descent.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::LeafView;
using format::Ref;
using format::Side;

namespace {

/// Heights fall on the way down, so no chain of refs in a damaged file is followed for long.
Ref next_below(const Source& source, Ref ref, BranchView branch, Side side) {
    const Ref child = branch.child(side);
    if (child.height() >= ref.height()) [[unlikely]] {
        source.throw_corrupt("branch of another height", ref.is_in_memory() ? 0 : ref.offset());
    }
    return child;
}

}  // namespace

std::optional<EntryView> find(const Source& source, const Root& root, std::string_view key) {
    if (root.is_empty()) return std::nullopt;
    BlindDescent descent(key);
    const std::uint8_t hash = format::key_hash(key);
    Ref ref = root.ref;
    while (ref.height() > 0) {
        const BranchView branch = source.branch(ref);
        ref = next_below(source, ref, branch, descent.side(branch));
    }
    const LeafView leaf = source.leaf(ref);
    const unsigned index = leaf.find(key, hash);
    if (index == leaf.count()) return std::nullopt;
    return leaf.entry(index);
}

std::uint64_t rank(const Source& source, const Root& root, std::string_view key) {
    if (root.is_empty()) return 0;
    Descent descent(key);
    std::uint64_t smaller = 0;
    Ref ref = root.ref;
    while (ref.height() > 0) {
        const BranchView branch = source.branch(ref);
        const Side side = descent.side(branch);
        smaller += side == Side::right ? branch.left_count() : 0;
        ref = next_below(source, ref, branch, side);
    }
    return smaller + source.leaf(ref).lower_bound(key);
}

EntryView nth(const Source& source, const Root& root, std::uint64_t index) {
    Ref ref = root.ref;
    while (ref.height() > 0) {
        const BranchView branch = source.branch(ref);
        const std::uint64_t left_count = branch.left_count();
        const Side side = static_cast<Side>(index >= left_count);
        index -= side == Side::right ? left_count : 0;
        ref = next_below(source, ref, branch, side);
    }
    const LeafView leaf = source.leaf(ref);
    if (index >= leaf.count()) {
        source.throw_corrupt("leaf with a wrong count", ref.is_in_memory() ? 0 : ref.offset());
    }
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
