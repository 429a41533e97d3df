/// Where a reader keeps values that had to be decompressed. A detail of Reader.
#pragma once

#include <atomic>

#include "dbdb/export.hpp"

namespace dbdb {

namespace tree {
class DecodedValues;
}

namespace detail {

/// Empty until the first such value is read, and in a copy; a move takes the values along. Any
/// thread may call `values`.
class DBDB_EXPORT DecodedSlot {
public:
    DecodedSlot() noexcept = default;

    DecodedSlot(const DecodedSlot&) noexcept {}

    // Whoever moves a snapshot has it to himself, so none of these need be atomic as a whole.
    DecodedSlot(DecodedSlot&& other) noexcept : values_(other.get()) { other.put(nullptr); }

    DecodedSlot& operator=(DecodedSlot other) noexcept {
        tree::DecodedValues* const before = get();
        put(other.get());
        other.put(before);
        return *this;
    }

    ~DecodedSlot() {
        if (get() != nullptr) [[unlikely]]
            destroy();
    }

    bool empty() const noexcept { return get() == nullptr; }

    tree::DecodedValues& values();

private:
    tree::DecodedValues* get() const noexcept { return values_.load(std::memory_order_relaxed); }

    void put(tree::DecodedValues* values) noexcept {
        values_.store(values, std::memory_order_relaxed);
    }

    void destroy() noexcept;

    std::atomic<tree::DecodedValues*> values_{nullptr};
};

}  // namespace detail

}  // namespace dbdb
