/// Threads that wait under one mutex for the same thing, and are woken one by one or all at once.
///
/// A condition variable could do that, but waking one of several through it loses a wake-up now and
/// then in the GNU C library before 2.41 (its bug 25847), and a turn that nobody was told of would
/// stay free for ever. Here each thread has a condition variable of its own, and who has waited
/// longest is woken first.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include <boost/intrusive/list.hpp>

namespace dbdb::transaction {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// All functions are called with the mutex locked.
class WaitingLine {
public:
    /// Waits until `is_over()`, which is asked when woken and at the deadline; its last answer.
    /// Whoever changes that answer to yes wakes somebody; who was woken in vain keeps its place.
    template <typename Condition>
    bool wait(std::unique_lock<std::mutex>& lock, const Deadline& deadline, Condition is_over) {
        if (is_over()) return true;
        Place place(line_);
        bool is_in_time = true;
        while (is_in_time && !is_over())
            is_in_time = place.wait(lock, deadline);
        return is_over();
    }

    /// Wakes who has waited longest of those who sleep: who was woken before and has not come to
    /// run yet may be on its way out, and would take this wake-up along.
    void wake_one() noexcept {
        for (Place& place : line_)
            if (!place.is_woken()) return place.wake();
    }

    void wake_all() noexcept {
        for (Place& place : line_)
            place.wake();
    }

    bool empty() const noexcept { return line_.empty(); }

private:
    class Place;
    using Line = boost::intrusive::list<Place, boost::intrusive::constant_time_size<false>>;

    /// On the stack of the thread that waits.
    class Place : public boost::intrusive::list_base_hook<> {
    public:
        explicit Place(Line& line) : line_(line) { line_.push_back(*this); }

        ~Place() { line_.erase(line_.iterator_to(*this)); }

        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        /// False when the deadline came first.
        bool wait(std::unique_lock<std::mutex>& lock, const Deadline& deadline) {
            const auto is_woken = [this] { return is_woken_; };
            bool is_in_time = true;
            if (deadline) {
                is_in_time = woken_.wait_until(lock, *deadline, is_woken);
            } else {
                woken_.wait(lock, is_woken);
            }
            is_woken_ = false;
            return is_in_time;
        }

        bool is_woken() const noexcept { return is_woken_; }

        void wake() noexcept {
            is_woken_ = true;
            woken_.notify_one();
        }

    private:
        Line& line_;
        std::condition_variable woken_;
        bool is_woken_ = false;
    };

    Line line_;
};

}  // namespace dbdb::transaction
