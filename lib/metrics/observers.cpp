#include "metrics/observers.hpp"

#include <algorithm>
#include <mutex>

namespace dbdb::metrics {

namespace {

/// What a hook does itself is not told, or it would be told for ever.
thread_local bool is_telling = false;

std::uint64_t slow_ns_of(const Options& options) {
    const auto threshold = options.slow_operation.count();
    return threshold > 0 ? static_cast<std::uint64_t>(threshold) : UINT64_MAX;
}

void call(const EventHook& hook, const Event& event) noexcept {
    is_telling = true;
    try {
        hook(event);
    } catch (...) {
        // What has happened has happened; see EventHook.
    }
    is_telling = false;
}

}  // namespace

void Observers::find_threshold() noexcept {
    std::uint64_t slow_ns = UINT64_MAX;
    for (const Observer& observer : observers_)
        slow_ns = std::min(slow_ns, slow_ns_of(*observer));
    slow_ns_ = slow_ns;
    has_any_ = !observers_.empty();
}

void Observers::add(const Observer& observer) {
    const std::scoped_lock lock(mutex_);
    observers_.push_back(observer);
    find_threshold();
}

void Observers::remove(const Observer& observer) noexcept {
    const std::scoped_lock lock(mutex_);
    std::erase(observers_, observer);
    find_threshold();
}

Event Observers::event_of(std::string_view name,
                          Severity severity,
                          std::span<const EventField> fields) const {
    return {name, severity, std::chrono::system_clock::now(), file_, fields};
}

template <typename IsWanted>
void Observers::tell_those(const Event& event, const IsWanted& is_wanted) const noexcept {
    const std::shared_lock lock(mutex_);
    for (const Observer& observer : observers_)
        if (is_wanted(*observer)) call(observer->on_event, event);
}

void Observers::tell(std::string_view name, Severity severity, Fields fields) const noexcept {
    if (!has_any_ || is_telling) return;
    tell_those(event_of(name, severity, fields), [](const Options&) { return true; });
}

void Observers::tell(const Observer& observer,
                     std::string_view name,
                     Severity severity,
                     Fields fields) const noexcept {
    call(observer->on_event, event_of(name, severity, fields));
}

void Observers::tell_slow(std::string_view operation,
                          std::uint64_t nanoseconds,
                          const EventField& detail) const noexcept {
    if (is_telling) return;
    const EventField fields[] = {{"operation", operation}, {"nanoseconds", nanoseconds}, detail};
    const std::span all(fields);
    const std::size_t count = detail.name.empty() ? 2 : 3;
    tell_those(event_of("slow_operation", Severity::warning, all.first(count)),
               [&](const Options& observer) { return nanoseconds >= slow_ns_of(observer); });
}

}  // namespace dbdb::metrics
