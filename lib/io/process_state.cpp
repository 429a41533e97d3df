#include "io/process_state.hpp"

#include <memory>
#include <pthread.h>
#include <system_error>
#include <vector>

namespace dbdb::io {

namespace {

/// Lock order: `state_mutex` before `descriptors_mutex`.
struct ForkState {
    std::mutex state_mutex{};
    std::mutex descriptors_mutex{};
    std::vector<ParentOnlyDescriptor*> descriptors{};
};

ForkState& fork_state();

void before_fork() {
    fork_state().state_mutex.lock();
    fork_state().descriptors_mutex.lock();
}

void after_fork_in_parent() {
    fork_state().descriptors_mutex.unlock();
    fork_state().state_mutex.unlock();
}

/// Calls only what is safe in the child of a process with threads: close, and unlocking.
void after_fork_in_child() {
    for (ParentOnlyDescriptor* descriptor : fork_state().descriptors)
        descriptor->close();
    after_fork_in_parent();
}

/// Never destroyed, since handles may be closed by other objects of static life.
ForkState* make_fork_state() {
    auto state = std::make_unique<ForkState>();
    const int reason = ::pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
    if (reason != 0) throw std::system_error(reason, std::generic_category(), "fork handlers");
    return state.release();
}

ForkState& fork_state() {
    static ForkState* const state = make_fork_state();
    return *state;
}

}  // namespace

std::unique_lock<std::mutex> lock_process_state() {
    return std::unique_lock(fork_state().state_mutex);
}

ParentOnlyDescriptor::ParentOnlyDescriptor(Descriptor descriptor)
    : descriptor_(std::move(descriptor)) {
    const std::lock_guard guard(fork_state().descriptors_mutex);
    fork_state().descriptors.push_back(this);
}

ParentOnlyDescriptor::~ParentOnlyDescriptor() {
    const std::lock_guard guard(fork_state().descriptors_mutex);
    std::erase(fork_state().descriptors, this);
}

}  // namespace dbdb::io
