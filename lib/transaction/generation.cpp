#include "transaction/generation.hpp"

#include <algorithm>
#include <utility>

namespace dbdb::transaction {

namespace {

/// Generations of closed databases that snapshots still pinned when it was last looked. Linked
/// through themselves, so that to close a database takes no memory.
struct Orphans {
    std::mutex mutex;
    Generation* first = nullptr;
};

/// Never destroyed, nor allocated: snapshots may outlive everything.
union ImmortalOrphans {
    constexpr ImmortalOrphans() : orphans() {}

    ~ImmortalOrphans() {}

    Orphans orphans;
};

constinit ImmortalOrphans immortal;

}  // namespace

void Generation::close_pin_of_orphan() noexcept {
    const std::scoped_lock lock(immortal.orphans.mutex);
    pins_.close();
    free_unused(immortal.orphans.first);
}

void Generation::free_unused(Generation*& first) noexcept {
    for (Generation** place = &first; *place != nullptr;) {
        Generation* const generation = *place;
        if (generation->pins_.are_closed()) {
            *place = generation->next_orphan_;
            delete generation;
        } else {
            place = &generation->next_orphan_;
        }
    }
}

void Generation::add(const Version& version) {
    Version& place = versions_[used_++];
    place = version;
    place.source = source_.get();
    source_->expect_live(version.live_bytes);
    latest_.store(&place, std::memory_order_release);
}

void Generations::publish(const Version& version,
                          const std::shared_ptr<const tree::Source>& source) {
    Generation* generation = current_.load(std::memory_order_relaxed);
    if (generation != nullptr && generation->source_ == source && !generation->is_full()) {
        generation->add(version);
        return;
    }
    const auto spare = std::ranges::find_if(spares_, [](auto* each) { return each != nullptr; });
    Generation* next = spare != spares_.end() ? std::exchange(*spare, nullptr) : unused();
    next->source_ = source;
    next->used_ = 0;
    next->add(version);
    current_.store(next, std::memory_order_seq_cst);
}

[[gnu::cold]] Generation* Generations::open_instead_of(Generation* retired) noexcept {
    Generation* generation = retired;
    do {
        generation->close_pin();
        generation = current_.load(std::memory_order_acquire);
        generation->open_pin();
    } while (!is_current(generation));
    return generation;
}

void Generations::reserve() {
    for (Generation*& spare : spares_) {
        if (spare == nullptr) spare = unused();
    }
}

/// A generation that was retired and is unused stays so, until it is published again.
Generation* Generations::unused() {
    const Generation* const current = current_.load(std::memory_order_relaxed);
    const auto is_retired = [&](const Generation* generation) {
        return generation != current && std::ranges::find(spares_, generation) == spares_.end();
    };
    const auto first = std::ranges::find_if(all_, is_retired);
    if (first != all_.end()) thread_barrier();
    const auto found = std::find_if(first, all_.end(), [&](const Generation* generation) {
        return is_retired(generation) && generation->pins_.are_closed();
    });
    if (found != all_.end()) return *found;
    all_.reserve(all_.size() + 1);
    all_.push_back(new Generation);
    return all_.back();
}

std::uint64_t Generations::open_count() const noexcept {
    std::uint64_t count = 0;
    for (const Generation* generation : all_)
        count += generation->pins_.open_count();
    return count;
}

bool Generations::release_unused(Releaser& releaser) {
    const Generation* current = current_.load(std::memory_order_relaxed);
    const auto is_retired = [&](const Generation* generation) {
        return generation->source_ && generation->source_ != current->source_;
    };
    if (std::none_of(all_.begin(), all_.end(), is_retired)) return false;
    thread_barrier();
    bool has_kept = false;
    for (Generation* generation : all_) {
        if (!is_retired(generation)) continue;
        if (generation->pins_.are_closed()) {
            releaser.release(std::exchange(generation->source_, nullptr));
        } else {
            has_kept = true;
        }
    }
    return has_kept;
}

Generations::~Generations() {
    const std::scoped_lock lock(immortal.orphans.mutex);
    for (Generation* generation : all_) {
        generation->is_orphan_.store(true);
        generation->next_orphan_ = std::exchange(immortal.orphans.first, generation);
    }
    thread_barrier();
    Generation::free_unused(immortal.orphans.first);
}

}  // namespace dbdb::transaction
