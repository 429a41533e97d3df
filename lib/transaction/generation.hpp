/// The versions that readers use, and how long they live.
///
/// Versions are published one after the other into a generation, a block of them that shares one
/// mapping. A reader pins the generation, not the version (pins.hpp), so no reader writes what
/// another reads. A generation is unused when it is retired and all its pins are closed.
///
/// A reader that was overtaken may count in a generation that has been retired meanwhile; it
/// notices, and counts back. Hence generations are reused, never freed, while the database is open.
/// When it is closed, those that snapshots still pin become orphans, which the last of these frees,
/// or, where the two just missed each other, whoever closes a database or an orphan's pin next.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "transaction/pins.hpp"
#include "transaction/releaser.hpp"
#include "transaction/version.hpp"

namespace dbdb::transaction {

class Generation {
public:
    static constexpr unsigned versions_max = 128;

    /// The newest version here.
    const Version* latest() const { return latest_.load(std::memory_order_acquire); }

    /// Whoever looks at the pins later, behind a memory barrier of all threads, sees this one, or
    /// has published a newer generation before.
    template <typename Line = AnyLine>
    void open_pin(Line line = {}) noexcept {
        pins_.open(line);
    }

    /// The caller does not touch the generation any more.
    void close_pin() noexcept {
        if (is_orphan_.load(std::memory_order_acquire)) [[unlikely]]
            return close_pin_of_orphan();
        pins_.close();
    }

private:
    friend class Generations;

    void close_pin_of_orphan() noexcept;

    /// Of the orphans that are linked from `first` on.
    static void free_unused(Generation*& first) noexcept;

    bool is_full() const { return used_ == versions_max; }

    void add(const Version& version);

    Pins pins_;
    std::atomic<const Version*> latest_{nullptr};
    std::atomic<bool> is_orphan_{false};
    unsigned used_ = 0;
    std::array<Version, versions_max> versions_;
    std::shared_ptr<const tree::Source> source_;
    Generation* next_orphan_ = nullptr;
};

class Generations {
public:
    Generations() = default;
    ~Generations();

    /// Sees to it that `publish` finds memory for two generations: what is durable already must not
    /// fail to be shown. Not at the same time as `publish`. Throws std::bad_alloc.
    void reserve();

    /// Makes `version` the newest; it is read through `source`. One thread at a time. Throws
    /// std::bad_alloc only where nothing was reserved.
    void publish(const Version& version, const std::shared_ptr<const tree::Source>& source);

    /// The current generation with a pin of the caller, to be closed by `close_pin`. Any thread.
    template <typename Line>
    Generation* open(Line line) noexcept {
        Generation* const generation = current_.load(std::memory_order_acquire);
        generation->open_pin(line);
        if (is_current(generation)) [[likely]]
            return generation;
        return open_instead_of(generation);
    }

    /// How many pins are open, about: others come and go. Only for the thread that publishes.
    std::uint64_t open_count() const noexcept;

    /// Hands over the mappings that nobody reads by any more; whether some had to be kept. Only for
    /// the thread that publishes.
    bool release_unused(Releaser& releaser);

    /// The newest version. Only for the thread that publishes.
    const Version& latest() const { return *current_.load(std::memory_order_relaxed)->latest(); }

    Generations(const Generations&) = delete;
    Generations& operator=(const Generations&) = delete;

private:
    bool is_current(const Generation* generation) const noexcept {
        return current_.load(std::memory_order_seq_cst) == generation;
    }

    /// Closes the pin of one that was retired meanwhile, and tries again.
    Generation* open_instead_of(Generation* retired) noexcept;
    Generation* unused();

    std::atomic<Generation*> current_{nullptr};
    std::vector<Generation*> all_;
    std::array<Generation*, 2> spares_{};
};

}  // namespace dbdb::transaction
