/// Which bytes of a file are of which kind, by place: summed up from records, or from some of them
/// that stand for the others.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dbdb/survey.hpp"

namespace dbdb::database {

class SpaceMap {
public:
    /// Of a file of `file_bytes`, of which `used_bytes` were written, in `bucket_count` parts.
    SpaceMap(std::uint64_t file_bytes, std::uint64_t used_bytes, std::size_t bucket_count);

    /// Adds a record that stands for `stands_for` of its kind, around its place.
    void add(SpaceKind kind, std::uint64_t offset, std::uint64_t bytes, double stands_for);

    /// Of a kind, as added.
    double sum(SpaceKind kind) const { return sums_[static_cast<std::size_t>(kind)]; }

    /// Makes nodes and blobs together take `bytes`, which are known, where they were estimated.
    void scale_trees(double bytes);

    /// Gives what is left of each part to garbage and to what is prepared, and tells.
    void describe(Survey& survey) const;

private:
    using Sums = std::array<double, space_kind_count>;

    std::uint64_t begin_of(std::size_t bucket) const;
    SpaceBytes rounded(const Sums& sums, std::uint64_t used_bytes) const;

    std::uint64_t file_bytes_;
    std::uint64_t used_bytes_;
    std::uint64_t bucket_bytes_;
    std::vector<Sums> buckets_;
    Sums sums_{};
};

}  // namespace dbdb::database
