#include "database/leaf_walk.hpp"

#include <algorithm>
#include <cmath>

#include "tree/cursor.hpp"

namespace dbdb::database {

namespace {

/// A leaf is hit by one of the places with a chance that grows with its entries, so it stands for
/// as many leaves as that chance is small. Source: Horvitz and Thompson, "A Generalization of
/// Sampling Without Replacement From a Finite Universe", JASA 1952.
class Estimate {
public:
    void add(format::LeafView leaf, double stands_for) {
        const double fill = fill_of(leaf);
        min_fill_ = std::min(min_fill_, fill);
        fills_ += stands_for * fill;
        leaves_ += stands_for;
    }

    LeafStatistics statistics(bool is_exact) const {
        if (leaves_ == 0) return {.is_exact = is_exact};
        const auto count = static_cast<std::uint64_t>(std::llround(leaves_));
        return {is_exact, count, fills_ / leaves_, min_fill_};
    }

private:
    double leaves_ = 0;
    double fills_ = 0;
    double min_fill_ = HUGE_VAL;
};

}  // namespace

double fill_of(format::LeafView leaf) {
    std::size_t weight = 0;
    for (unsigned index = 0; index < leaf.count(); ++index)
        weight += leaf.leaf_entry(index).weight();
    return static_cast<double>(weight) / format::leaf_weight_max;
}

LeafStatistics look_at_leaves(const tree::Source& source,
                              const format::Root& root,
                              std::uint64_t leaves_max) {
    const std::uint64_t stride = std::max<std::uint64_t>(root.count / leaves_max, 1);
    Estimate estimate;
    bool is_exact = true;
    tree::Cursor cursor;
    for (std::uint64_t rank = 0; rank < root.count;) {
        tree::seek_rank(source, root, rank, cursor);
        const bool stands_for_itself = cursor.count >= stride;
        is_exact = is_exact && stands_for_itself;
        const double stands_for =
            stands_for_itself ? 1 : static_cast<double>(stride) / cursor.count;
        estimate.add(format::LeafView(cursor.leaf), stands_for);
        const std::uint64_t behind = rank - cursor.index + cursor.count;
        rank = std::max(behind, rank + (stands_for_itself ? 0 : stride));
    }
    return estimate.statistics(is_exact);
}

}  // namespace dbdb::database
