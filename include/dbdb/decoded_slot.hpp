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

    DecodedSlot(DecodedSlot&& other) noexcept : values_(other.values_.exchange(nullptr)) {}

    DecodedSlot& operator=(DecodedSlot other) noexcept {
        values_.store(other.values_.exchange(values_.load()));
        return *this;
    }

    ~DecodedSlot() {
        if (values_.load(std::memory_order_relaxed) != nullptr) [[unlikely]]
            destroy();
    }

    bool empty() const noexcept { return values_.load(std::memory_order_relaxed) == nullptr; }

    tree::DecodedValues& values();

private:
    void destroy() noexcept;

    std::atomic<tree::DecodedValues*> values_{nullptr};
};

}  // namespace detail

}  // namespace dbdb
