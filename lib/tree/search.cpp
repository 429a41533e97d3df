#include "tree/search.hpp"

#include <algorithm>

#include <boost/container/static_vector.hpp>

#include "format/key_hash.hpp"
#include "tree/descent.hpp"
#include "tree/search_tables.hpp"
#include "tree/step.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::LeafView;
using format::Side;

namespace {

/// What `leaf` has of `key`, in `found`.
void find_in(LeafView leaf,
             std::string_view key,
             std::uint8_t hash,
             std::optional<EntryView>& found) {
    found.reset();
    const unsigned index = leaf.find(key, hash);
    if (index < leaf.count()) found = leaf.entry(index);
}

/// Whether the shortcut for the lowest branches tells of `key`. If not, the next time it may.
bool is_found_by_shortcut(const Source& source,
                          const Shortcuts& shortcuts,
                          const Step& step,
                          std::string_view key,
                          std::uint8_t hash,
                          std::optional<EntryView>& found) {
    if (!step.is_at_branch() || !step.is_in_file()) return false;
    if (shortcuts.find(source, step.offset(), key, hash, found)) [[likely]]
        return true;
    shortcuts.make(source, step.offset(), hash);
    return false;
}

/// Down to where shortcuts stand for the rest, by wide branches and by the branches that have none,
/// or get one now.
void descend_wide(const Source& source,
                  const WideBranches& wide_branches,
                  Step& step,
                  BlindDescent& descent,
                  std::uint8_t hash) {
    for (;;) {
        if (step.is_in_file()) wide_branches.descend(step, descent);
        if (step.height() <= Shortcuts::height_max) return;
        if (WideBranches::may_have(step)) wide_branches.make(source, step, hash);
        const unsigned height_below = WideBranches::height_below(step.height());
        while (step.height() > height_below)
            step.descend(descent.side(step.branch()));
    }
}

/// One of several descents that take turns.
struct Lane {
    Lane(const Source& source, const Root& root, std::string_view key)
        : step(source, root), descent(key), hash(format::key_hash(key)) {}

    Step step;
    BlindDescent descent;
    std::uint8_t hash;
};

using Lanes = boost::container::static_vector<Lane, find_group_size>;

/// One branch down wherever there is one; false when there was none.
bool descend_all(Lanes& lanes) {
    bool has_descended = false;
    for (Lane& lane : lanes) {
        if (!lane.step.is_at_branch()) continue;
        lane.step.descend(lane.descent.side(lane.step.branch()));
        lane.step.prefetch();
        has_descended = true;
    }
    return has_descended;
}

}  // namespace

std::optional<EntryView> find(const Source& source, const Root& root, std::string_view key) {
    std::optional<EntryView> found;
    if (root.is_empty()) return found;
    BlindDescent descent(key);
    const std::uint8_t hash = format::key_hash(key);
    Step step(source, root);
    if (const SearchTables* const tables = source.search_tables()) [[likely]] {
        descend_wide(source, tables->wide_branches, step, descent, hash);
        if (is_found_by_shortcut(source, tables->shortcuts, step, key, hash, found)) return found;
    }
    step.prefetch_lowest();
    while (step.is_at_branch())
        step.descend(descent.side(step.branch()));
    find_in(step.leaf(), key, hash, found);
    return found;
}

void find_group(const Source& source,
                const Root& root,
                std::span<const std::string_view> keys,
                std::span<std::optional<EntryView>> found) {
    if (root.is_empty()) {
        std::ranges::fill(found, std::nullopt);
        return;
    }
    Lanes lanes;
    for (const std::string_view key : keys)
        lanes.emplace_back(source, root, key);
    // Leaves are not all equally deep; a lane that has reached its own waits for the others.
    while (descend_all(lanes)) {
    }
    for (const Lane& lane : lanes)
        lane.step.leaf().prefetch_matches(lane.hash);
    for (std::size_t index = 0; index < keys.size(); ++index)
        find_in(lanes[index].step.leaf(), keys[index], lanes[index].hash, found[index]);
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
        step.prefetch_lowest();
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
