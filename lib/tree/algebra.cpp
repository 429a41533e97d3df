#include "tree/algebra.hpp"

#include <algorithm>
#include <iterator>

#include "tree/edit.hpp"
#include "tree/join.hpp"

namespace dbdb::tree {

using format::LeafEntry;
using format::LeafView;

namespace {

enum class Operation { unite, intersect, subtract };

/// A tree with what must be known to join it to others without leaving light leaves between.
struct Piece {
    Root root;
    bool is_first_light = false;
    bool is_last_light = false;
};

struct PieceHalves {
    Piece left;
    Piece right;
};

bool is_same(const Piece& left, const Piece& right) { return left.root == right.root; }

std::vector<LeafEntry> entries_of(LeafView leaf) {
    std::vector<LeafEntry> entries;
    format::append_entries(entries, leaf);
    return entries;
}

bool has_smaller_key(const LeafEntry& left, const LeafEntry& right) { return left.key < right.key; }

bool are_same(const LeafEntry& left, const LeafEntry& right) {
    return left.is_extended == right.is_extended && left.key == right.key &&
           left.payload == right.payload;
}

/// What is left of the entries of two leaves. Of two with the same key, the standard algorithms
/// take the one of the first range.
std::vector<LeafEntry> combined(Operation operation,
                                const std::vector<LeafEntry>& first,
                                const std::vector<LeafEntry>& second) {
    std::vector<LeafEntry> result;
    const auto target = std::back_inserter(result);
    if (operation == Operation::unite) {
        std::ranges::set_union(second, first, target, has_smaller_key);
    } else if (operation == Operation::intersect) {
        std::ranges::set_intersection(first, second, target, has_smaller_key);
    } else {
        std::ranges::set_difference(first, second, target, has_smaller_key);
    }
    return result;
}

/// Recursion over two trees: takes the higher one apart at its root, cuts the other one at the
/// separator found there, and puts the results of both halves together. A tree that comes out as it
/// went in is handed on with its nodes, so that others may still share them.
class Combiner {
public:
    Combiner(Space& space, Operation operation) : space_(space), operation_(operation) {}

    Root combine(const Root& first, const Root& second) {
        return combine(piece_of(first), piece_of(second)).root;
    }

private:
    Piece combine(const Piece& first, const Piece& second);
    Piece combine_trivial(const Piece& first, const Piece& second) const;
    Piece combine_leaves(const Piece& first, const Piece& second);
    Piece combine_parts(const Piece& first, const Piece& second, bool is_first_pivot);

    bool is_edge_light(Root root, Side side) const;
    Piece piece_of(const Root& root) const;
    Piece take(const Piece& taken, const Piece& other);
    PieceHalves halves_of(const Piece& piece, const Parts& parts) const;
    PieceHalves cut(const Piece& piece, std::string_view separator);
    Piece join_pieces(const Piece& left, std::string_view separator, const Piece& right);

