/// What differs between two trees, as a stream in the order of keys or against it.
///
/// Subtrees that both sides name by the same ref are skipped unread, so a diff costs O(log n) per
/// change, wherever in the two trees the shared subtrees stand. Nothing is read before it is asked
/// for, and a diff can be taken up again at any key.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/entry.hpp"
#include "format/leaf.hpp"
#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

/// One key whose entries differ: added without `before`, removed without `after`. Views into the
/// sources.
struct EntryChange {
    std::string_view key;
    std::optional<format::EntryView> before;
    std::optional<format::EntryView> after;
};

/// Keys from `from` on, and less than `to` when there is one.
struct KeyBounds {
    std::string from{};
    std::optional<std::string> to{};
};

enum class Order { ascending, descending };

/// Where the keys of a subtree begin in the order of a walk: ascending, no key is less; descending,
/// every key is less, and without a value nothing is known.
using KeyEdge = std::optional<std::string_view>;

/// One of the two trees of a diff: how far it has been read. What is still to come is an entry of
/// the leaf that is open or else the next of the subtrees that nobody needed to look into yet.
class DiffSide {
public:
    DiffSide(const Source& source, const format::Root& root, const KeyBounds& bounds, Order order);

    bool is_at_end() const { return !leaf_ && pending_.empty(); }

    /// Whether the next key is known; else it is somewhere in `next_subtree`.
    bool is_at_entry() const { return leaf_.has_value(); }

    format::EntryView entry() const { return leaf_->entry(index_); }

    /// Not at an entry and not at the end.
    format::Ref next_subtree() const { return pending_.back().ref; }

    /// Of that subtree's keys.
    KeyEdge edge() const { return pending_.back().edge; }

    /// Goes behind the entry.
    void step();

    /// Goes behind the next subtree.
    void skip_subtree() { pending_.pop_back(); }

    /// Reads the next subtree's root: goes to the first of its halves, or of its entries.
    void open_subtree(const KeyBounds& bounds);

    std::uint64_t opened_node_count() const { return opened_node_count_; }

private:
    struct Pending {
        format::Ref ref;
        KeyEdge edge;
    };

    void open_branch(const Pending& subtree, const KeyBounds& bounds);
    void open_leaf(const Pending& subtree, const KeyBounds& bounds);

    const Source* source_;
    Order order_;
    std::vector<Pending> pending_;  ///< The next one last.
    std::optional<format::LeafView> leaf_;
    unsigned index_ = 0;
    unsigned remaining_ = 0;  ///< Entries of the leaf, the present one too.
    std::uint64_t opened_node_count_ = 0;
};

/// Compares two trees, which may lie in different files. Both sources must outlive the diff. One
/// thread at a time.
class Diff {
public:
    Diff(const Source& source_before,
         const format::Root& before,
         const Source& source_after,
         const format::Root& after,
         KeyBounds bounds = {},
         Order order = Order::ascending);

    /// The next change; empty behind the last one. Entries are the same when key, payload and mark
    /// are; a value that was written anew as another blob counts as changed. Throws
    /// Error{Errc::corrupt} when a node on the way is damaged.
    std::optional<EntryChange> next();

    /// Nodes read so far on both sides.
    std::uint64_t opened_node_count() const {
        return before_.opened_node_count() + after_.opened_node_count();
    }

private:
    bool open_more();
    void open_first();
    std::optional<EntryChange> take_change();

    std::unique_ptr<const KeyBounds> bounds_;  ///< Of a fixed place: edges point into it.
    Order order_;
    DiffSide before_;
    DiffSide after_;
};

}  // namespace dbdb::tree
