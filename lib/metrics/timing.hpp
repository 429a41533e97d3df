/// Timing one call, from the making of an object to its end.
#pragma once

#include <chrono>

#include "metrics/activity.hpp"

namespace dbdb::metrics {

/// Of a short operation: counts it, and times it when its turn has come.
class ShortTiming {
public:
    /// Null: neither.
    ShortTiming(Activity* activity, Operation operation) noexcept {
        if (activity != nullptr && activity->count_call(operation)) [[unlikely]]
            start(activity, operation);
    }

    ~ShortTiming() {
        if (activity_ != nullptr) [[unlikely]]
            finish();
    }

    ShortTiming(const ShortTiming&) = delete;
    ShortTiming& operator=(const ShortTiming&) = delete;

private:
    void start(Activity* activity, Operation operation) noexcept;
    void finish() noexcept;

    Activity* activity_ = nullptr;  ///< Null when this call is not timed.
    Operation operation_;
    std::chrono::steady_clock::time_point started_at_;
};

/// Of a long operation.
class LongTiming {
public:
    LongTiming(Activity& activity, Operation operation) noexcept
        : activity_(activity), operation_(operation) {}

    ~LongTiming();

    /// What is told of the call beside its time, when it was slow.
    void set_detail(std::string_view name, std::uint64_t value) noexcept {
        detail_ = {name, value};
    }

    LongTiming(const LongTiming&) = delete;
    LongTiming& operator=(const LongTiming&) = delete;

private:
    Activity& activity_;
    const Operation operation_;
    EventField detail_{};
    const std::chrono::steady_clock::time_point started_at_ = std::chrono::steady_clock::now();
};

}  // namespace dbdb::metrics
