/// Finding the way of one key down a tree.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "format/branch.hpp"

namespace dbdb::tree {

/// Chooses at each branch of one descent the side on which `key` belongs, by one comparison of 8
/// bytes behind the prefix that all keys of the subtree share. For a key that is sought only where
/// it is: when it is in the tree it shares every prefix, and when it is not the leaf will tell,
/// wherever the way led.
class BlindDescent {
public:
    explicit BlindDescent(std::string_view key) : key_(key), word_(format::search_word(key, 0)) {}

    format::Side side(format::BranchView branch) {
        const std::uint64_t ours = word(branch.skip());
        const std::uint64_t theirs = branch.word();
        if (ours == theirs) [[unlikely]]
            return side_behind_word(branch);
        return static_cast<format::Side>(ours > theirs);
    }

    /// The key's search word behind `skip` bytes.
    std::uint64_t word(std::size_t skip) {
        if (skip != skip_) [[unlikely]] {
            skip_ = skip;
            word_ = format::search_word(key_, skip);
        }
        return word_;
    }

    std::string_view key() const { return key_; }

private:
    format::Side side_behind_word(format::BranchView branch) const {
        const std::size_t begin = std::min(skip_, key_.size());
        const int order = key_.substr(begin).compare(branch.separator().substr(skip_));
        return order < 0 ? format::Side::left : format::Side::right;
    }

    std::string_view key_;
    std::uint64_t word_;
    std::size_t skip_ = 0;
};

/// The same for a key that may belong anywhere. That it shares the prefixes is checked once per
/// byte; where it does not, it lies before or behind all keys of the subtree and goes to that edge
/// from there on.
class Descent {
public:
    explicit Descent(std::string_view key) : blind_(key) {}

    format::Side side(format::BranchView branch) {
        if (!shares_prefix(branch, branch.skip())) [[unlikely]]
            return edge_ < 0 ? format::Side::left : format::Side::right;
        return blind_.side(branch);
    }

    /// Whether the key begins with the `skip` bytes that all keys below `branch` share; `branch` is
    /// looked at only where these are more than before.
    bool shares_prefix(format::BranchView branch, std::size_t skip) {
        if (skip > shared_) [[unlikely]]
            check_prefix(branch, skip);
        return edge_ == 0;
    }

    /// The key's search word behind `skip` bytes.
    std::uint64_t word(std::size_t skip) { return blind_.word(skip); }

    std::string_view key() const { return blind_.key(); }

private:
    void check_prefix(format::BranchView branch, std::size_t skip) {
        const std::string_view key = blind_.key();
        const std::string_view theirs = branch.separator().substr(shared_, skip - shared_);
        const std::string_view ours = key.substr(std::min(shared_, key.size()), theirs.size());
        if (edge_ == 0) edge_ = ours.compare(theirs);
        shared_ = skip;
    }

    BlindDescent blind_;
    std::size_t shared_ = 0;  ///< Bytes at the key's beginning that were compared.
    int edge_ = 0;            ///< Below 0: before all keys of the subtree; above 0: behind them.
};

}  // namespace dbdb::tree
