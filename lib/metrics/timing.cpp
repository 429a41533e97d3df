#include "metrics/timing.hpp"

namespace dbdb::metrics {

namespace {

using std::chrono::steady_clock;

std::uint64_t nanoseconds_since(steady_clock::time_point began) {
    return static_cast<std::uint64_t>(
        std::chrono::nanoseconds(steady_clock::now() - began).count());
}

}  // namespace

void ShortTiming::start(Activity* activity, Operation operation) noexcept {
    activity_ = activity;
    operation_ = operation;
    activity->choose_next(operation);
    started_at_ = steady_clock::now();
}

void ShortTiming::finish() noexcept {
    activity_->record_short(operation_, nanoseconds_since(started_at_));
}

LongTiming::~LongTiming() {
    activity_.record_long(operation_, nanoseconds_since(started_at_), detail_);
}

}  // namespace dbdb::metrics
