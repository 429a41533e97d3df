#include "support/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::uint64_t count = 0;
thread_local std::uint64_t failing = 0;  ///< This call is to fail; 0 for none.

void count_and_fail() {
    if (++count == failing) throw std::bad_alloc();
}

void* counted(std::size_t bytes) {
    count_and_fail();
    void* memory = std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void* counted_aligned(std::size_t bytes, std::size_t alignment) {
    count_and_fail();
    void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

namespace dbdb::test {

std::uint64_t allocation_count() { return count; }

FailingAllocation::FailingAllocation(std::uint64_t call) : failing_(count + call) {
    failing = failing_;
}

FailingAllocation::~FailingAllocation() { failing = 0; }

bool FailingAllocation::has_failed() const { return count >= failing_; }

}  // namespace dbdb::test

void* operator new(std::size_t bytes) { return counted(bytes); }

void* operator new[](std::size_t bytes) { return counted(bytes); }

void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return counted_aligned(bytes, static_cast<std::size_t>(alignment));
}

void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return counted_aligned(bytes, static_cast<std::size_t>(alignment));
}

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete[](void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
