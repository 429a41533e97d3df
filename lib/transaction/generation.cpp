#include "transaction/generation.hpp"

#include <algorithm>

namespace dbdb::transaction {

namespace {

/// Generations of closed databases that snapshots still pinned when it was last looked.
struct Orphans {
    std::mutex mutex;
    std::vector<Generation*> generations;
};

/// Never destroyed: snapshots may outlive everything.
Orphans& orphans() {
    static Orphans& orphans = *new Orphans;
    return orphans;
}

}  // namespace

void Generation::close_pin_slowly(unsigned slot) noexcept {
    std::atomic<std::uint64_t>& closed = pins_[slot].closed;
    if (!is_orphan_.load(std::memory_order_acquire)) {
        closed.fetch_add(1, std::memory_order_release);
        return;
    }
    const std::scoped_lock lock(orphans().mutex);
    closed.fetch_add(1, std::memory_order_seq_cst);
    free_unused(orphans().generations);
}

void Generation::free_unused(std::vector<Generation*>& generations) noexcept {
    std::erase_if(generations, [](Generation* generation) {
        const bool is_unused = generation->is_unused();
        if (is_unused) delete generation;
        return is_unused;
    });
}

bool Generation::is_unused() const noexcept {
    // Closed first: a pin that is closed was opened before, so a sum of opens that is read later
    // can only be too large.
    std::uint64_t closed = 0;
    std::uint64_t opened = 0;
    for (const Pins& pins : pins_)
        closed += pins.closed.load(std::memory_order_seq_cst);
    for (const Pins& pins : pins_)
        opened += pins.opened.load(std::memory_order_seq_cst);
    return opened == closed;
}

void Generation::add(const Version& version) {
    Version& place = versions_[used_++];
    place = version;
    place.source = source_.get();
    latest_.store(&place, std::memory_order_release);
}

void Generations::publish(const Version& version,
                          const std::shared_ptr<const tree::Source>& source) {
    Generation* generation = current_.load(std::memory_order_relaxed);
    if (generation != nullptr && generation->source_ == source && !generation->is_full()) {
        generation->add(version);
        return;
    }
    Generation* next = unused();
    next->source_ = source;
    next->used_ = 0;
    next->add(version);
    current_.store(next, std::memory_order_seq_cst);
}

Generation* Generations::unused() {
    thread_barrier();
    Generation* current = current_.load(std::memory_order_relaxed);
    for (Generation* generation : all_) {
        if (generation != current && generation->is_unused()) return generation;
    }
    all_.reserve(all_.size() + 1);
    all_.push_back(new Generation);
    return all_.back();
}

bool Generations::release_unused() {
    const Generation* current = current_.load(std::memory_order_relaxed);
    const auto is_retired = [&](const Generation* generation) {
        return generation->source_ && generation->source_ != current->source_;
    };
    if (std::none_of(all_.begin(), all_.end(), is_retired)) return false;
    thread_barrier();
    bool has_kept = false;
    for (Generation* generation : all_) {
        if (!is_retired(generation)) continue;
        if (generation->is_unused()) {
            generation->source_.reset();
        } else {
            has_kept = true;
        }
    }
    return has_kept;
}

Generations::~Generations() {
    const std::scoped_lock lock(orphans().mutex);
    for (Generation* generation : all_)
        generation->is_orphan_.store(true);
    thread_barrier();
    orphans().generations.insert(orphans().generations.end(), all_.begin(), all_.end());
    Generation::free_unused(orphans().generations);
}

}  // namespace dbdb::transaction
