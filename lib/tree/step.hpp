/// One way down a tree, branch by branch: what every search by key or rank does.
#pragma once

#include "format/branch.hpp"
#include "format/leaf.hpp"
#include "format/ref.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

/// A node on the way. Below a branch in the file it only looks whether the branch knows its child;
/// the marks of the children themselves, far apart as they are, are left alone.
class Step {
public:
    /// At the root of a tree that is not empty. Throws Error{Errc::corrupt}, as `descend` does.
    Step(const Source& source, const format::Root& root) : source_(source) { enter(root.ref); }

    /// At a branch that was reached before, through this source.
    Step(const Source& source, format::BranchView branch)
        : source_(source),
          node_(branch.data()),
          height_(branch.height()),
          is_in_file_(source.holds(branch.data())) {}

    bool is_at_branch() const { return height_ > 0; }

    /// Of the tree below.
    unsigned height() const { return height_; }

    bool is_in_file() const { return is_in_file_; }

    format::BranchView branch() const { return format::BranchView(node_); }

    format::LeafView leaf() const { return format::LeafView(node_); }

    /// Goes to a child. Heights fall on the way down, so no chain of refs in a damaged file is
    /// followed for long.
    void descend(format::Side side) {
        const format::Ref child{branch().child_word(side), 0};
        if (child.height() >= height_) [[unlikely]] {
            source_.throw_corrupt("branch of another height", offset());
        }
        if (!is_in_file_) [[unlikely]] {
            enter(branch().child(side));
            return;
        }
        if (!source_.knows_child(offset(), side)) [[unlikely]]
            source_.admit_child(offset(), side);
        node_ = source_.data() + child.offset();
        height_ = child.height();
    }

    /// Goes to a node below that has been admitted, by what was noted of it.
    void jump(std::uint64_t offset, unsigned height) {
        node_ = node_at(offset);
        height_ = height;
    }

    /// Of the same file.
    const std::byte* node_at(std::uint64_t offset) const { return source_.data() + offset; }

    /// Asks for the node's first bytes, and does not wait for them.
    void prefetch() const { format::prefetch(node_); }

    /// Just above the lowest branches asks for those below this one. A flush writes branches in
    /// post-order, so of a subtree that was written at once they lie directly before its root, and
    /// come in the time of one miss. For a path that was written alone it asks in vain.
    void prefetch_lowest() const {
        if (height_ != prefetched_height) return;
        constexpr std::ptrdiff_t branches = (1 << prefetched_height) - 1;
        for (std::ptrdiff_t branch = 0; branch < branches; ++branch)
            format::prefetch(node_ - branch * std::ptrdiff_t{format::record_bytes_min});
    }

    /// Of the node in the file; 0 for a node in memory.
    std::uint64_t offset() const { return is_in_file_ ? offset_in_file() : 0; }

    std::uint64_t offset_in_file() const {
        return static_cast<std::uint64_t>(node_ - source_.data());
    }

private:
    /// The branches above stay in the cache by themselves.
    static constexpr unsigned prefetched_height = 3;

    void enter(format::Ref ref) {
        height_ = ref.height();
        is_in_file_ = !ref.is_in_memory();
        node_ = height_ > 0 ? source_.branch(ref).data() : source_.leaf(ref).data();
    }

    const Source& source_;
    const std::byte* node_ = nullptr;
    unsigned height_ = 0;
    bool is_in_file_ = false;
};

}  // namespace dbdb::tree
