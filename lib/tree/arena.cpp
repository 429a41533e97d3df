#include "tree/arena.hpp"

#include <algorithm>

namespace dbdb::tree {

namespace {

constexpr std::size_t chunk_bytes_min = std::size_t{16} << 10;
constexpr std::size_t chunk_bytes_max = std::size_t{1} << 20;

}  // namespace

std::byte* Arena::allocate(std::size_t bytes) {
    if (bytes > small_bytes_max) {
        auto memory = std::make_unique_for_overwrite<std::byte[]>(bytes);
        std::byte* node = memory.get();
        large_.emplace(node, std::move(memory));
        taken_bytes_ += bytes;
        return node;
    }
    const std::size_t size_class = (bytes + granule_bytes - 1) / granule_bytes;
    if (Free* node = free_[size_class]) {
        free_[size_class] = node->next;
        return reinterpret_cast<std::byte*>(node);
    }
    return cut(size_class * granule_bytes);
}

std::byte* Arena::cut(std::size_t bytes) {
    if (left_bytes_ < bytes) {
        const std::size_t chunk_bytes =
            std::clamp(taken_bytes_ / 4, chunk_bytes_min, chunk_bytes_max);
        chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(chunk_bytes));
        next_ = chunks_.back().get();
        left_bytes_ = chunk_bytes;
        taken_bytes_ += chunk_bytes;
    }
    std::byte* node = next_;
    next_ += bytes;
    left_bytes_ -= bytes;
    return node;
}

void Arena::release(std::byte* node, std::size_t bytes) {
    if (bytes > small_bytes_max) {
        if (large_.erase(node) != 0) taken_bytes_ -= bytes;
        return;
    }
    const std::size_t size_class = (bytes + granule_bytes - 1) / granule_bytes;
    free_[size_class] = new (node) Free{free_[size_class]};
}

}  // namespace dbdb::tree
