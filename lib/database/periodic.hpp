/// A thread that does something every so often.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace dbdb::database {

class Periodic {
public:
    /// Calls `act` after each `interval`; it is told when to give up. Nobody is there to be told of
    /// what it throws.
    Periodic(std::chrono::milliseconds interval, std::function<void(std::stop_token)> act);

    ~Periodic() { stop(); }

    Periodic(const Periodic&) = delete;
    Periodic& operator=(const Periodic&) = delete;

    /// Ends the thread; waits for a call that is under way.
    void stop();

private:
    void run();

    const std::chrono::milliseconds interval_;
    const std::function<void(std::stop_token)> act_;
    std::stop_source stopping_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::thread thread_;
};

}  // namespace dbdb::database
