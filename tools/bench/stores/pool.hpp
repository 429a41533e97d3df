/// Handles that one thread at a time may use, kept for the next one.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace dbdb::bench {

/// Any thread may take from it. Lives longer than what was taken. Of a handle `begin` is called
/// when it is taken, and `end` when it is given back.
template <typename Handle>
class Pool {
public:
    /// Points to a handle, which is its own as long as it lives.
    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Handle> handle)
            : pool_(pool), handle_(std::move(handle)) {
            handle_->begin();
        }

        ~Lease() {
            handle_->end();
            const std::lock_guard lock(pool_.mutex_);
            pool_.idle_.push_back(std::move(handle_));
        }

        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Handle& operator*() const { return *handle_; }

        Handle* operator->() const { return handle_.get(); }

    private:
        Pool& pool_;
        std::unique_ptr<Handle> handle_;
    };

    /// An idle handle, else one that `make` gives as a unique pointer.
    template <typename Function>
    Lease take(Function&& make) {
        std::unique_ptr<Handle> handle = take_idle();
        if (!handle) handle = make();
        return {*this, std::move(handle)};
    }

    /// Closes all that are idle.
    void clear() {
        const std::lock_guard lock(mutex_);
        idle_.clear();
    }

private:
    std::unique_ptr<Handle> take_idle() {
        const std::lock_guard lock(mutex_);
        if (idle_.empty()) return nullptr;
        std::unique_ptr<Handle> handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
    }

    std::mutex mutex_{};
    std::vector<std::unique_ptr<Handle>> idle_{};
};

}  // namespace dbdb::bench
