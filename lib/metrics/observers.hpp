/// Those who want to be told what happens to a file: the hooks of its handles.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "dbdb/event.hpp"
#include "dbdb/options.hpp"

namespace dbdb::metrics {

/// Fields as a call writes them down.
using Fields = std::initializer_list<EventField>;

/// Any thread may call anything. Nothing is allocated, and nothing throws but `add`.
class Observers {
public:
    using Observer = std::shared_ptr<const Options>;

    /// `file` is the name that events get.
    explicit Observers(std::string file) : file_(std::move(file)) {}

    void add(const Observer& observer);

    /// When it returns the hook is not called any more. Not from within a hook.
    void remove(const Observer& observer) noexcept;

    /// Calls of this many nanoseconds are slow for somebody; the greatest number for nobody.
    std::uint64_t slow_ns() const noexcept { return slow_ns_.load(std::memory_order_relaxed); }

    void tell(std::string_view name, Severity severity, Fields fields) const noexcept;

    /// The same for one of them.
    void tell(const Observer& observer,
              std::string_view name,
              Severity severity,
              Fields fields) const noexcept;

    /// Tells those for whom it is slow. `detail` is one field more, or has no name.
    void tell_slow(std::string_view operation,
                   std::uint64_t nanoseconds,
                   const EventField& detail) const noexcept;

private:
    template <typename IsWanted>
    void tell_those(const Event& event, const IsWanted& is_wanted) const noexcept;
    Event event_of(std::string_view name, Severity severity, std::span<const EventField>) const;
    void find_threshold() noexcept;

    const std::string file_;
    mutable std::shared_mutex mutex_;
    std::vector<Observer> observers_;
    std::atomic<std::uint64_t> slow_ns_{UINT64_MAX};
    std::atomic<bool> has_any_{false};
};

}  // namespace dbdb::metrics
