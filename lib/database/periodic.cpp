#include "database/periodic.hpp"

namespace dbdb::database {

Periodic::Periodic(std::chrono::milliseconds interval, std::function<void(std::stop_token)> act)
    : interval_(interval), act_(std::move(act)), thread_([this] { run(); }) {}

void Periodic::stop() {
    stopping_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Periodic::run() {
    const std::stop_token stop = stopping_.get_token();
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        stopped_.wait_for(lock, stop, interval_, [] { return false; });
        if (stop.stop_requested()) return;
        try {
            act_(stop);
        } catch (const std::exception&) {
            // What could not be done now is tried again after the next interval.
        }
    }
}

}  // namespace dbdb::database
