#include "database/space_map.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dbdb::database {

namespace {

constexpr std::array tree_kinds{SpaceKind::branch, SpaceKind::leaf, SpaceKind::blob};

constexpr std::size_t index_of(SpaceKind kind) { return static_cast<std::size_t>(kind); }

/// A file has one byte at least, so that there is a part.
std::uint64_t bytes_of_each(std::uint64_t file_bytes, std::size_t count) {
    const std::uint64_t parts = std::max<std::size_t>(count, 1);
    return std::max<std::uint64_t>((file_bytes + parts - 1) / parts, 1);
}

}  // namespace

SpaceMap::SpaceMap(std::uint64_t file_bytes, std::uint64_t used_bytes, std::size_t bucket_count)
    : file_bytes_(std::max(file_bytes, used_bytes)),
      used_bytes_(used_bytes),
      bucket_bytes_(bytes_of_each(file_bytes_, bucket_count)),
      buckets_((file_bytes_ + bucket_bytes_ - 1) / bucket_bytes_) {}

std::uint64_t SpaceMap::begin_of(std::size_t bucket) const {
    return std::min(bucket * bucket_bytes_, file_bytes_);
}

void SpaceMap::add(SpaceKind kind, std::uint64_t offset, std::uint64_t bytes, double stands_for) {
    sums_[index_of(kind)] += stands_for * static_cast<double>(bytes);
    const std::uint64_t end = std::min(offset + bytes, file_bytes_);
    for (std::size_t bucket = offset / bucket_bytes_; offset < end; ++bucket) {
        const std::uint64_t part = std::min(end, begin_of(bucket + 1)) - offset;
        buckets_[bucket][index_of(kind)] += stands_for * static_cast<double>(part);
        offset += part;
    }
}

void SpaceMap::scale_trees(double bytes) {
    const double added = std::accumulate(
        tree_kinds.begin(), tree_kinds.end(), 0.0, [this](double all, SpaceKind kind) {
            return all + sum(kind);
        });
    if (added == 0) return;
    for (const SpaceKind kind : tree_kinds) {
        sums_[index_of(kind)] *= bytes / added;
        for (Sums& bucket : buckets_)
            bucket[index_of(kind)] *= bytes / added;
    }
}

/// In the order of the kinds, and never more than there is: an estimate of a part may be too large.
SpaceBytes SpaceMap::rounded(const Sums& sums, std::uint64_t used_bytes) const {
    SpaceBytes space;
    std::uint64_t left = used_bytes;
    for (std::size_t kind = 0; kind < index_of(SpaceKind::garbage); ++kind) {
        const auto bytes = static_cast<std::uint64_t>(std::llround(sums[kind]));
        space.bytes[kind] = std::min(bytes, left);
        left -= space.bytes[kind];
    }
    space[SpaceKind::garbage] = left;
    return space;
}

void SpaceMap::describe(Survey& survey) const {
    survey.bytes = rounded(sums_, used_bytes_);
    survey.bytes[SpaceKind::prepared] = file_bytes_ - used_bytes_;
    survey.bucket_bytes = bucket_bytes_;
    for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
        const std::uint64_t begin = begin_of(bucket);
        const std::uint64_t end = begin_of(bucket + 1);
        const std::uint64_t used = std::clamp(used_bytes_, begin, end) - begin;
        survey.buckets.push_back(rounded(buckets_[bucket], used));
        survey.buckets.back()[SpaceKind::prepared] = end - begin - used;
    }
}

}  // namespace dbdb::database
