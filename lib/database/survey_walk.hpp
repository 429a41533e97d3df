/// Walking the trees of a commit, whole or by some of their leaves, to tell how they are.
///
/// All entries of all trees are numbered through, and every `stride`-th is a place to look at: its
/// leaf and all branches above it. A node with fewer entries than the stride is hit with a chance
/// of entries / stride, so it stands for stride / entries nodes; the others are hit for certain.
/// With a stride of 1 that is a walk over everything. Source: Horvitz and Thompson, "A
/// Generalization of Sampling Without Replacement From a Finite Universe", JASA 1952.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dbdb/survey.hpp"

#include "database/space_map.hpp"
#include "format/leaf.hpp"
#include "format/ref.hpp"
#include "tree/checked_records.hpp"
#include "tree/source.hpp"

namespace dbdb::database {

/// Sizes, each of which stands for several.
class SizeTally {
public:
    void add(std::uint64_t bytes, double stands_for);
    SizeHistogram histogram() const;

private:
    std::vector<double> counts_;
    double count_ = 0;
    double bytes_ = 0;
    std::uint64_t max_bytes_ = 0;
};

/// The leaves of one tree.
class LeafTally {
public:
    void add(unsigned depth, double fill, double stands_for);
    void describe(KeyspaceSurvey& keyspace) const;

private:
    std::vector<double> by_depth_;
    double leaves_ = 0;
    double fills_ = 0;
    double min_fill_ = 1;
};

class SurveyWalk {
public:
    /// What is looked at is added to `map`. Nothing is read twice, whatever names it.
    SurveyWalk(const tree::Source& source, std::uint64_t stride, SpaceMap& map);

    /// Adds the tree `root` of indexes or the catalog, or of the entries of a keyspace.
    void add(const format::Root& root);
    void add_entries(const format::Root& root, KeyspaceSurvey& keyspace);

    /// Bytes of nodes and blobs that are named more than once, for each time but the first.
    double shared_bytes() const { return shared_bytes_; }

    /// Tells what all trees had together.
    void describe(Survey& survey) const;

private:
    void visit(const format::Root& root, unsigned depth);
    void visit_branch(const format::Root& root, unsigned depth, double stands_for);
    void visit_leaf(const format::Root& root, unsigned depth, double stands_for);
    void visit_blob(const format::EntryView& entry, double stands_for);
    void measure(format::LeafView leaf, unsigned depth, double stands_for);
    bool has_place(std::uint64_t entries) const;
    bool is_first_look(std::uint64_t offset, tree::RecordKind kind);

    const tree::Source& source_;
    const std::uint64_t stride_;
    SpaceMap& map_;
    tree::CheckedRecords seen_;
    std::uint64_t passed_ = 0;     ///< Entries before the next node.
    LeafTally* leaves_ = nullptr;  ///< Of the tree being walked; null when it has no entries.
    std::uint64_t leaves_seen_ = 0;
    std::uint64_t entries_seen_ = 0;
    double shared_bytes_ = 0;
    std::array<double, 20> fill_{};
    SizeTally key_bytes_;
    SizeTally value_bytes_;
};

}  // namespace dbdb::database
