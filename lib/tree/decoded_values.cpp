#include "tree/decoded_values.hpp"

#include <memory>

#include "dbdb/decoded_slot.hpp"

namespace dbdb {

namespace tree {

std::string_view DecodedValues::value(const Source& source, const format::EntryView& entry) {
    const std::scoped_lock lock(mutex_);
    const auto found = values_.find(entry.payload.data());
    if (found != values_.end()) return found->second;
    return values_.emplace(entry.payload.data(), source.decoded(entry)).first->second;
}

}  // namespace tree

namespace detail {

/// Of two threads that come first one's values stay.
tree::DecodedValues& DecodedSlot::values() {
    if (auto* const present = values_.load(std::memory_order_acquire)) return *present;
    auto made = std::make_unique<tree::DecodedValues>();
    tree::DecodedValues* present = nullptr;
    if (!values_.compare_exchange_strong(present, made.get())) return *present;
    return *made.release();
}

void DecodedSlot::destroy() noexcept { delete values_.load(std::memory_order_acquire); }

}  // namespace detail

}  // namespace dbdb