    Space& space_;
    Operation operation_;
};

bool Combiner::is_edge_light(Root root, Side side) const {
    while (root.height() > 0) {
        const Parts parts = space_.open(root);
        root = side == Side::left ? parts.left : parts.right;
    }
    return space_.source().leaf(root.ref).bytes() <=
           format::leaf_bytes_max(format::leaf_weight_min);
}

Piece Combiner::piece_of(const Root& root) const {
    if (root.is_empty()) return {};
    return {root, is_edge_light(root, Side::left), is_edge_light(root, Side::right)};
}

/// Leaves between others are not light, or cannot be helped.
PieceHalves Combiner::halves_of(const Piece& piece, const Parts& parts) const {
    return {{parts.left, piece.is_first_light, false}, {parts.right, false, piece.is_last_light}};
}

PieceHalves Combiner::cut(const Piece& piece, std::string_view separator) {
    if (piece.root.height() > 0) {
        const Parts parts = space_.open(piece.root);
        if (parts.separator == separator) {
            space_.release(piece.root.ref);
            return halves_of(piece, parts);
        }
    }
    const Halves halves = split(space_, piece.root, separator);
    if (halves.left.is_empty()) return {{}, piece};
    if (halves.right.is_empty()) return {piece, {}};
    PieceHalves pieces{
        {halves.left, piece.is_first_light, is_edge_light(halves.left, Side::right)},
        {halves.right, is_edge_light(halves.right, Side::left), piece.is_last_light}};
    if (halves.left.height() == 0) pieces.left.is_first_light = pieces.left.is_last_light;
    if (halves.right.height() == 0) pieces.right.is_last_light = pieces.right.is_first_light;
    return pieces;
}

Piece Combiner::join_pieces(const Piece& left, std::string_view separator, const Piece& right) {
    if (left.root.is_empty()) return right;
    if (right.root.is_empty()) return left;
    if (left.is_last_light || right.is_first_light) {
        return piece_of(concatenate(space_, left.root, right.root));
    }
    const Root joined = join(space_, left.root, separator, right.root);
    return {joined, left.is_first_light, right.is_last_light};
}

Piece Combiner::combine(const Piece& first, const Piece& second) {
    const bool is_trivial =
        first.root.is_empty() || second.root.is_empty() || first.root.ref == second.root.ref;
    if (is_trivial) return combine_trivial(first, second);
    const unsigned first_height = first.root.height();
    const unsigned second_height = second.root.height();
    if (first_height + second_height == 0) return combine_leaves(first, second);
    // Of two that are as high, the one that is likelier to come out as it went in.
    const bool is_first_pivot = operation_ == Operation::unite ? first_height > second_height
                                                               : first_height >= second_height;
    return combine_parts(first, second, is_first_pivot);
}

/// Hands on a leaf as it is.
Piece Combiner::take(const Piece& taken, const Piece& other) {
    space_.release(other.root.ref);
    return taken;
}

Piece Combiner::combine_leaves(const Piece& first, const Piece& second) {
    const auto first_entries = entries_of(space_.source().leaf(first.root.ref));
    const auto second_entries = entries_of(space_.source().leaf(second.root.ref));
    const auto entries = combined(operation_, first_entries, second_entries);
    if (std::ranges::equal(entries, first_entries, are_same)) return take(first, second);
    if (std::ranges::equal(entries, second_entries, are_same)) return take(second, first);
    const Root made = entries.empty() ? Root{} : make_leaves(space_, entries);
    space_.release(first.root.ref);
    space_.release(second.root.ref);
    return piece_of(made);
}

/// One tree is empty, or both are the same.
Piece Combiner::combine_trivial(const Piece& first, const Piece& second) const {
    const bool is_all_or_none = second.root.is_empty() || first.root.is_empty();
    switch (operation_) {
        case Operation::unite:
            return second.root.is_empty() ? first : second;
        case Operation::intersect:
            return is_all_or_none ? Piece{} : first;
        case Operation::subtract:
            return is_all_or_none ? first : Piece{};
    }
    return {};
}

/// `first` or `second` is taken apart, which is higher than the other or as high.
Piece Combiner::combine_parts(const Piece& first, const Piece& second, bool is_first_pivot) {
    const Piece& pivot = is_first_pivot ? first : second;
    const Parts parts = space_.open(pivot.root);
    const PieceHalves before = halves_of(pivot, parts);
    const PieceHalves others = cut(is_first_pivot ? second : first, parts.separator);
    const PieceHalves& firsts = is_first_pivot ? before : others;
    const PieceHalves& seconds = is_first_pivot ? others : before;
    const Piece left = combine(firsts.left, seconds.left);
    const Piece right = combine(firsts.right, seconds.right);
    if (is_same(left, before.left) && is_same(right, before.right)) return pivot;
    const Piece joined = join_pieces(left, parts.separator, right);
    space_.release(pivot.root.ref);
    return joined;
}

}  // namespace

Root unite(Space& space, const Root& first, const Root& second) {
    return Combiner(space, Operation::unite).combine(first, second);
}

Root intersect(Space& space, const Root& first, const Root& second) {
    return Combiner(space, Operation::intersect).combine(first, second);
}

Root subtract(Space& space, const Root& first, const Root& second) {
    return Combiner(space, Operation::subtract).combine(first, second);
}

}  // namespace dbdb::tree
