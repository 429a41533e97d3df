/// Memory for the nodes of one transaction.
///
/// Nodes are cut from chunks and go back to a list of their size, so a transaction that changes the
/// same leaves again and again does not grow. Everything goes at once with the arena. One thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <unordered_map>
#include <vector>

namespace dbdb::tree {

class Arena {
public:
    Arena() = default;

    /// `bytes` of memory, aligned to 16, not initialised.
    std::byte* allocate(std::size_t bytes);

    /// Gives back what `allocate(bytes)` gave.
    void release(std::byte* node, std::size_t bytes);

    /// Memory taken from the system.
    std::size_t taken_bytes() const noexcept { return taken_bytes_; }

    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

private:
    static constexpr std::size_t granule_bytes = 64;
    static constexpr std::size_t small_bytes_max = 4096;

    struct Free {
        Free* next;
    };

    std::byte* cut(std::size_t bytes);

    std::array<Free*, small_bytes_max / granule_bytes + 1> free_{};
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::unordered_map<std::byte*, std::unique_ptr<std::byte[]>> large_;
    std::byte* next_ = nullptr;
    std::size_t left_bytes_ = 0;
    std::size_t taken_bytes_ = 0;
};

}  // namespace dbdb::tree
