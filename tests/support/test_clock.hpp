/// A clock that a test sets.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "dbdb/entry_options.hpp"
#include "dbdb/options.hpp"

namespace dbdb::test {

/// Copies show the same time. Begins at 1,000,000 ms since 1970.
class TestClock {
public:
    void advance(std::chrono::milliseconds time) const { *now_ms_ += time.count(); }

    Expiry now() const { return Expiry(std::chrono::milliseconds(now_ms_->load())); }

    operator Clock() const {
        return [now_ms = now_ms_] {
            return std::chrono::system_clock::time_point(std::chrono::milliseconds(*now_ms));
        };
    }

private:
    std::shared_ptr<std::atomic<std::int64_t>> now_ms_ =
        std::make_shared<std::atomic<std::int64_t>>(1'000'000);
};

}  // namespace dbdb::test
